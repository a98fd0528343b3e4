// Where the strings of a JSON text stand, and their decoded text with a map.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {

// A string value of an object's member.
struct JsonString {
  std::string_view key;         // Raw, of the member itself.
  std::string_view parent_key;  // Of the nearest named object or array around.
  Range value;                  // Raw, between the quotation marks.
  uint32_t object = 0;          // Number of the object it is a member of.
  uint32_t depth = 0;           // 1 = the outermost object.
};

// All of them in order; at most `most`. Iterative and tolerant.
std::vector<JsonString> FindJsonStrings(std::string_view json,
                                        std::size_t most);

// Decodes a raw string; `map` leads from decoded bytes to bytes of `json`.
std::string DecodeJsonString(std::string_view json, Range raw, SourceMap& map);

// Appends a part that was read from a decoded string: its text as `inner` has
// it, its positions through `middle`.
void AppendPart(const DecodedDocument& inner, const SourceMap& middle,
                DecodedDocument& out);

}  // namespace quoth::parse
