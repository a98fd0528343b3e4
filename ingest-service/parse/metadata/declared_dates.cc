// Dates that fields and addresses hold.
#include <cstdlib>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/metadata/calendar.h"
#include "ingest-service/parse/metadata/dates.h"

namespace quoth::parse {

std::optional<Date> ParseDeclaredDate(std::string_view value) {
  value = Strip(value).substr(0, 80);
  const auto digits = [&](std::size_t at, std::size_t n) {
    int number = 0;
    for (std::size_t i = at; i < at + n; ++i) {
      if (i >= value.size() || !IsDigit(value[i])) return -1;
      number = number * 10 + (value[i] - '0');
    }
    return number;
  };
  // ISO 8601: "2020", "2020-12", "2020-12-30...", "20201230...".
  const int year = digits(0, 4);
  if (year >= 1000) {
    if (value.size() == 4) return MakeDate(year, 0, 0);
    const bool dashes = value[4] == '-' || value[4] == '/';
    const int month = digits(dashes ? 5 : 4, 2);
    if (month >= 1 && month <= 12) {
      if (dashes && value.size() == 7) return MakeDate(year, month, 0);
      const int day = digits(dashes ? 8 : 6, 2);
      if (day >= 1 && day <= DaysInMonth(year, month))
        return MakeDate(year, month, day);
    }
  }
  const auto found =
      FindDates(value, {0, static_cast<uint32_t>(value.size())}, 3);
  for (const DateExpression& e : found) {
    if (e.year > 0 && e.month > 0) {
      Date date = ResolveDate(e, {});
      date.evidence = {};
      if (date.known()) return date;
    }
  }
  return std::nullopt;
}

std::optional<Date> DateInSignOff(std::string_view line) {
  const std::size_t from = line.find('-', line.find('-') + 1);
  if (from == line.npos || from > 7 || line.size() < from + 9)
    return std::nullopt;
  const std::string_view s = line.substr(from + 1, 8);
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (i % 3 == 2 ? s[i] != '-' : !IsDigit(s[i])) return std::nullopt;
  }
  const auto pair = [&](std::size_t at) {
    return (s[at] - '0') * 10 + (s[at + 1] - '0');
  };
  constexpr int kPivot = 70;  // Such wires began in the seventies.
  const int year = pair(6) + (pair(6) >= kPivot ? 1900 : 2000);
  if (pair(0) == 0 || pair(3) == 0 || !IsCalendarDate(year, pair(0), pair(3)))
    return std::nullopt;
  return MakeDate(year, pair(0), pair(3));
}

std::optional<Date> DateInUrl(std::string_view url) {
  // The path only; ids elsewhere look like dates.
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == url.npos ? 0 : scheme + 3);
  if (path == url.npos) return std::nullopt;
  url = url.substr(path, 300);
  url = url.substr(0, url.find_first_of("?#"));
  for (std::size_t at = 0; at + 11 <= url.size() + 1; ++at) {
    if (url[at] != '/' && url[at] != '-') continue;
    const std::string_view s = url.substr(at + 1, 10);
    if (s.size() < 8 || !IsDigit(s[0]) || !IsDigit(s[3])) continue;
    if (s.size() >= 10 && (s[4] == '/' || s[4] == '-') && s[7] == s[4]) {
      const int year = std::atoi(std::string(s.substr(0, 4)).c_str());
      const int month = std::atoi(std::string(s.substr(5, 2)).c_str());
      const int day = std::atoi(std::string(s.substr(8, 2)).c_str());
      if (year >= 1990 && year <= 2100 && month >= 1 && month <= 12 &&
          day >= 1 && day <= DaysInMonth(year, month)) {
        return MakeDate(year, month, day);
      }
    }
  }
  return std::nullopt;
}

}  // namespace quoth::parse
