#include "ingest-service/parse/metadata/calendar.h"

#include <cstdio>
#include <string>

namespace quoth::parse {

Date MakeDate(int year, int month, int day) {
  Date date;
  date.year = static_cast<int16_t>(year);
  date.month = static_cast<uint8_t>(month);
  date.day = static_cast<uint8_t>(day);
  date.precision = day > 0     ? DatePrecision::kDay
                   : month > 0 ? DatePrecision::kMonth
                   : year > 0  ? DatePrecision::kYear
                               : DatePrecision::kNone;
  return date;
}

bool IsCalendarDate(int year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 0 && month <= 12 &&
         (day == 0 || (month > 0 && day <= DaysInMonth(year, month)));
}

int32_t DayNumber(int year, int month, int day) {
  // Years begin in March, so that leap days end them; eras have 400 years.
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year =
      (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Date DateOfDayNumber(int32_t number) {
  const int32_t z = number + 719468;
  const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int32_t doe = z - era * 146097;
  const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int32_t mp = (5 * doy + 2) / 153;
  const int month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  return MakeDate(static_cast<int>(yoe + era * 400 + (month <= 2 ? 1 : 0)),
                  month, static_cast<int>(doy - (153 * mp + 2) / 5 + 1));
}

int DaysInMonth(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

std::string Date::ToString() const {
  char buffer[16] = {};
  switch (precision) {
    case DatePrecision::kDay:
      std::snprintf(buffer, sizeof(buffer), "%04d-%02d-%02d", year, month, day);
      break;
    case DatePrecision::kMonth:
      std::snprintf(buffer, sizeof(buffer), "%04d-%02d", year, month);
      break;
    case DatePrecision::kYear:
      std::snprintf(buffer, sizeof(buffer), "%04d", year);
      break;
    case DatePrecision::kNone:
      break;
  }
  return buffer;
}

// 1970-01-01 was a Thursday.
int WeekdayOf(int32_t number) {
  const int32_t shifted = (number + 3) % 7;
  return (shifted + 7) % 7 + 1;
}

}  // namespace quoth::parse
