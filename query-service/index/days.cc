#include "query-service/index/days.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace quoth::query {
namespace {

const absl::CivilDay kEve(0, 12, 31);

absl::CivilDay CivilOf(Day day) {
  return kEve + static_cast<absl::civil_diff_t>(day);
}
Day NumberOf(absl::CivilDay day) { return static_cast<Day>(day - kEve); }

quoth::v1::DatePrecision PrecisionOf(const quoth::v1::Date& date) {
  if (date.precision() != quoth::v1::DATE_PRECISION_UNSPECIFIED)
    return date.precision();
  if (date.day() != 0) return quoth::v1::DATE_PRECISION_DAY;
  if (date.month() != 0) return quoth::v1::DATE_PRECISION_MONTH;
  if (date.year() != 0) return quoth::v1::DATE_PRECISION_YEAR;
  return quoth::v1::DATE_PRECISION_UNSPECIFIED;
}

}  // namespace

Day DayOf(int year, int month, int day) {
  if (year < 1 || year > 9999) return kUndated;
  const absl::CivilDay civil(year, month, day);
  if (civil.month() != month || civil.day() != day) return kUndated;
  return NumberOf(civil);
}

DaySpan DaysOf(const quoth::v1::Date& date) {
  const int year = date.year();
  if (year < 1 || year > 9999) return {};
  switch (PrecisionOf(date)) {
    case quoth::v1::DATE_PRECISION_YEAR:
      return {DayOf(year, 1, 1), DayOf(year, 12, 31)};
    case quoth::v1::DATE_PRECISION_MONTH: {
      if (date.month() < 1 || date.month() > 12) return {};
      const absl::CivilMonth month(year, date.month());
      return {NumberOf(absl::CivilDay(month)),
              NumberOf(absl::CivilDay(month + 1) - 1)};
    }
    case quoth::v1::DATE_PRECISION_DAY: {
      const Day day = DayOf(year, date.month(), date.day());
      return {day, day};
    }
    default:
      return {};
  }
}

bool IsDate(const quoth::v1::Date& date) {
  return DaysOf(date).first != kUndated;
}

quoth::v1::Date DateOf(Day day) {
  quoth::v1::Date date;
  if (day == kUndated) return date;
  const absl::CivilDay civil = CivilOf(day);
  date.set_year(static_cast<int>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  date.set_precision(quoth::v1::DATE_PRECISION_DAY);
  return date;
}

quoth::v1::Date DateOf(const DaySpan& span) {
  quoth::v1::Date date = DateOf(span.first);
  if (span.first == span.last) return date;
  date.set_day(0);
  date.set_precision(quoth::v1::DATE_PRECISION_MONTH);
  if (DaysOf(date) == span) return date;
  date.set_month(0);
  date.set_precision(quoth::v1::DATE_PRECISION_YEAR);
  return date;
}

Day FirstOfMonth(Day day) {
  return day == kUndated
             ? kUndated
             : NumberOf(absl::CivilDay(absl::CivilMonth(CivilOf(day))));
}

Day FirstOfYear(Day day) {
  return day == kUndated
             ? kUndated
             : NumberOf(absl::CivilDay(absl::CivilYear(CivilOf(day))));
}

Day MondayOf(Day day) {
  if (day == kUndated) return kUndated;
  const absl::CivilDay monday =
      absl::PrevWeekday(CivilOf(day) + 1, absl::Weekday::monday);
  return NumberOf(std::max(monday, kEve + 1));
}

}  // namespace quoth::query
