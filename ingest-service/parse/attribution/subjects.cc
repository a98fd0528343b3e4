#include "ingest-service/parse/attribution/subjects.h"

#include <algorithm>

namespace quoth::parse {
namespace {

constexpr uint32_t kAdverbsMax = 4;
constexpr uint32_t kAppositionMax = 18;
constexpr uint32_t kPhraseMax = 6;

// Words that may stand between subject and verb.
bool Skippable(const Frame& frame, uint32_t at, uint32_t verb) {
  static constexpr uint32_t kOnce = HashForm("once");
  const WordClass tag = frame.word(at).tag;
  if (tag == WordClass::kAdverb || tag == WordClass::kTurnAdverb ||
      tag == WordClass::kHave || frame.word(at).form == kOnce) {
    return true;
  }
  // "did not rule out", "does not believe": beliefs may be denied.
  return frame.word(verb).act == 2 &&
         (tag == WordClass::kDo || tag == WordClass::kNot);
}

bool InPhrase(WordClass tag) {
  return tag == WordClass::kLower || tag == WordClass::kName ||
         tag == WordClass::kAllCaps || tag == WordClass::kDeterminer ||
         tag == WordClass::kPossessive || tag == WordClass::kClitic ||
         tag == WordClass::kOf || tag == WordClass::kEndsS ||
         tag == WordClass::kTitle;
}

Subject WithPhrase(const Frame& frame, int32_t mention, uint32_t first) {
  const Mention& m = frame.mentions->mentions[mention];
  Subject subject{mention, {m.first_token, m.end_token}};
  if (m.form == MentionForm::kPronoun) return subject;
  while (subject.phrase.begin > first &&
         m.first_token - subject.phrase.begin < kPhraseMax &&
         InPhrase(frame.word(subject.phrase.begin - 1).tag)) {
    --subject.phrase.begin;
  }
  return subject;
}

// "The head of the department" that is no mention: from the beginning of the
// clause on, with a determiner first.
Subject BarePhrase(const Frame& frame, uint32_t end, uint32_t first) {
  uint32_t at = end;
  while (at > first && end - at < kPhraseMax + 2 &&
         InPhrase(frame.word(at - 1).tag) && frame.word(at - 1).act == 0) {
    --at;
  }
  const WordClass tag = frame.word(at).tag;
  if (end - at < 2 || (at > first && frame.word(at - 1).is_word) ||
      (tag != WordClass::kDeterminer && tag != WordClass::kPossessive)) {
    return {};
  }
  return {kNone, {at, end}};
}

// "X left the rate and said": the subject that opens the sentence, where no
// other one comes between.
Subject FirstSubject(const Frame& frame, uint32_t end, uint32_t first) {
  constexpr uint32_t kSentenceMax = 40;
  if (end - first > kSentenceMax) return {};
  Subject subject;
  for (uint32_t i = first; i < end; ++i) {
    const Word& w = frame.word(i);
    if (w.depth == 0 &&
        (w.tag == WordClass::kThat || w.tag == WordClass::kSemicolon)) {
      return {};
    }
    const int32_t m = frame.mention_begin[i];
    if (m == kNone) continue;
    const Mention& mention = frame.mentions->mentions[m];
    const Word& before = frame.word(static_cast<int64_t>(i) - 1);
    const bool opens = i == first || !before.is_word ||
                       (i == first + 1 && before.tag == WordClass::kDeterminer);
    if (w.tag == WordClass::kSubject && subject.mention != kNone) return {};
    if (subject.mention == kNone && opens && w.depth == 0 &&
        mention.kind != EntityKind::kPlace) {
      subject = {m, {mention.first_token, mention.end_token}, true};
    }
  }
  return subject;
}

}  // namespace

Subject SubjectBefore(const Frame& frame, uint32_t verb, uint32_t first) {
  uint32_t at = verb;
  while (at > first && verb - at < kAdverbsMax &&
         frame.mention_end[at - 1] == kNone && Skippable(frame, at - 1, verb)) {
    --at;
  }
  if (at == first) return {};
  if (frame.mention_end[at - 1] != kNone) {
    return WithPhrase(frame, frame.mention_end[at - 1], first);
  }
  if (frame.word(at - 1).tag == WordClass::kCoordinator &&
      frame.word(verb).act == 1) {
    return FirstSubject(frame, at - 1, first);
  }
  if (frame.word(at - 1).is_word) return BarePhrase(frame, at, first);
  // "X, whose ..., said": back over what stands between two commas.
  if (frame.word(at - 1).tag != WordClass::kComma) return {};
  for (uint32_t i = at - 1; i-- > first + 1 && at - i < kAppositionMax;) {
    if (frame.word(i).depth > 0) return {};
    if (frame.word(i).tag != WordClass::kComma) continue;
    const WordClass opens = frame.word(i + 1).tag;
    const bool relative =
        opens == WordClass::kWho || opens == WordClass::kPossessive ||
        opens == WordClass::kDeterminer || opens == WordClass::kWh;
    // "The minister, Jane Doe, said": the name itself.
    const int32_t name = frame.mention_begin[i + 1];
    if (!relative && name != kNone &&
        frame.mentions->mentions[name].end_token == at - 1) {
      return WithPhrase(frame, name, first);
    }
    const int32_t mention = frame.mention_end[i - 1];
    if (mention == kNone || !relative) return {};
    return WithPhrase(frame, mention, first);
  }
  return {};
}

Subject SubjectAfter(const Frame& frame, uint32_t verb, uint32_t end) {
  const uint32_t from = verb + (frame.word(verb).pair_cue ? 2 : 1);
  for (uint32_t i = from; i < end && i < from + kPhraseMax; ++i) {
    if (frame.mention_begin[i] != kNone) {
      const Mention& m = frame.mentions->mentions[frame.mention_begin[i]];
      return {frame.mention_begin[i], {from, m.end_token}};
    }
    if (!InPhrase(frame.word(i).tag) || frame.word(i).tag == WordClass::kOf ||
        frame.word(i).tag == WordClass::kClitic) {
      return {};
    }
  }
  return {};
}

bool HasFinite(const Frame& frame, TokenSpan span) {
  return frame.totals[span.end].finite > frame.totals[span.begin].finite;
}

}  // namespace quoth::parse
