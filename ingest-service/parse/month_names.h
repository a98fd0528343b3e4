// Names of months in the languages that news come in.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace quoth::parse {

struct MonthName {
  std::string_view name;
  uint8_t month;  // 1..12
};

// All that MonthNamed knows, for those who put them into a table of their own.
std::span<const MonthName> MonthNames();

// 1..12 by a name or its usual short form, 0 when there is none. ASCII letters
// in lower case; other letters as they stand inside a sentence. In Slavic
// languages the genitive, as dates have it.
uint8_t MonthNamed(std::string_view lower);

}  // namespace quoth::parse
