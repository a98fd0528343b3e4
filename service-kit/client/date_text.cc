#include "service-kit/client/date_text.h"

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace quoth::kit {
namespace {

// Exactly `digits` digits from the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool TakeDash(std::string_view& text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<quoth::v1::Date> ParseDateText(std::string_view text) {
  quoth::v1::Date date;
  const std::optional<int> year = TakeNumber(text, 4);
  if (!year.has_value() || *year < 1) return std::nullopt;
  date.set_year(*year);
  date.set_precision(quoth::v1::DATE_PRECISION_YEAR);
  if (text.empty()) return date;

  if (!TakeDash(text)) return std::nullopt;
  const std::optional<int> month = TakeNumber(text, 2);
  if (!month.has_value() || *month < 1 || *month > 12) return std::nullopt;
  date.set_month(*month);
  date.set_precision(quoth::v1::DATE_PRECISION_MONTH);
  if (text.empty()) return date;

  if (!TakeDash(text)) return std::nullopt;
  const std::optional<int> day = TakeNumber(text, 2);
  if (!day.has_value() || !text.empty()) return std::nullopt;
  const absl::CivilDay civil(*year, *month, *day);
  if (*day < 1 || civil.day() != *day) return std::nullopt;  // 30 February.
  date.set_day(*day);
  date.set_precision(quoth::v1::DATE_PRECISION_DAY);
  return date;
}

std::string FormatDateText(const quoth::v1::Date& date) {
  switch (date.precision()) {
    case quoth::v1::DATE_PRECISION_YEAR:
      return absl::StrFormat("%04d", date.year());
    case quoth::v1::DATE_PRECISION_MONTH:
      return absl::StrFormat("%04d-%02d", date.year(), date.month());
    case quoth::v1::DATE_PRECISION_DAY:
      return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                             date.day());
    default:
      return "";
  }
}

}  // namespace quoth::kit
