// The body of a document as plain text.
#pragma once

#include <string>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

// Headings, paragraphs, lists, quotes and turns with their labels, a blank
// line between blocks; no title, byline, captions or furniture.
std::string BodyText(const DecodedDocument& document, const Layout& layout);

}  // namespace quoth::parse
