// Where the content of a cue may begin and end (features.h). Inside the cue's
// sentence: at words where phrases plausibly start or stop; outside it: only at
// the edges of quotations that touch the sentence.
#include <algorithm>

#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {
namespace {

// Marks without a word between one quotation and the next.
constexpr uint32_t kMarksBetweenMax = 8;

// Content further from its cue than this, in tokens, is found by its quotation
// marks only.
constexpr uint32_t kReachMax = 70;
constexpr std::size_t kBoundariesMax = 48;
// A longer sentence is no prose (lists, tables, text without stops): few
// boundaries near the cue are looked at, so that time stays linear with a small
// factor where every other word is a cue.
constexpr uint32_t kProseTokensMax = 300;
constexpr uint32_t kEndlessReachMax = 16;
constexpr std::size_t kEndlessBoundariesMax = 4;
constexpr int kQuoteChainMax = 6;

bool IsFunction(WordClass tag) {
  switch (tag) {
    case WordClass::kLower:
    case WordClass::kVerbEd:
    case WordClass::kVerbIng:
    case WordClass::kEndsS:
    case WordClass::kName:
    case WordClass::kAllCaps:
    case WordClass::kNumber:
    case WordClass::kClitic:
      return false;
    default:
      return true;
  }
}

bool MayBegin(const Frame& frame, uint32_t at, uint32_t distance) {
  const Word& w = frame.word(at);
  if (!w.is_word || w.tag == WordClass::kClitic) return false;
  const Word& before = frame.word(static_cast<int64_t>(at) - 1);
  if (distance <= 8 || !before.is_word || before.sentence != w.sentence) {
    return true;
  }
  if (frame.mention_begin[at] != kNone) return true;
  return IsFunction(w.tag) || IsFunction(before.tag);
}

bool MayEnd(const Frame& frame, uint32_t end, uint32_t cue) {
  const Word& last = frame.word(static_cast<int64_t>(end) - 1);
  if (!last.is_word) return false;
  const Word& next = frame.word(end);
  if (!next.is_word || next.sentence != last.sentence || end == cue) {
    return true;
  }
  if (last.tag == WordClass::kDeterminer || last.tag == WordClass::kTitle ||
      next.tag == WordClass::kClitic) {
    return false;
  }
  return IsFunction(next.tag) || next.tag == WordClass::kAdverb ||
         next.tag == WordClass::kVerbIng || next.tag == WordClass::kVerbEd ||
         next.tag == WordClass::kEndsS || next.tag == WordClass::kTime ||
         frame.mention_begin[end] != kNone ||
         frame.mention_end[end - 1] != kNone;
}

void AddSorted(std::vector<uint32_t>& list, uint32_t value) {
  const auto it = std::lower_bound(list.begin(), list.end(), value);
  if (it == list.end() || *it != value) list.insert(it, value);
}

void LeftOutside(const Frame& frame, const Sentence& sentence,
                 Boundaries& found) {
  const Word& first = frame.word(sentence.first_token);
  if (first.quote == kNone) return;
  const Quote& quote = frame.quotes->quotes[first.quote];
  const TokenSpan words = WordsOfQuote(frame, quote);
  if (words.empty() || words.begin >= sentence.first_token) return;
  AddSorted(found.begins, words.begin);
  if (words.end <= sentence.first_token) AddSorted(found.ends, words.end);
}

// Quotations that follow the sentence without words between them.
void RightOutside(const Frame& frame, const Sentence& sentence, uint32_t cue,
                  Boundaries& found) {
  // A heading's colon announces a section, not words of somebody it names.
  const BlockKind kind = frame.layout->blocks[sentence.block].kind;
  if (kind == BlockKind::kHeading || kind == BlockKind::kTitle) return;
  const auto& quotes = frame.quotes->quotes;
  uint32_t at = sentence.end_token;
  int32_t chained = kNone;
  if (at > 0 && at < frame.words.words.size()) {
    const Word& last = frame.word(at - 1);
    if (last.quote != kNone && frame.word(at).quote == last.quote &&
        frame.word(cue).quote != last.quote) {
      chained = last.quote;
      const TokenSpan words = WordsOfQuote(frame, quotes[chained]);
      if (!words.empty() && words.end > sentence.end_token) {
        // The opening mark may stand at the end of the cue's own sentence.
        if (words.begin >= sentence.end_token) {
          AddSorted(found.begins, words.begin);
        }
        AddSorted(found.ends, words.end);
        at = words.end;
      }
    }
  }
  for (int i = 0; i < kQuoteChainMax; ++i) {
    const std::size_t stop =
        std::min<std::size_t>(frame.words.words.size(), at + kMarksBetweenMax);
    while (at < stop && !frame.word(at).is_word &&
           frame.word(at).quote == chained) {
      ++at;
    }
    if (at >= frame.words.words.size()) return;
    const Word& w = frame.word(at);
    if (w.quote == kNone || w.quote == chained) return;
    const Quote& quote = quotes[w.quote];
    const TokenSpan words = WordsOfQuote(frame, quote);
    if (words.empty() || words.begin < sentence.end_token) return;
    if (words.begin > at + 1 || frame.word(cue).quote == w.quote) return;
    AddSorted(found.begins, words.begin);
    AddSorted(found.ends, words.end);
    chained = w.quote;
    at = words.end;
  }
}

}  // namespace

uint32_t TokenAt(const Frame& frame, uint32_t byte) {
  const auto& tokens = frame.sentences->tokens;
  const auto it = std::lower_bound(
      tokens.begin(), tokens.end(), byte,
      [](const Token& t, uint32_t at) { return t.range.begin < at; });
  return static_cast<uint32_t>(it - tokens.begin());
}

TokenSpan WordsOfQuote(const Frame& frame, const Quote& quote) {
  uint32_t begin = TokenAt(frame, quote.range.begin);
  uint32_t end = TokenAt(frame, quote.range.end);
  while (begin < end && !frame.word(begin).is_word) ++begin;
  while (end > begin && !frame.word(end - 1).is_word) --end;
  return {begin, end};
}

void FindBoundaries(const Frame& frame, Side side, uint32_t cue,
                    Boundaries& found) {
  found.begins.clear();
  found.ends.clear();
  found.begins.reserve(kReachMax + 8);
  found.ends.reserve(kReachMax + 8);
  const Sentence& sentence =
      frame.sentences->sentences[frame.word(cue).sentence];
  const bool endless =
      sentence.end_token - sentence.first_token > kProseTokensMax;
  const uint32_t reach = endless ? kEndlessReachMax : kReachMax;
  const std::size_t most = endless ? kEndlessBoundariesMax : kBoundariesMax;
  if (side == Side::kLeft) {
    const uint32_t from =
        std::max(sentence.first_token, cue > reach ? cue - reach : 0);
    for (uint32_t i = from; i < cue; ++i) {
      if (MayBegin(frame, i, i == from ? 0 : cue - i))
        found.begins.push_back(i);
    }
    for (uint32_t i = from + 1; i <= cue; ++i) {
      if (MayEnd(frame, i, cue)) found.ends.push_back(i);
    }
    if (found.begins.size() > most) found.begins.resize(most);
    if (found.ends.size() > most) {
      found.ends.erase(found.ends.begin(),
                       found.ends.end() - static_cast<std::ptrdiff_t>(most));
    }
    // The sentence's own beginning, however far.
    if (from > sentence.first_token) {
      uint32_t first = sentence.first_token;
      while (first < cue && !frame.word(first).is_word) ++first;
      AddSorted(found.begins, first);
    }
    LeftOutside(frame, sentence, found);
    return;
  }
  const uint32_t to = std::min(sentence.end_token, cue + 1 + reach);
  for (uint32_t i = cue + 1; i < to; ++i) {
    if (MayBegin(frame, i, i - cue)) found.begins.push_back(i);
  }
  for (uint32_t i = cue + 2; i <= to; ++i) {
    if (MayEnd(frame, i, cue)) found.ends.push_back(i);
  }
  if (found.begins.size() > most) found.begins.resize(most);
  if (found.ends.size() > most) found.ends.resize(most);
  uint32_t last = sentence.end_token;
  while (last > cue + 1 && !frame.word(last - 1).is_word) --last;
  if (last > cue + 1) AddSorted(found.ends, last);
  RightOutside(frame, sentence, cue, found);
}

}  // namespace quoth::parse
