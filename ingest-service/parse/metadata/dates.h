// Dates in words -> underspecified values -> calendar dates.
//
// In two steps, as HeidelTime has it: an expression is first read for what it
// says by itself ("Monday", "last week", "December 29"), then resolved against
// a date that is known. What stays open stays coarse or empty.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest-service/parse/metadata/calendar.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

// Which one, when an expression does not say.
enum class Direction : uint8_t {
  kNearest,  // "December 29", "in March"
  kPast,     // "last Thursday", "last December"
  kFuture,   // "next February"
  kThis,     // "this month", "today"
};

enum class DateUnit : uint8_t { kNone, kDay, kWeek, kMonth, kYear };

struct DateExpression {
  Range range;                      // In the text it was found in.
  int16_t year = 0;                 // 0 = not said.
  uint8_t month = 0;                // 1..12
  uint8_t day = 0;                  // 1..31
  uint8_t weekday = 0;              // 1 = Monday .. 7 = Sunday
  DateUnit unit = DateUnit::kNone;  // Of an offset: "two weeks ago".
  int32_t offset = 0;               // In units, negative = past.
  Direction direction = Direction::kNearest;
  bool ambiguous = false;  // "03/04/2021": day and month could be swapped.
  uint8_t first = 0;       // Its two numbers, as printed.
  uint8_t second = 0;
  // "two days earlier", "the same day": counted from the date last told, not
  // from the document's.
  bool from_told = false;
};

// Expressions in `within`, in order, at most `most`. English, with the month
// names and numeric forms of German, French, Spanish and Russian.
std::vector<DateExpression> FindDates(std::string_view text, Range within,
                                      std::size_t most);

// `anchor` may be unknown or coarse; the result is as exact as both allow.
Date ResolveDate(const DateExpression& expression, const Date& anchor);

// The value of a metadata field or of the client: ISO 8601 with or without
// time, RFC 2822, "December 30, 2020".
std::optional<Date> ParseDeclaredDate(std::string_view value);

// "AP-NY-05-12-98 1904EDT", as wires sign off: month, day, year.
std::optional<Date> DateInSignOff(std::string_view line);

// "/2020/12/30/" or "2020-12-30" in the path of an address.
std::optional<Date> DateInUrl(std::string_view url);

}  // namespace quoth::parse
