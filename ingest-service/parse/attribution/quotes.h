// Part of attribution: quotation marks -> quotations.
//
// Marks are read from the text itself, in any script and quality: curly,
// straight, «», „“, 「」, doubled singles (''…''), back-ticks, marks with a
// space on the wrong side. One pass with a bounded stack: time is linear in the
// text, whatever the marks do.
#pragma once

#include <vector>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

// One quotation, marks included in `range`, excluded from `pieces`.
struct Quote {
  Range range;               // From the opening mark to after the closing one.
  uint32_t first_piece = 0;  // Into Quotes::pieces: one piece a block.
  uint32_t piece_count = 0;
  int32_t parent = kNone;  // Index of the quotation around it.
  uint8_t depth = 0;       // 0 = outermost.
  bool single = false;     // ‘…’ or '…'.
  bool opened = true;      // False: the opening mark is missing.
  bool closed = true;      // False: cut at the end of its block.
};

struct Quotes {
  std::vector<Quote> quotes;  // By begin; outer before inner.
  std::vector<Range> pieces;  // Words inside, outer space trimmed.
};

// Marks beyond the limit are not read (kTooManyQuotes). A mark without partner
// is noted (kUnbalancedQuote) and its quotation ends with its block.
Quotes PairQuotes(const DecodedDocument& document, const Layout& layout,
                  Issues& issues);

inline constexpr uint32_t kQuoteMarksMax = 400'000;

}  // namespace quoth::parse
