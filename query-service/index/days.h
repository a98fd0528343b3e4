// Calendar dates as day numbers, the unit of every date-ordered key.
#pragma once

#include <cstdint>

#include "quoth/v1/date.pb.h"

namespace quoth::query {

// Days since 0001-01-01, which is 1; 9999-12-31 is 3,652,059. 0 = undated.
using Day = std::uint32_t;
inline constexpr Day kUndated = 0;
inline constexpr Day kDayMax = 3652059;

// The days a date may stand for: one for precision DAY, a month's, a year's.
// {0, 0} for an absent or impossible date.
struct DaySpan {
  Day first = kUndated;
  Day last = kUndated;
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

DaySpan DaysOf(const quoth::v1::Date& date);
// A calendar date? An absent precision is taken from the fields that are set,
// so that {year: 2021} is a year.
bool IsDate(const quoth::v1::Date& date);

Day DayOf(int year, int month, int day);
quoth::v1::Date DateOf(Day day);  // Precision DAY; empty for kUndated.
// The date that gave the span: precision YEAR or MONTH when it is just that.
quoth::v1::Date DateOf(const DaySpan& span);

Day FirstOfMonth(Day day);
Day FirstOfYear(Day day);
Day MondayOf(Day day);  // Never before day 1.

}  // namespace quoth::query
