// What an expression says, and the date that is known -> a calendar date.
#include <algorithm>
#include <cstdlib>

#include "ingest-service/parse/metadata/calendar.h"
#include "ingest-service/parse/metadata/dates.h"

namespace quoth::parse {
namespace {

// What both ends of a stretch of days share.
Date Common(int32_t first, int32_t last) {
  const Date a = DateOfDayNumber(first);
  const Date b = DateOfDayNumber(last);
  if (a.year != b.year) return {};
  if (a.month != b.month) return MakeDate(a.year, 0, 0);
  return first == last ? a : MakeDate(a.year, a.month, 0);
}

Date ResolveMonthDay(const DateExpression& e, const Date& anchor) {
  if (anchor.precision != DatePrecision::kDay &&
      anchor.precision != DatePrecision::kMonth)
    return {};
  const int anchor_day =
      anchor.precision == DatePrecision::kDay ? anchor.day : 15;
  const int32_t now = DayNumber(anchor.year, anchor.month, anchor_day);
  Date best;
  int32_t best_distance = 0;
  for (int year = anchor.year - 1; year <= anchor.year + 1; ++year) {
    const int day = e.day > 0 ? e.day : 15;
    if (!IsCalendarDate(year, e.month, day)) continue;
    const int32_t then = DayNumber(year, e.month, day);
    const bool same = year == anchor.year && e.month == anchor.month &&
                      (e.day == 0 || then == now);
    if (e.direction == Direction::kPast && (then >= now || same)) continue;
    if (e.direction == Direction::kFuture && (then <= now || same)) continue;
    const int32_t distance = std::abs(then - now);
    if (!best.known() || distance < best_distance) {
      best = MakeDate(year, e.month, e.day);
      best_distance = distance;
    }
  }
  return best;
}

Date ResolveOffset(const DateExpression& e, const Date& anchor) {
  switch (e.unit) {
    case DateUnit::kYear:
      return MakeDate(anchor.year + e.offset, 0, 0);
    case DateUnit::kMonth: {
      if (anchor.precision < DatePrecision::kMonth) return {};
      const int months = anchor.year * 12 + anchor.month - 1 + e.offset;
      return MakeDate(months / 12, months % 12 + 1, 0);
    }
    case DateUnit::kWeek: {
      if (anchor.precision != DatePrecision::kDay) return {};
      const int32_t now = DayNumber(anchor.year, anchor.month, anchor.day);
      const int32_t monday = now - (WeekdayOf(now) - 1) + e.offset * 7;
      return Common(monday, monday + 6);
    }
    case DateUnit::kDay: {
      if (anchor.precision != DatePrecision::kDay)
        return e.offset == 0 ? anchor : Date{};
      const int32_t day =
          DayNumber(anchor.year, anchor.month, anchor.day) + e.offset;
      // "Ten days ago" is no promise of a day; a few days are.
      return std::abs(e.offset) <= 6 ? DateOfDayNumber(day)
                                     : Common(day - 2, day + 2);
    }
    case DateUnit::kNone:
      break;
  }
  return {};
}

Date ResolveWeekday(const DateExpression& e, const Date& anchor) {
  if (anchor.precision != DatePrecision::kDay) return {};
  const int32_t now = DayNumber(anchor.year, anchor.month, anchor.day);
  const int today = WeekdayOf(now);
  int back =
      (today - e.weekday + 7) % 7;  // Days since that weekday; 0 = today.
  if (e.direction == Direction::kFuture) {
    const int ahead = (e.weekday - today + 7) % 7;
    return DateOfDayNumber(now + (ahead == 0 ? 7 : ahead));
  }
  if (e.direction == Direction::kThis)
    return DateOfDayNumber(now - (today - 1) + e.weekday - 1);
  if (e.direction == Direction::kPast && back == 0) back = 7;
  return DateOfDayNumber(now - back);
}

}  // namespace

Date ResolveDate(const DateExpression& e, const Date& anchor) {
  Date date;
  if (e.year > 0) {
    if (IsCalendarDate(e.year, e.month, e.day))
      date = MakeDate(e.year, e.month, e.day);
  } else if (!anchor.known()) {
    return {};
  } else if (e.month > 0) {
    date = ResolveMonthDay(e, anchor);
  } else if (e.weekday > 0) {
    date = ResolveWeekday(e, anchor);
  } else {
    date = ResolveOffset(e, anchor);
  }
  date.evidence = e.range;
  return date;
}

}  // namespace quoth::parse
