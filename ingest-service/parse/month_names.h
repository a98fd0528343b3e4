// Names of months in the languages that news come in.
#pragma once

#include <cstdint>
#include <string_view>

namespace quoth::parse {

// 1..12 by a name or its usual short form, 0 when there is none. ASCII letters
// in lower case; other letters as they stand inside a sentence. In Slavic
// languages the genitive, as dates have it.
uint8_t MonthNamed(std::string_view lower);

}  // namespace quoth::parse
