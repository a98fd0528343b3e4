// The pieces that blocks are made of: one leaf of marked-up text, or one
// paragraph found from the lines of plain text. Later passes decide what each
// is.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

struct Unit {
  Range range;  // Without outer space.
  MarkupKind leaf = MarkupKind::kParagraph;
  uint8_t level = 0;
  bool marked = false;    // The format itself says that it is `leaf`.
  bool in_quote = false;  // Inside a block quote.
  bool strong = false;    // All of it bold, or all of it a link, ...
  bool emphasis = false;
  bool link = false;
  bool same_paragraph = false;  // One line end, no blank line, before it.
  uint8_t parts = 1;            // Broken parts it was made of.
  Range strong_head;            // Bold or italic start of it, not all of it.
  std::string_view voice;       // Speaker by markup.
  BlockKind kind = BlockKind::kParagraph;
  bool decided = false;  // `kind` is settled.
};

// Units in document order. `furniture` markup (boilerplate) decides at once.
std::vector<Unit> GatherUnits(const DecodedDocument& document);

// Plain text: paragraphs by blank lines, or by lines where lines are
// paragraphs; hard-wrapped lines are put together again.
std::vector<Unit> UnitsFromLines(std::string_view text);

// Puts together paragraphs that a page break cut in mid-sentence.
void JoinBrokenUnits(std::string_view text, std::vector<Unit>& units);

}  // namespace quoth::parse
