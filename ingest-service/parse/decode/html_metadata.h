// What a page declares of itself: <title>, <meta>, <link>, JSON-LD.
#pragma once

#include <string>

#include "ingest-service/parse/decode/decode.h"
#include "ingest-service/parse/decode/html_tree.h"

namespace quoth::parse {

// Appends to out.metadata. `article_body` receives the articleBody of JSON-LD.
void ReadHtmlMetadata(const HtmlTree& tree, const DecodeLimits& limits,
                      DecodedDocument& out, std::string& article_body);

}  // namespace quoth::parse
