// Part of attribution: the quotation marks of a text, each with what its glyph
// and its neighbours say about opening or closing. Apostrophes, primes and
// inches are left out as far as their neighbours tell.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

// Marks of one family may close one another: “…" and ''…” are both one
// quotation.
enum class QuoteFamily : uint8_t {
  kDouble,
  kSingle,
  kGuillemet,
  kSmallGuillemet,
  kCorner,
  kWhiteCorner,
};

enum class QuoteShape : uint8_t { kOpening, kClosing, kEither };

struct QuoteMark {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t block = 0;
  QuoteFamily family = QuoteFamily::kDouble;
  QuoteShape shape = QuoteShape::kEither;
  bool straight = false;        // ", '' or ': the glyph says nothing.
  bool first_in_block = false;  // Nothing but space before it.
  bool after_stop = false;      // , . ? ! before it, space ignored.
  bool after_digit = false;
};

// In text order; boilerplate is skipped. At most `limit` marks.
std::vector<QuoteMark> ReadQuoteMarks(std::string_view text,
                                      const Layout& layout, uint32_t limit,
                                      Issues& issues);

Range TrimSpace(std::string_view text, Range range);

}  // namespace quoth::parse
