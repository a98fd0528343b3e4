// The top of a document: which unit is the title, what stands before it
// (furniture) and between it and the body (byline, dateline, lead).
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

// Decides the units of the head; leaves the body alone. `known_titles` are
// titles that the format declares; a unit equal to one of them is the title.
void DecideHead(std::string_view text,
                const std::vector<std::string_view>& known_titles,
                std::vector<Unit>& units);

}  // namespace quoth::parse
