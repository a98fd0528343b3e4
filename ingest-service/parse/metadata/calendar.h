// The proleptic Gregorian calendar.
#pragma once

#include <cstdint>

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

// As exact as what is given: month and day may be 0.
Date MakeDate(int year, int month, int day);
// The same question: 0 for an unknown month or day is fine.
bool IsCalendarDate(int year, int month, int day);

// Day number, 1970-01-01 = 0.
int32_t DayNumber(int year, int month, int day);
Date DateOfDayNumber(int32_t number);
int DaysInMonth(int year, int month);
// Monday = 1 .. Sunday = 7.
int WeekdayOf(int32_t day_number);

}  // namespace quoth::parse
