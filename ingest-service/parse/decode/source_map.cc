// SourceMap: runs of text bytes that equal, or stand for, source bytes.
#include <algorithm>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {

void SourceMap::AppendVerbatim(uint32_t length, uint32_t source_begin) {
  if (length == 0) return;
  uint32_t text_begin = 0;
  if (!runs_.empty()) {
    Run& last = runs_.back();
    text_begin = last.text_begin + last.text_length;
    if (last.verbatim &&
        last.source_begin + last.source_length == source_begin) {
      last.text_length += length;
      last.source_length += length;
      return;
    }
  }
  runs_.push_back({text_begin, length, source_begin, length, true});
}

void SourceMap::AppendReplaced(uint32_t length, Range source) {
  if (length == 0) return;
  uint32_t text_begin = 0;
  if (!runs_.empty()) {
    text_begin = runs_.back().text_begin + runs_.back().text_length;
  }
  runs_.push_back({text_begin, length, source.begin, source.size(), false});
}

Range SourceMap::ToSource(Range text) const {
  if (runs_.empty()) return {};
  const auto run_of = [this](uint32_t position) {
    const auto after = std::upper_bound(
        runs_.begin(), runs_.end(), position,
        [](uint32_t p, const Run& run) { return p < run.text_begin; });
    return after == runs_.begin() ? after : after - 1;
  };
  const Run& first = *run_of(text.begin);
  const uint32_t into = text.begin - std::min(text.begin, first.text_begin);
  const uint32_t begin =
      first.source_begin +
      (first.verbatim ? std::min(into, first.source_length) : 0);
  if (text.empty()) return {begin, begin};
  const Run& last = *run_of(text.end - 1);
  const uint32_t end =
      last.source_begin +
      (last.verbatim ? std::min(text.end - last.text_begin, last.source_length)
                     : last.source_length);
  return {begin, std::max(begin, end)};
}

void SourceMap::AppendChained(const SourceMap& inner, const SourceMap& middle) {
  for (const Run& run : inner.runs_) {
    const Range whole{run.source_begin, run.source_begin + run.source_length};
    if (!run.verbatim) {
      AppendReplaced(run.text_length, middle.ToSource(whole));
      continue;
    }
    // Cut where the middle's runs end. Both are in order.
    auto part = std::upper_bound(
        middle.runs_.begin(), middle.runs_.end(), whole.begin,
        [](uint32_t p, const Run& r) { return p < r.text_begin; });
    if (part != middle.runs_.begin()) --part;
    uint32_t at = whole.begin;
    for (; at < whole.end && part != middle.runs_.end(); ++part) {
      const uint32_t end =
          std::min(whole.end, part->text_begin + part->text_length);
      if (end <= at) continue;
      if (part->verbatim) {
        AppendVerbatim(end - at, part->source_begin + (at - part->text_begin));
      } else {
        AppendReplaced(end - at, {part->source_begin,
                                  part->source_begin + part->source_length});
      }
      at = end;
    }
  }
}

}  // namespace quoth::parse
