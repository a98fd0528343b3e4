// The article's text alone, as quoth-parse --body prints it.
#pragma once

#include <string>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

// The blocks that a reader would call the article, with a blank line between
// them: no boilerplate, captions or bylines. The title is not part of it.
std::string BodyText(const DecodedDocument& document, const Layout& layout);

}  // namespace quoth::parse
