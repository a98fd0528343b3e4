// Small values that features of several kinds are made of.
#pragma once

#include <algorithm>
#include <cstdint>

#include "ingest-service/parse/attribution/feature_hash.h"
#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {

constexpr uint32_t U(WordClass tag) { return static_cast<uint32_t>(tag); }

constexpr uint32_t Up(uint32_t value, uint32_t limit) {
  return std::min(value, limit);
}

// What a stretch of tokens holds.
inline Totals Count(const Frame& frame, uint32_t begin, uint32_t end) {
  return end <= begin ? Totals() : frame.totals[end] - frame.totals[begin];
}

// The classes of a short run of tokens, one value; 0 when it is long.
inline uint32_t Path(const Frame& frame, int64_t begin, int64_t end,
                     int64_t limit) {
  if (end - begin > limit || end < begin) return 0;
  FeatureHash hash(7);
  for (int64_t i = begin; i < end; ++i) hash << U(frame.word(i).tag);
  return hash.value() | 1;
}

// How the quotations of two tokens stand to one another.
inline uint32_t DepthStep(const Frame& frame, int64_t at, int64_t from) {
  const Word& a = frame.word(at);
  const Word& b = frame.word(from);
  if (a.depth == 0 && b.depth == 0) return 0;
  if (a.quote == b.quote) return 1;
  if (a.depth > 0 && b.depth == 0) return 2;
  return a.depth == 0 ? 3 : 4;
}

// Words left in the sentence from `end`, capped.
inline uint32_t WordsToEnd(const Frame& frame, uint32_t end, uint32_t cap) {
  const Word& last = frame.word(static_cast<int64_t>(end) - 1);
  const Word& next = frame.word(end);
  if (next.sentence != last.sentence || end >= frame.words.words.size()) {
    return 0;
  }
  return std::min<uint32_t>(next.left, cap);
}

inline bool IsQuoteOpen(const Frame& frame, int64_t token) {
  return frame.word(token).tag == WordClass::kQuoteOpen;
}

}  // namespace quoth::parse
