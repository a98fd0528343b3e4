#include "ingest-service/parse/attribution/beside.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/attribution/proposals.h"
#include "ingest-service/parse/attribution/subjects.h"
#include "ingest-service/parse/attribution/utterances.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kMarksMax = 4;        // Between quotation and clause.
constexpr uint32_t kAppositionMax = 16;  // "X, the mayor of Y since 2019, ..."
constexpr uint32_t kClauseTokensMax = 40;
constexpr uint32_t kPhraseTokensMax = 6;
constexpr uint32_t kIntroductionMax = 80;  // Tokens looked at before a colon.

bool IsMark(WordClass tag) {
  return tag == WordClass::kQuoteOpen || tag == WordClass::kQuoteClose ||
         tag == WordClass::kMark;
}

bool Inflected(const Word& w) {
  return w.tag == WordClass::kVerbEd || w.tag == WordClass::kEndsS ||
         w.tag == WordClass::kLower;
}

bool OfSaying(const Word& w) { return w.act != 0 && Inflected(w); }

bool VerbLike(const Word& w) {
  return OfSaying(w) || w.tag == WordClass::kVerbEd ||
         w.tag == WordClass::kEndsS;
}

struct Source {
  TokenSpan span;
  int32_t mention = kNone;
};

// A mention, or "the baroness", "his lawyer", "Jane Doe" that is none.
std::optional<Source> SourceAt(const Frame& frame, uint32_t at) {
  if (at >= frame.words.words.size() || frame.word(at).depth > 0) {
    return std::nullopt;
  }
  const int32_t m = frame.mention_begin[at];
  if (m != kNone) {
    const Mention& mention = frame.mentions->mentions[m];
    const WordClass tag = frame.word(at).tag;
    if (tag == WordClass::kObject) return std::nullopt;
    return Source{{mention.first_token, mention.end_token}, m};
  }
  const Word& first = frame.word(at);
  const bool phrase = first.tag == WordClass::kDeterminer ||
                      first.tag == WordClass::kPossessive;
  if (!phrase && first.tag != WordClass::kName &&
      first.tag != WordClass::kAllCaps && first.tag != WordClass::kTitle &&
      first.tag != WordClass::kSubject) {
    return std::nullopt;
  }
  uint32_t end = at + 1;
  while (end < at + kPhraseTokensMax &&
         frame.word(end).sentence == first.sentence) {
    const Word& w = frame.word(end);
    const bool name = w.tag == WordClass::kName || w.tag == WordClass::kAllCaps;
    if (!name && !(phrase && w.tag == WordClass::kLower && w.act == 0)) break;
    ++end;
  }
  if (phrase && end == at + 1) {  // "the voters cried": a noun in -s.
    if (frame.word(end).tag != WordClass::kEndsS) return std::nullopt;
    ++end;
  }
  return Source{{at, end}, kNone};
}

// Behind an apposition or a relative clause between commas.
uint32_t BehindApposition(const Frame& frame, uint32_t at) {
  if (frame.word(at).tag != WordClass::kComma) return at;
  for (uint32_t i = at + 1; i < at + kAppositionMax; ++i) {
    const Word& w = frame.word(i);
    if (w.sentence != frame.word(at).sentence || w.depth > 0) break;
    if (w.tag == WordClass::kComma && VerbLike(frame.word(i + 1))) return i + 1;
  }
  return at;
}

uint32_t BehindAdverbs(const Frame& frame, uint32_t at) {
  for (int i = 0; i < 3; ++i) {
    const WordClass tag = frame.word(at).tag;
    if (tag != WordClass::kAdverb && tag != WordClass::kTurnAdverb &&
        tag != WordClass::kHave) {
      break;
    }
    ++at;
  }
  return at;
}

uint32_t EndOfClause(const Frame& frame, uint32_t from, uint32_t block) {
  uint32_t at = from;
  const uint32_t most = std::min<uint32_t>(
      from + kClauseTokensMax, static_cast<uint32_t>(frame.words.words.size()));
  while (at < most && BlockOf(frame, at) == block) {
    const WordClass tag = frame.word(at).tag;
    if (tag == WordClass::kStop || tag == WordClass::kColon ||
        frame.word(at).depth > 0 || IsMark(tag)) {
      break;
    }
    ++at;
  }
  return at;
}

// What closes the words inside or right behind the marks.
enum class Ending { kNone, kComma, kFullStop, kOther };

struct Joint {
  uint32_t next = 0;  // First word behind the quotation.
  Ending ending = Ending::kNone;
};

std::optional<Joint> JointBehind(const Frame& frame, const Quote& quote,
                                 TokenSpan words) {
  Joint joint;
  const uint32_t block = BlockOf(frame, words.end - 1);
  uint32_t at = words.end;
  for (uint32_t n = 0;; ++n, ++at) {
    if (n > kMarksMax + 1 || at >= frame.words.words.size() ||
        BlockOf(frame, at) != block) {
      return std::nullopt;
    }
    const Word& w = frame.word(at);
    if (w.is_word) break;
    const bool own = frame.sentences->tokens[at].range.end <= quote.range.end;
    if (own && IsMark(w.tag)) continue;  // « closes in some languages.
    if (w.tag == WordClass::kComma) joint.ending = Ending::kComma;
    if (w.tag == WordClass::kDash) joint.ending = Ending::kOther;
    if (w.tag == WordClass::kColon || w.tag == WordClass::kSemicolon ||
        w.tag == WordClass::kBracketOpen || w.tag == WordClass::kQuoteOpen) {
      return std::nullopt;
    }
    if (w.tag == WordClass::kStop) {
      const char c = frame.text[frame.sentences->tokens[at].range.begin];
      joint.ending = c == '.' ? Ending::kFullStop : Ending::kOther;
    }
  }
  joint.next = at;
  if (frame.word(at).depth > 0) return std::nullopt;
  return joint;
}

// "X wrote" and "X, the mayor, has written" from `at`.
bool SubjectFirst(const Frame& frame, uint32_t at, bool any_verb,
                  QuoteClause& clause) {
  const std::optional<Source> source = SourceAt(frame, at);
  if (!source) return false;
  uint32_t verb = BehindApposition(frame, source->span.end);
  verb = BehindAdverbs(frame, verb);
  const Word& w = frame.word(verb);
  if (w.sentence != frame.word(at).sentence || w.depth > 0) return false;
  if (!(any_verb ? VerbLike(w) : OfSaying(w))) return false;
  clause.cue = {verb, verb + 1};
  clause.source = source->span;
  clause.mention = source->mention;
  clause.saying = OfSaying(w);
  return true;
}

// "said X", "explains the mayor".
bool VerbFirst(const Frame& frame, uint32_t at, bool any_verb,
               QuoteClause& clause) {
  const Word& w = frame.word(at);
  if (!(any_verb ? VerbLike(w) : OfSaying(w))) return false;
  uint32_t subject = at + (w.pair_cue ? 2 : 1);
  subject = BehindAdverbs(frame, subject);
  if (frame.word(subject).sentence != w.sentence) return false;
  const std::optional<Source> source = SourceAt(frame, subject);
  if (!source) return false;
  // "“...,” told reporters" has another subject: one that nothing follows up.
  clause.cue = {at, at + 1};
  clause.source = source->span;
  clause.mention = source->mention;
  clause.saying = OfSaying(w);
  return true;
}

bool Named(const Mention& m) {
  return m.kind != EntityKind::kPlace || m.form != MentionForm::kName;
}

// The subject of the sentence that introduces a quotation by a colon.
int32_t SubjectOfIntroduction(const Frame& frame, const Sentence& sentence,
                              uint32_t colon) {
  const uint32_t from =
      std::max(sentence.first_token,
               colon > kIntroductionMax ? colon - kIntroductionMax : 0);
  // The subject right before the last verb of saying, if it has one.
  for (uint32_t i = colon; i-- > from + 1;) {
    if (!OfSaying(frame.word(i)) || frame.word(i).depth > 0) continue;
    const Subject subject = SubjectBefore(frame, i, sentence.first_token);
    if (subject.mention != kNone) return subject.mention;
    break;
  }
  int32_t named = kNone;
  for (uint32_t i = from; i < colon; ++i) {
    const int32_t m = frame.mention_begin[i];
    if (m == kNone || frame.word(i).depth > 0) continue;
    const Mention& mention = frame.mentions->mentions[m];
    if (frame.word(i).tag == WordClass::kObject ||
        frame.word(i).tag == WordClass::kPossessive || !Named(mention)) {
      continue;
    }
    const Word& before = frame.word(static_cast<int64_t>(i) - 1);
    const bool opens = before.sentence != frame.word(i).sentence ||
                       !before.is_word || i == sentence.first_token ||
                       before.tag == WordClass::kCoordinator ||
                       before.tag == WordClass::kTurnAdverb ||
                       before.tag == WordClass::kAdverb;
    if (opens) return m;
    if (named == kNone && mention.kind == EntityKind::kPerson &&
        mention.form == MentionForm::kName) {
      named = m;
    }
  }
  return named;
}

}  // namespace

std::optional<QuoteClause> ClauseAfter(const Frame& frame, const Quote& quote,
                                       TokenSpan words) {
  if (!quote.closed) return std::nullopt;
  const std::optional<Joint> joint = JointBehind(frame, quote, words);
  if (!joint || joint->ending == Ending::kFullStop) return std::nullopt;
  return ClauseAt(frame, joint->next, joint->ending == Ending::kComma);
}

std::optional<QuoteClause> ClauseAt(const Frame& frame, uint32_t at,
                                    bool any_verb) {
  QuoteClause clause;
  if (!VerbFirst(frame, at, any_verb, clause) &&
      !SubjectFirst(frame, at, any_verb, clause)) {
    return std::nullopt;
  }
  clause.end = EndOfClause(frame, std::max(clause.cue.end, clause.source.end),
                           BlockOf(frame, at));
  return clause;
}

std::optional<QuoteClause> ClauseBefore(const Frame& frame, TokenSpan words) {
  int64_t at = static_cast<int64_t>(words.begin) - 1;
  while (at >= 0 && IsMark(frame.word(at).tag)) --at;
  if (at < 1 || frame.word(at).tag != WordClass::kColon ||
      frame.word(at).depth > 0) {
    return std::nullopt;
  }
  const uint32_t colon = static_cast<uint32_t>(at);
  const uint32_t block = BlockOf(frame, colon);
  if (BlockOf(frame, words.begin) - block > 1) return std::nullopt;
  const BlockKind kind = frame.layout->blocks[block].kind;
  if (kind == BlockKind::kHeading || kind == BlockKind::kTitle) {
    return std::nullopt;
  }
  const Sentence& sentence =
      frame.sentences->sentences[frame.word(colon).sentence];
  const int32_t subject = SubjectOfIntroduction(frame, sentence, colon);
  if (subject == kNone) return std::nullopt;
  const Mention& mention = frame.mentions->mentions[subject];
  QuoteClause clause;
  clause.mention = subject;
  clause.source = {mention.first_token, mention.end_token};
  for (uint32_t i = colon;
       i-- > mention.end_token && colon - i < kIntroductionMax;) {
    if (!OfSaying(frame.word(i)) || frame.word(i).depth > 0) continue;
    clause.cue = {i, i + 1};
    clause.saying = true;
    break;
  }
  return clause;
}

bool ContinuesBehind(const Frame& frame, const QuoteClause& clause,
                     TokenSpan words) {
  if (words.begin <= clause.end || words.begin > clause.end + kMarksMax) {
    return false;
  }
  for (uint32_t i = clause.end; i < words.begin; ++i) {
    const Word& w = frame.word(i);
    if (w.is_word || w.tag == WordClass::kColon) return false;
  }
  return BlockOf(frame, clause.cue.begin) == BlockOf(frame, words.begin);
}

void SettleByClause(const Frame& frame, std::vector<Draft>& drafts) {
  absl::flat_hash_map<uint32_t, std::size_t> by_cue;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!drafts[i].cue.empty()) by_cue.emplace(drafts[i].cue.begin, i);
  }
  const auto& quotes = frame.quotes->quotes;
  for (std::size_t q = 0; q < quotes.size(); ++q) {
    if (quotes[q].depth > 0) continue;
    const TokenSpan words = WordsOfQuote(frame, quotes[q]);
    if (words.empty()) continue;
    const std::optional<QuoteClause> clause =
        ClauseAfter(frame, quotes[q], words);
    if (!clause || !clause->saying) continue;
    const auto found = by_cue.find(clause->cue.begin);
    if (found == by_cue.end()) continue;
    Draft& draft = drafts[found->second];
    if (draft.mention == kNone && clause->mention != kNone) {
      draft.mention = clause->mention;
      draft.chain = frame.mentions->mentions[clause->mention].chain;
      draft.source = clause->source;
      draft.speaker_rule = "beside-quote";
    }
    for (TokenSpan& span : draft.spans) {
      // "A, he" in one span: the words end with their quotation.
      if (span.begin < words.end && span.end > words.end &&
          span.end <= clause->end && span.begin >= words.begin) {
        span.end = words.end;
      }
    }
    if (Overlap(draft.spans, {words}) < 0.5f &&
        draft.spans[0].begin > clause->cue.begin) {
      draft.spans.insert(draft.spans.begin(), words);
      if (draft.spans.size() > 1 && draft.spans[1].end <= clause->end) {
        draft.spans.resize(1);  // The source was taken for words said.
      }
    }
  }
}

}  // namespace quoth::parse
