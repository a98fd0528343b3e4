// Section headings, with marks and without.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

// Turns short lines that stand over text into headings: marked ones, lines
// without an ending, and title-case lines that end in a colon over a
// quotation. "She added:" over a quotation is a cue, not a heading. Only units
// before `end` are decided.
void DecideHeadings(std::string_view text, std::size_t end,
                    std::vector<Unit>& units);

}  // namespace quoth::parse
