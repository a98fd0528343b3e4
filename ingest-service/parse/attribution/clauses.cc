#include "ingest-service/parse/attribution/clauses.h"

#include <algorithm>

#include "ingest-service/parse/attribution/clause_before.h"
#include "ingest-service/parse/attribution/subjects.h"

namespace quoth::parse {
namespace {

// A longer sentence is no prose; scanning it for each cue would not be linear.
constexpr uint32_t kProseTokensMax = 300;

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

// The sentence's last word, or the last before a semicolon and before ", adding
// that".
uint32_t EndOfContent(const Frame& frame, uint32_t begin, uint32_t sentence) {
  const uint32_t last = LastWordOf(frame, sentence);
  for (uint32_t i = begin + 2; i + 1 < last; ++i) {
    if (frame.word(i).depth > 0) continue;
    const WordClass tag = frame.word(i).tag;
    const Word& next = frame.word(i + 1);
    if (tag == WordClass::kSemicolon ||
        (tag == WordClass::kComma && next.tag == WordClass::kVerbIng &&
         next.act == 1)) {
      return i;
    }
  }
  return last;
}

bool MayBeSubject(const Frame& frame, uint32_t at) {
  const WordClass tag = frame.word(at).tag;
  return tag == WordClass::kDeterminer || tag == WordClass::kPossessive ||
         tag == WordClass::kSubject || tag == WordClass::kPronounOther ||
         (at < frame.mention_begin.size() && frame.mention_begin[at] != kNone);
}

// The token behind whom X told and when: "told reporters on Friday [that]",
// "said on Monday [that]". Equal to `from` when nothing of that kind stands
// there.
uint32_t BehindAddressee(const Frame& frame, uint32_t cue, uint32_t from,
                         const Sentence& sentence) {
  uint32_t at = from;
  if (frame.word(cue).addressee_cue) {
    if (const int32_t m = frame.mention_begin[at]; m != kNone) {
      at = frame.mentions->mentions[m].end_token;
    } else if (frame.word(at).tag == WordClass::kDeterminer ||
               frame.word(at).tag == WordClass::kPossessive ||
               frame.word(at).tag == WordClass::kObject) {
      ++at;
      while (at < sentence.end_token && at < from + 4 &&
             frame.word(at - 1).tag != WordClass::kObject &&
             (frame.word(at).tag == WordClass::kLower ||
              frame.word(at).tag == WordClass::kEndsS) &&
             frame.word(at).act == 0) {
        ++at;
      }
      if (frame.word(from).tag != WordClass::kObject && at == from + 1) {
        return from;
      }
    } else {
      return from;
    }
  }
  // Where and when, at most two: "in Paris", "on Friday", "in an interview".
  for (int adjuncts = 0; adjuncts < 2; ++adjuncts) {
    const WordClass tag = frame.word(at).tag;
    if (tag == WordClass::kTime || tag == WordClass::kTurnAdverb ||
        tag == WordClass::kAdverb) {
      ++at;
      continue;
    }
    if (tag == WordClass::kDeterminer &&
        frame.word(at + 1).tag == WordClass::kTime) {
      at += 2;
      continue;
    }
    if (tag != WordClass::kPreposition && tag != WordClass::kSubordinator) {
      break;
    }
    uint32_t end = at + 1;
    while (end < sentence.end_token && end < at + 7) {
      const WordClass inner = frame.word(end).tag;
      if (!frame.word(end).is_word || inner == WordClass::kThat ||
          inner == WordClass::kSubject || inner == WordClass::kModal ||
          inner == WordClass::kBe || inner == WordClass::kHave) {
        break;
      }
      ++end;
    }
    if (end >= sentence.end_token || frame.word(end).tag != WordClass::kThat) {
      break;
    }
    at = end;
  }
  return at;
}

// "the jury [the evidence amounted to ...]": opens a clause of its own.
bool OpensClause(const Frame& frame, uint32_t at, const Sentence& sentence) {
  const WordClass first = frame.word(at).tag;
  const bool bare = first == WordClass::kLower || first == WordClass::kEndsS;
  if (!bare && !MayBeSubject(frame, at)) return false;
  const uint32_t stop = std::min(sentence.end_token, at + (bare ? 8 : 14));
  for (uint32_t i = at + 1; i < stop; ++i) {
    const WordClass t = frame.word(i).tag;
    if (t == WordClass::kComma || t == WordClass::kTo || t == WordClass::kWho ||
        t == WordClass::kThat) {
      return false;
    }
    if (t == WordClass::kBe || t == WordClass::kHave ||
        t == WordClass::kModal || t == WordClass::kVerbEd ||
        t == WordClass::kDo) {
      return true;
    }
  }
  return false;
}

// "which contended that", "after aides insisted that": the main clause follows.
bool Subordinate(const Frame& frame, const Subject& subject,
                 const Sentence& sentence) {
  const uint32_t first = subject.phrase.begin;
  const WordClass tag = frame.word(first).tag;
  if (tag == WordClass::kWh || tag == WordClass::kWho) return true;
  const uint32_t name =
      subject.mention == kNone
          ? first
          : frame.mentions->mentions[subject.mention].first_token;
  const WordClass beside = frame.word(static_cast<int64_t>(name) - 1).tag;
  if (beside == WordClass::kWh) return true;  // "what X says"
  const WordClass before = frame.word(static_cast<int64_t>(first) - 1).tag;
  return first == sentence.first_token + 1 &&
         (before == WordClass::kSubordinator || before == WordClass::kAs ||
          before == WordClass::kWhether);
}

// "In X's view, C." and "in his opinion".
std::optional<Clause> FindView(const Frame& frame, uint32_t cue,
                               const Sentence& sentence) {
  static constexpr uint32_t kNouns[] = {
      HashForm("view"),       HashForm("opinion"),  HashForm("assessment"),
      HashForm("estimation"), HashForm("judgment"), HashForm("judgement"),
      HashForm("words"),      HashForm("telling")};
  if (std::find(std::begin(kNouns), std::end(kNouns), frame.word(cue).form) ==
          std::end(kNouns) ||
      cue < sentence.first_token + 2) {
    return std::nullopt;
  }
  uint32_t opening = cue - 1;
  Clause clause;
  if (frame.word(opening).tag == WordClass::kPossessive) {
    clause.source = frame.mention_begin[opening];
  } else if (frame.word(opening).tag == WordClass::kClitic) {
    const int32_t m = frame.mention_end[opening] != kNone
                          ? frame.mention_end[opening]
                          : frame.mention_end[opening - 1];
    if (m == kNone) return std::nullopt;
    clause.source = m;
    opening = frame.mentions->mentions[m].first_token;
  }
  static constexpr uint32_t kIn = HashForm("in");
  if (clause.source == kNone || opening == 0 ||
      frame.word(opening - 1).form != kIn || !frame.word(opening - 1).first) {
    return std::nullopt;
  }
  // Up to the comma, behind "however" between two.
  uint32_t at = cue + 1;
  if (frame.word(at).tag != WordClass::kComma) return std::nullopt;
  if (frame.word(at + 2).tag == WordClass::kComma) at += 2;
  clause.content = {at + 1, LastWordOf(frame, frame.word(cue).sentence)};
  clause.confidence = 0.6f;
  if (clause.content.end <= clause.content.begin + 2 ||
      !HasFinite(frame, clause.content)) {
    return std::nullopt;
  }
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
  if (sentence.end_token - sentence.first_token > kProseTokensMax) {
    return std::nullopt;
  }
  if (auto view = FindView(frame, cue, sentence)) return view;
  const Subject found = SubjectBefore(frame, cue, sentence.first_token);
  const int32_t subject = found.mention;
  const bool subject_before =
      !found.phrase.empty() && !Subordinate(frame, found, sentence);
  const uint32_t after = cue + (w.pair_cue ? 2 : 1);
  if (after >= sentence.end_token) {
    return w.act == 1 ? ClauseBeforeCue(frame, cue, sentence) : std::nullopt;
  }
  const bool behind_plain = !w.addressee_cue && !w.noun_cue;
  Clause clause;
  clause.source = subject;
  clause.subject = found.phrase;
  const auto upto_end = [&](uint32_t begin, float confidence) {
    clause.content = {begin, EndOfContent(frame, begin, w.sentence)};
    clause.confidence = confidence;
    // What a colon and marks introduce inside is a statement of its own.
    for (uint32_t i = begin; i + 1 < clause.content.end; ++i) {
      if (frame.word(i).tag == WordClass::kColon && frame.word(i).depth == 0 &&
          frame.word(i + 2).depth > 0) {
        return false;
      }
    }
    return clause.content.end > begin + 2;
  };
  const WordClass next = frame.word(after).tag;
  if (subject_before && w.act <= 2) {
    const uint32_t behind = BehindAddressee(frame, cue, after, sentence);
    if (behind + 1 < sentence.end_token &&
        frame.word(behind).tag == WordClass::kThat && upto_end(behind, 0.6f)) {
      return clause;
    }
    if (w.addressee_cue && w.act == 1 && behind > after &&
        OpensClause(frame, behind, sentence) && upto_end(behind, 0.4f)) {
      return clause;
    }
  }
  if (subject_before && w.act <= 2 && behind_plain &&
      OpensClause(frame, after, sentence) && upto_end(after, 0.4f)) {
    return clause;
  }
  if (w.act != 1) return std::nullopt;
  if (auto before = ClauseBeforeCue(frame, cue, sentence)) return before;
  const bool phrase = next == WordClass::kDeterminer ||
                      next == WordClass::kPossessive ||
                      (next == WordClass::kName &&
                       frame.word(after + 1).tag == WordClass::kClitic);
  if (subject_before && !found.shared && after + 1 < sentence.end_token &&
      w.noun_cue && phrase && upto_end(after, 0.4f)) {
    return clause;
  }
  return std::nullopt;
}

}  // namespace quoth::parse
