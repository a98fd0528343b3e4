// Which units of a document are furniture, by their own words and their place.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

// Furniture in and under the body: lines, zones that run to the end, captions,
// bylines, biographies, links under "Read more".
void DecideFurniture(std::string_view text, std::vector<Unit>& units);

// What the markup calls furniture but is the story's own byline or date line:
// between the title, or just above it, and the first paragraph.
void DecideHeadFurniture(std::string_view text, std::vector<Unit>& units);

}  // namespace quoth::parse
