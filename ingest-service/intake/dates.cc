#include "ingest-service/intake/dates.h"

#include <chrono>
#include <cstdio>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

absl::Status Wrong(std::string_view field, std::string_view part,
                   std::string_view description) {
  return kit::InvalidField(std::string(field) + "." + std::string(part),
                           description);
}

v1::DatePrecision PrecisionOf(const v1::Date& date) {
  if (date.precision() != v1::DATE_PRECISION_UNSPECIFIED) {
    return date.precision();
  }
  if (date.day() != 0) return v1::DATE_PRECISION_DAY;
  if (date.month() != 0) return v1::DATE_PRECISION_MONTH;
  if (date.year() != 0) return v1::DATE_PRECISION_YEAR;
  return v1::DATE_PRECISION_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<std::string> CheckedDate(std::string_view field,
                                        const v1::Date& date) {
  const v1::DatePrecision precision = PrecisionOf(date);
  if (!v1::DatePrecision_IsValid(precision)) {
    return Wrong(field, "precision", "is not a known precision");
  }
  if (precision == v1::DATE_PRECISION_UNSPECIFIED) return std::string();
  if (date.year() < 1 || date.year() > 9999) {
    return Wrong(field, "year", "must be 1..9999");
  }
  char out[16];
  if (precision == v1::DATE_PRECISION_YEAR) {
    if (date.month() != 0) {
      return Wrong(field, "month", "must be 0 in a date known to the year");
    }
    if (date.day() != 0) {
      return Wrong(field, "day", "must be 0 in a date known to the year");
    }
    std::snprintf(out, sizeof out, "%04d", date.year());
    return std::string(out);
  }
  if (date.month() < 1 || date.month() > 12) {
    return Wrong(field, "month", "must be 1..12");
  }
  if (precision == v1::DATE_PRECISION_MONTH) {
    if (date.day() != 0) {
      return Wrong(field, "day", "must be 0 in a date known to the month");
    }
    std::snprintf(out, sizeof out, "%04d-%02d", date.year(), date.month());
    return std::string(out);
  }
  const std::chrono::year_month_day day{
      std::chrono::year(date.year()),
      std::chrono::month(static_cast<unsigned>(date.month())),
      std::chrono::day(static_cast<unsigned>(
          date.day() < 1 || date.day() > 31 ? 0 : date.day()))};
  if (!day.ok()) return Wrong(field, "day", "is no day of that month");
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", date.year(), date.month(),
                date.day());
  return std::string(out);
}

}  // namespace quoth::ingest
