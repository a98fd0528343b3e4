// Words and numbers of a text as dates are made of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/month_names.h"
#include "ingest-service/parse/text.h"

namespace quoth::parse {

struct DateWord {
  Range range;        // Letters or digits only.
  std::string lower;  // At most 12 bytes are kept.
  int number = -1;    // Of digits.
  bool capital = false;
  bool ordinal = false;  // "30th"
  bool dot = false;      // A full stop right after it.
  bool comma = false;
  char joint = ' ';  // '-' '/' '.' when the next word follows at once.
};

// Words of a stretch; digits and letters are cut apart ("30th" is one).
std::vector<DateWord> DateWordsOf(std::string_view text, Range within);

// By name in lower case, 0 when there is none: 1 = Monday, DateUnit, "two" = 2.
uint8_t WeekdayNamed(std::string_view lower);
uint8_t DateUnitNamed(std::string_view lower);
uint8_t NumberNamed(std::string_view lower);

}  // namespace quoth::parse
