// Part of attribution: statements while they are being put together, in tokens.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest-service/parse/attribution/attribution.h"
#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {

struct Draft {
  std::vector<TokenSpan> spans;  // In order, never empty.
  TokenSpan cue;                 // Empty: no cue.
  TokenSpan source;
  int32_t mention = kNone;
  int32_t chain = kNone;
  float confidence = 0;     // Raw, of spans and source together.
  bool calibrated = false;  // Confidence is a calibrated one already.
  bool continuation = false;
  // Words told verbatim without quotation marks: kDirect or kTurn.
  std::optional<StatementKind> kind;
  std::string_view rule;
  std::string_view speaker_rule;
};

// Bytes from the first to the last token of a span.
Range BytesOf(const Frame& frame, TokenSpan span);

// Share of the words that stand between quotation marks.
float QuotedShare(const Frame& frame, const std::vector<TokenSpan>& spans);

// The ranges to show: cut where blocks end, with the marks that belong to them
// and without outer quotation marks and space.
std::vector<Range> ShownRanges(const Frame& frame,
                               const std::vector<TokenSpan>& spans,
                               StatementKind kind);

}  // namespace quoth::parse
