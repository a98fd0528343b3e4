#include "ingest-service/parse/attribution/utterances.h"

namespace quoth::parse {
namespace {

struct Letters {
  uint32_t words = 0, capitalised = 0, lower = 0;
};

Letters Measure(const Frame& frame, TokenSpan span) {
  Letters shape;
  for (uint32_t i = span.begin; i < span.end; ++i) {
    const Word& w = frame.word(i);
    if (!w.is_word) continue;
    ++shape.words;
    const Token& token = frame.sentences->tokens[i];
    if (token.capitalised) {
      ++shape.capitalised;
    } else if (token.range.size() > 3) {
      ++shape.lower;
    }
  }
  return shape;
}

bool IsQuoteMark(WordClass tag) {
  return tag == WordClass::kQuoteOpen || tag == WordClass::kQuoteClose ||
         tag == WordClass::kMark;
}

}  // namespace

uint32_t BlockOf(const Frame& frame, uint32_t token) {
  return frame.sentences->sentences[frame.word(token).sentence].block;
}

bool FirstOfBlock(const Frame& frame, uint32_t token) {
  for (uint32_t i = token; i-- > 0;) {
    if (BlockOf(frame, i) != BlockOf(frame, token)) return true;
    if (frame.word(i).is_word) return false;
  }
  return true;
}

bool LastOfBlock(const Frame& frame, uint32_t end) {
  for (uint32_t i = end; i < frame.words.words.size(); ++i) {
    if (BlockOf(frame, i) != BlockOf(frame, end - 1)) return true;
    if (frame.word(i).is_word) return false;
  }
  return true;
}

bool EndsAsUtterance(const Frame& frame, const Quote& quote, TokenSpan words) {
  for (uint32_t i = words.end; i < frame.words.words.size(); ++i) {
    const Token& token = frame.sentences->tokens[i];
    if (token.range.begin >= quote.range.end) return false;
    const WordClass tag = frame.word(i).tag;
    if (tag == WordClass::kComma || tag == WordClass::kStop ||
        tag == WordClass::kDash || tag == WordClass::kSemicolon) {
      return true;
    }
  }
  return false;
}

bool LooksSaid(const Frame& frame, const Quote& quote, TokenSpan words) {
  const Letters shape = Measure(frame, words);
  if (shape.words == 0) return false;
  const bool titled = shape.lower == 0 && shape.words <= 8 && shape.words > 1;
  const bool first = FirstOfBlock(frame, words.begin);
  const bool last = LastOfBlock(frame, words.end);
  if (first && last) return true;
  if (shape.words >= kWordsSure) return !titled;
  // What stands before, quotation marks aside.
  int64_t at = static_cast<int64_t>(words.begin) - 1;
  while (at >= 0 && IsQuoteMark(frame.word(at).tag)) --at;
  const Word& before = frame.word(at);
  const bool placed =
      first || before.sentence != frame.word(words.begin).sentence ||
      before.tag == WordClass::kComma || before.tag == WordClass::kColon ||
      before.tag == WordClass::kDash || before.tag == WordClass::kStop ||
      before.tag == WordClass::kSemicolon;
  if (!placed || !EndsAsUtterance(frame, quote, words)) return false;
  if (titled && !first && shape.words > 1) return false;
  return frame.sentences->tokens[words.begin].capitalised || first;
}

}  // namespace quoth::parse
