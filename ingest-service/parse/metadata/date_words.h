// Words and numbers of a text as dates are made of them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest-service/parse/metadata/dates.h"
#include "ingest-service/parse/text.h"

namespace quoth::parse {

// What the tables say of a word; all zero for nearly every word. English,
// German, French, Spanish, Russian.
struct DateMeaning {
  uint8_t month = 0;    // 1..12
  uint8_t weekday = 0;  // 1 = Monday.
  uint8_t unit = 0;     // DateUnit
  uint8_t number = 0;   // "two" = 2
  Direction direction = Direction::kNearest;
  bool any = false;  // Any of these, or it begins "yesterday", "same day".
};

struct DateWord {
  static constexpr std::size_t kLowerMax = 24;

  Range range;       // Letters or digits only.
  int number = -1;   // Of digits.
  char joint = ' ';  // '-' '/' '.' when the next word follows at once.
  bool capital = false;
  bool ordinal = false;  // "30th"
  bool dot = false;      // A full stop right after it.
  bool comma = false;
  DateMeaning means;

  // Empty for digits and for words that are longer than any of a date.
  std::string_view lower() const { return {lower_bytes.data(), lower_size}; }

  uint8_t lower_size = 0;
  std::array<char, kLowerMax> lower_bytes;
};

// Words of a stretch; digits and letters are cut apart ("30th" is one).
std::vector<DateWord> DateWordsOf(std::string_view text, Range within);

}  // namespace quoth::parse
