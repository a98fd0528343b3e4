// schema.org NewsArticle and its like -> declared metadata.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {

// The first object with an article's @type, looked for in arrays and @graph;
// nullptr when there is none.
const nlohmann::json* FindNewsArticle(const nlohmann::json& root);

// Headline, authors, publisher, dates, section, keywords, language, address.
void ReadNewsArticle(const nlohmann::json& article, const nlohmann::json& root,
                     DecodedDocument& out);

// Adds one field, trimmed to its bound, unless it is empty.
void Declare(DecodedDocument& out, MetadataOrigin origin,
             std::string_view field, std::string value);

}  // namespace quoth::parse
