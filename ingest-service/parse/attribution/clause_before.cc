#include "ingest-service/parse/attribution/clause_before.h"

#include <algorithm>

#include "ingest-service/parse/attribution/subjects.h"

namespace quoth::parse {
namespace {

// Words behind the verb that tell where, when and to whom.
constexpr uint32_t kAdjunctsMax = 16;

// How a clause of saying goes on behind its verb and subject.
struct Behind {
  bool plain = false;    // Nothing but adjuncts up to a mark.
  uint32_t resumes = 0;  // Token where what was said goes on, or 0.
};

// "C, X said, since ...": what was said goes on behind the comma; "X said,
// adding that", "X, who": it does not.
bool Resumes(const Frame& frame, uint32_t mark) {
  if (frame.word(mark).tag != WordClass::kComma) return false;
  const Word& next = frame.word(mark + 1);
  if (next.sentence != frame.word(mark).sentence || next.depth > 0 ||
      !next.is_word) {
    return false;
  }
  return !(next.tag == WordClass::kVerbIng && next.act != 0) &&
         next.tag != WordClass::kWho && next.tag != WordClass::kDeterminer &&
         next.tag != WordClass::kTime && next.tag != WordClass::kPossessive &&
         frame.mention_begin[mark + 1] == kNone;
}

Behind ReadBehind(const Frame& frame, uint32_t after, uint32_t sentence) {
  Behind behind;
  const Word& w = frame.word(after);
  const bool ends = w.sentence != sentence || !w.is_word;
  if (!ends && w.tag != WordClass::kPreposition && w.tag != WordClass::kTime &&
      w.tag != WordClass::kTurnAdverb && w.tag != WordClass::kTo &&
      frame.mention_begin[after] == kNone) {
    return behind;
  }
  for (uint32_t i = after; i < after + kAdjunctsMax; ++i) {
    const Word& next = frame.word(i);
    if (next.sentence != sentence) {
      behind.plain = true;
      return behind;
    }
    if (!next.is_word) {
      behind.plain = true;
      if (Resumes(frame, i)) behind.resumes = i + 1;
      return behind;
    }
    if (next.tag == WordClass::kBe || next.tag == WordClass::kModal ||
        next.tag == WordClass::kHave || next.tag == WordClass::kThat ||
        next.tag == WordClass::kSubject || next.tag == WordClass::kDo) {
      return behind;
    }
  }
  return behind;
}

TokenSpan WithoutMarks(const Frame& frame, TokenSpan span) {
  while (span.begin < span.end && !frame.word(span.begin).is_word) ++span.begin;
  while (span.end > span.begin && !frame.word(span.end - 1).is_word) --span.end;
  return span;
}

// Behind "WASHINGTON (Reuters) - " at the beginning of a paragraph.
uint32_t BehindDateline(const Frame& frame, const Sentence& sentence) {
  constexpr uint32_t kDatelineTokensMax = 14;
  const uint32_t first = sentence.first_token;
  if (frame.word(first).tag != WordClass::kAllCaps) return first;
  for (uint32_t i = first; i < first + kDatelineTokensMax; ++i) {
    if (frame.word(i).sentence != frame.word(first).sentence) break;
    if (frame.word(i).tag == WordClass::kDash) return i + 1;
    if (frame.word(i).tag == WordClass::kLower) break;
  }
  return first;
}

// "Asked why", "Heading into": the capital hides their class.
bool OpensWithParticiple(const Frame& frame, uint32_t token) {
  const Word& w = frame.word(token);
  if (w.tag == WordClass::kVerbEd || w.tag == WordClass::kVerbIng) return true;
  static constexpr uint32_t kIng = HashForm("ing");
  if (w.tag != WordClass::kName || frame.mention_begin[token] != kNone) {
    return false;
  }
  const std::string_view text =
      frame.sentences->tokens[token].range.of(frame.text);
  return text.size() > 4 && (w.suffix == kIng || text.ends_with("ed"));
}

// A finite verb beyond doubt: "is", "will", "-ed"; a word in -s only where a
// verb may stand, not "The residents".
bool SurelyFinite(const Frame& frame, TokenSpan span) {
  for (uint32_t i = span.begin; i < span.end; ++i) {
    switch (frame.word(i).tag) {
      case WordClass::kBe:
      case WordClass::kHave:
      case WordClass::kModal:
      case WordClass::kDo:
      case WordClass::kVerbEd:
        return true;
      case WordClass::kEndsS: {
        const WordClass before = frame.word(static_cast<int64_t>(i) - 1).tag;
        if (i > span.begin &&
            (before == WordClass::kLower || before == WordClass::kEndsS ||
             before == WordClass::kName || before == WordClass::kSubject ||
             before == WordClass::kAdverb)) {
          return true;
        }
        break;
      }
      default:
        break;
    }
  }
  return false;
}

// "X, reached by telephone, said": X is no clause but the subject.
bool IsSubject(const Frame& frame, TokenSpan span) {
  const int32_t m = frame.mention_begin[span.begin];
  if (m == kNone) return false;
  const uint32_t end = frame.mentions->mentions[m].end_token;
  return frame.word(end).tag == WordClass::kComma ||
         frame.word(end).tag == WordClass::kBracketOpen;
}

bool Quoted(const Frame& frame, TokenSpan span) {
  for (uint32_t i = span.begin; i < span.end; ++i) {
    if (frame.word(i).depth > 0) return true;
  }
  return false;
}

}  // namespace

std::optional<Clause> ClauseBeforeCue(const Frame& frame, uint32_t cue,
                                      const Sentence& sentence) {
  Subject subject = SubjectBefore(frame, cue, sentence.first_token);
  const bool inverted =
      frame.word(static_cast<int64_t>(cue) - 1).tag == WordClass::kComma;
  uint32_t before = subject.phrase.begin;
  uint32_t after = cue + (frame.word(cue).pair_cue ? 2 : 1);
  if (inverted) {
    subject = SubjectAfter(frame, cue, sentence.end_token);
    before = cue;
    after = subject.phrase.end;
  }
  if (subject.mention == kNone || subject.shared ||
      BehindDateline(frame, sentence) >= before ||
      before <= sentence.first_token + 1 ||
      frame.word(before - 1).tag != WordClass::kComma) {
    return std::nullopt;
  }
  const Behind behind = ReadBehind(frame, after, frame.word(cue).sentence);
  if (!behind.plain) return std::nullopt;
  Clause clause;
  clause.left = true;
  clause.source = subject.mention;
  clause.subject = subject.phrase;
  clause.inverted = inverted;
  clause.confidence = 0.6f;
  clause.content =
      WithoutMarks(frame, {BehindDateline(frame, sentence), before - 1});
  if (behind.resumes != 0) {
    clause.tail = WithoutMarks(frame, {behind.resumes, sentence.end_token});
  }
  if (clause.content.empty() || Quoted(frame, clause.content) ||
      Quoted(frame, clause.tail)) {
    return std::nullopt;  // Quotations are the model's matter.
  }
  if (IsSubject(frame, clause.content) && clause.tail.empty()) {
    return std::nullopt;
  }
  const bool complete = SurelyFinite(frame, clause.content);
  if (!complete && (clause.tail.empty() || !SurelyFinite(frame, clause.tail))) {
    return std::nullopt;
  }
  if (complete && clause.content.end - clause.content.begin < 3) {
    return std::nullopt;
  }
  // "As he put it, ..." and "Asked why, he said": no clause of its own; nor
  // "In Paris, he said, ...".
  const WordClass first = frame.word(clause.content.begin).tag;
  if (first == WordClass::kAs ||
      OpensWithParticiple(frame, clause.content.begin) ||
      first == WordClass::kSubordinator ||
      (first == WordClass::kPreposition && !complete)) {
    return std::nullopt;
  }
  return clause;
}

}  // namespace quoth::parse
