#include "ingest-service/authority/iso_date.h"

#include "absl/time/civil_time.h"

namespace quoth::ingest {
namespace {

// Exactly `digits` digits at the front; -1 when there are others.
int TakeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

}  // namespace

std::optional<v1::Date> DateOfIsoText(std::string_view text) {
  text = text.substr(0, text.find_first_of("T "));
  v1::Date date;
  date.set_origin(v1::DATE_ORIGIN_DECLARED);
  date.set_precision(v1::DATE_PRECISION_YEAR);
  date.set_year(TakeNumber(text, 4));
  if (date.year() < 1) return std::nullopt;
  if (text.empty()) return date;
  if (!text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  date.set_month(TakeNumber(text, 2));
  if (date.month() < 1 || date.month() > 12) return std::nullopt;
  date.set_precision(v1::DATE_PRECISION_MONTH);
  if (text.empty()) return date;
  if (!text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  date.set_day(TakeNumber(text, 2));
  if (!text.empty()) return std::nullopt;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  if (day.month() != date.month() || day.day() != date.day()) {
    return std::nullopt;
  }
  date.set_precision(v1::DATE_PRECISION_DAY);
  return date;
}

}  // namespace quoth::ingest
