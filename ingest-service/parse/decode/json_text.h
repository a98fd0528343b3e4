// JSON from anywhere -> a value, without exceptions, recursion limits hit or
// invalid Unicode.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace quoth::parse {

// A discarded value when the text is no JSON or nests deeper than
// `depth_max`. Lone surrogates become U+FFFD; comments and control characters
// inside strings are tolerated.
nlohmann::json ParseJson(std::string_view text, uint32_t depth_max);

// The first string a member holds: itself, its "name", or its first element;
// "" when there is none.
std::string StringOf(const nlohmann::json& value);

}  // namespace quoth::parse
