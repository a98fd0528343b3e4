#include "ingest-service/parse/attribution/clauses.h"

#include <algorithm>

namespace quoth::parse {
namespace {

// Words that may stand between subject and verb.
bool Skippable(WordClass tag) {
  return tag == WordClass::kAdverb || tag == WordClass::kTurnAdverb ||
         tag == WordClass::kHave || tag == WordClass::kSubordinator;  // "once"
}

bool MaySpeak(const Frame& frame, int32_t mention) {
  if (mention == kNone) return false;
  const Mention& m = frame.mentions->mentions[mention];
  return m.kind != EntityKind::kDocument || m.form != MentionForm::kPronoun;
}

// The mention that ends right before the verb, adverbs aside.
int32_t SubjectBefore(const Frame& frame, uint32_t cue, uint32_t first) {
  for (uint32_t at = cue; at-- > first && cue - at <= 4;) {
    if (frame.mention_end[at] != kNone) return frame.mention_end[at];
    if (!Skippable(frame.word(at).tag)) return kNone;
  }
  return kNone;
}

// Sentences cut at a stray stop go on in lower case.
uint32_t LastWordOf(const Frame& frame, uint32_t sentence) {
  const auto& sentences = frame.sentences->sentences;
  const auto& tokens = frame.sentences->tokens;
  uint32_t s = sentence;
  while (s + 1 < sentences.size() && s - sentence < 3 &&
         sentences[s + 1].block == sentences[s].block) {
    const uint32_t next = sentences[s + 1].first_token;
    if (next >= tokens.size() || !frame.word(next).is_word ||
        tokens[next].capitalised || frame.word(next).depth > 0 ||
        frame.word(next).tag == WordClass::kNumber) {
      break;
    }
    ++s;
  }
  uint32_t end = sentences[s].end_token;
  while (end > sentences[sentence].first_token && !frame.word(end - 1).is_word)
    --end;
  return end;
}

bool HasFinite(const Frame& frame, TokenSpan span) {
  return frame.totals[span.end].finite > frame.totals[span.begin].finite;
}

// "C, promised X." and "C, X said." with nothing after but where and when.
std::optional<Clause> ContentBefore(const Frame& frame, uint32_t cue,
                                    const Sentence& sentence) {
  uint32_t before = cue;  // First token of cue and subject.
  const int32_t subject = SubjectBefore(frame, cue, sentence.first_token);
  if (subject != kNone) {
    before = frame.mentions->mentions[subject].first_token;
  } else if (cue + 1 >= sentence.end_token ||
             !MaySpeak(frame, frame.mention_begin[cue + 1])) {
    return std::nullopt;
  }
  if (before <= sentence.first_token + 3 ||
      frame.word(before - 1).tag != WordClass::kComma) {
    return std::nullopt;
  }
  // Behind them the sentence ends, at most with a short adjunct.
  const uint32_t after =
      subject != kNone
          ? cue + 1
          : frame.mentions->mentions[frame.mention_begin[cue + 1]].end_token;
  if (frame.word(after).sentence == frame.word(cue).sentence) {
    const WordClass tag = frame.word(after).tag;
    if (frame.word(after).left > 6 ||
        (frame.word(after).is_word && tag != WordClass::kPreposition &&
         tag != WordClass::kTime && tag != WordClass::kTurnAdverb)) {
      return std::nullopt;
    }
  }
  Clause clause;
  clause.left = true;
  clause.content = {sentence.first_token, before - 1};
  while (clause.content.begin < clause.content.end &&
         !frame.word(clause.content.begin).is_word) {
    ++clause.content.begin;
  }
  while (clause.content.end > clause.content.begin &&
         !frame.word(clause.content.end - 1).is_word) {
    --clause.content.end;
  }
  if (clause.content.empty() || !HasFinite(frame, clause.content)) {
    return std::nullopt;
  }
  for (uint32_t i = clause.content.begin; i < clause.content.end; ++i) {
    if (frame.word(i).depth > 0) return std::nullopt;  // The model's matter.
  }
  // "As he put it, ..." and "Asked why, he said": no clause of its own.
  const WordClass first = frame.word(clause.content.begin).tag;
  if (first == WordClass::kAs || first == WordClass::kVerbEd ||
      first == WordClass::kSubordinator) {
    return std::nullopt;
  }
  clause.confidence = 0.6f;
  return clause;
}

}  // namespace

std::optional<Clause> FindClause(const Frame& frame, uint32_t cue) {
  const Word& w = frame.word(cue);
  if (w.depth > 0 || w.act == 0) return std::nullopt;
  if (w.tag != WordClass::kVerbEd && w.tag != WordClass::kEndsS &&
      w.tag != WordClass::kLower) {
    return std::nullopt;
  }
  const Sentence& sentence = frame.sentences->sentences[w.sentence];
  const int32_t subject = SubjectBefore(frame, cue, sentence.first_token);
  const bool subject_before = MaySpeak(frame, subject);
  const uint32_t after = cue + (w.pair_cue ? 2 : 1);
  const WordClass next = frame.word(after).tag;
  const bool more = after + 1 < sentence.end_token;
  if (subject_before && more && next == WordClass::kThat && w.act <= 2) {
    Clause clause;
    clause.content = {after, LastWordOf(frame, w.sentence)};
    clause.confidence = 0.6f;
    if (clause.content.end > clause.content.begin + 2) return clause;
  }
  if (w.act != 1) return std::nullopt;
  if (auto before = ContentBefore(frame, cue, sentence)) return before;
  const bool phrase = next == WordClass::kDeterminer ||
                      next == WordClass::kPossessive ||
                      (next == WordClass::kName &&
                       frame.word(after + 1).tag == WordClass::kClitic);
  if (subject_before && more && w.noun_cue && phrase) {
    Clause clause;
    clause.content = {after, LastWordOf(frame, w.sentence)};
    clause.confidence = 0.4f;
    if (clause.content.end > clause.content.begin + 2) return clause;
  }
  return std::nullopt;
}

}  // namespace quoth::parse
