// What a page declares of itself: <title>, <meta>, <link>, JSON-LD.
#pragma once

#include <string>

#include "ingest-service/parse/decode/decode.h"
#include "ingest-service/parse/decode/html_tree.h"

namespace quoth::parse {

// Appends to out.metadata.
void ReadHtmlMetadata(const HtmlTree& tree, const DecodeLimits& limits,
                      DecodedDocument& out);

}  // namespace quoth::parse
