#include "ingest-service/parse/metadata/dates.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

struct NamedNumber {
  std::string_view name;  // Lower case.
  uint8_t number;
};

constexpr auto kMonths = std::to_array<NamedNumber>({
    {"january", 1},    {"february", 2},   {"march", 3},     {"april", 4},
    {"may", 5},        {"june", 6},       {"july", 7},      {"august", 8},
    {"september", 9},  {"october", 10},   {"november", 11}, {"december", 12},
    {"jan", 1},        {"feb", 2},        {"mar", 3},       {"apr", 4},
    {"jun", 6},        {"jul", 7},        {"aug", 8},       {"sep", 9},
    {"sept", 9},       {"oct", 10},       {"nov", 11},      {"dec", 12},
    {"januar", 1},     {"jänner", 1},     {"februar", 2},   {"märz", 3},
    {"mai", 5},        {"juni", 6},       {"juli", 7},      {"oktober", 10},
    {"dezember", 12},  {"janvier", 1},    {"février", 2},   {"fevrier", 2},
    {"mars", 3},       {"avril", 4},      {"juin", 6},      {"juillet", 7},
    {"août", 8},       {"septembre", 9},  {"octobre", 10},  {"novembre", 11},
    {"décembre", 12},  {"enero", 1},      {"febrero", 2},   {"marzo", 3},
    {"abril", 4},      {"mayo", 5},       {"junio", 6},     {"julio", 7},
    {"agosto", 8},     {"septiembre", 9}, {"octubre", 10},  {"noviembre", 11},
    {"diciembre", 12}, {"января", 1},     {"февраля", 2},   {"марта", 3},
    {"апреля", 4},     {"мая", 5},        {"июня", 6},      {"июля", 7},
    {"августа", 8},    {"сентября", 9},   {"октября", 10},  {"ноября", 11},
    {"декабря", 12},
});

constexpr auto kWeekdays = std::to_array<NamedNumber>({
    {"monday", 1},   {"tuesday", 2},  {"wednesday", 3},  {"thursday", 4},
    {"friday", 5},   {"saturday", 6}, {"sunday", 7},     {"montag", 1},
    {"dienstag", 2}, {"mittwoch", 3}, {"donnerstag", 4}, {"freitag", 5},
    {"samstag", 6},  {"sonntag", 7},  {"lundi", 1},      {"mardi", 2},
    {"mercredi", 3}, {"jeudi", 4},    {"vendredi", 5},   {"samedi", 6},
    {"dimanche", 7}, {"mon", 1},      {"tue", 2},        {"tues", 2},
    {"wed", 3},      {"thu", 4},      {"thurs", 4},      {"fri", 5},
});

constexpr auto kUnits = std::to_array<NamedNumber>({
    {"day", 1},
    {"days", 1},
    {"week", 2},
    {"weeks", 2},
    {"month", 3},
    {"months", 3},
    {"year", 4},
    {"years", 4},
});

constexpr auto kNumbers = std::to_array<NamedNumber>({
    {"a", 1},
    {"an", 1},
    {"one", 1},
    {"two", 2},
    {"three", 3},
    {"four", 4},
    {"five", 5},
    {"six", 6},
    {"seven", 7},
    {"eight", 8},
    {"nine", 9},
    {"ten", 10},
    {"eleven", 11},
    {"twelve", 12},
});

// The rows of a table by name.
class NameTable {
 public:
  template <std::size_t N>
  explicit NameTable(const std::array<NamedNumber, N>& rows) {
    for (const NamedNumber& row : rows) numbers_.emplace(row.name, row.number);
  }
  // 0 when there is none.
  uint8_t Number(std::string_view name) const {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? 0 : found->second;
  }

 private:
  absl::flat_hash_map<std::string_view, uint8_t> numbers_;
};

template <const auto& kRows>
uint8_t Lookup(std::string_view name) {
  static const NameTable* const kTable = new NameTable(kRows);
  return kTable->Number(name);
}

struct Word {
  Range range;        // Letters or digits only.
  std::string lower;  // At most 12 bytes are kept.
  int number = -1;    // Of digits.
  bool capital = false;
  bool ordinal = false;  // "30th"
  bool dot = false;      // A full stop right after it.
  bool comma = false;
  char joint = ' ';  // '-' '/' '.' when the next word follows at once.
};

// Words of a stretch; digits and letters are cut apart ("30th" is one).
std::vector<Word> WordsOf(std::string_view text, Range within) {
  std::vector<Word> words;
  uint32_t at = within.begin;
  const auto is_word = [](char c) { return IsAlnum(c) || IsHigh(c); };
  while (at < within.end) {
    // Curly marks and dashes (U+20xx) separate; other high bytes are letters.
    if (text[at] == '\xE2') {
      at += 3;
      continue;
    }
    if (text[at] == '\xC2') {
      at += 2;
      continue;
    }
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    Word word;
    word.range.begin = at;
    const bool digits = IsDigit(text[at]);
    int64_t value = 0;
    while (at < within.end &&
           (digits ? IsDigit(text[at])
                   : is_word(text[at]) && text[at] != '\xE2' &&
                         text[at] != '\xC2')) {
      if (digits && value < 1'000'000'000)
        value = value * 10 + (text[at] - '0');
      ++at;
    }
    word.range.end = at;
    if (digits) {
      word.number = static_cast<int>(std::min<int64_t>(value, 99'999'999));
      const std::string_view next =
          text.substr(at, std::min<std::size_t>(2, within.end - at));
      if (next == "st" || next == "nd" || next == "rd" || next == "th") {
        word.ordinal = true;
        at += 2;
        word.range.end = at;
      }
    } else {
      const std::string_view s = word.range.of(text);
      word.capital = IsUpper(s[0]) || IsHigh(s[0]);
      if (s.size() <= 24) word.lower = ToLower(s);
    }
    if (at < within.end) {
      word.dot = text[at] == '.';
      word.comma = text[at] == ',';
      if (at + 1 < within.end && is_word(text[at + 1]) &&
          (text[at] == '-' || text[at] == '/' || text[at] == '.' ||
           text[at] == ':')) {
        word.joint = text[at];
      }
    }
    words.push_back(std::move(word));
  }
  return words;
}

bool IsYear(const Word& word) {
  return word.number >= 1000 && word.number <= 2199 && !word.ordinal &&
         word.range.size() == 4;
}
bool IsDay(const Word& word) {
  return word.number >= 1 && word.number <= 31 && word.range.size() <= 4;
}

class DateFinder {
 public:
  DateFinder(std::string_view text, Range within)
      : text_(text), words_(WordsOf(text, within)) {}

  std::vector<DateExpression> Find(std::size_t most) {
    std::vector<DateExpression> found;
    std::size_t at = 0;
    while (at < words_.size() && found.size() < most) {
      DateExpression expression;
      const std::size_t used = ReadAt(at, expression);
      if (used == 0) {
        ++at;
        continue;
      }
      expression.range = {words_[at].range.begin,
                          words_[at + used - 1].range.end};
      found.push_back(expression);
      at += used;
    }
    return found;
  }

 private:
  const Word& W(std::size_t i) const {
    static const Word kNoWord;
    return i < words_.size() ? words_[i] : kNoWord;
  }
  // Only spaces between words i and i+1, or a comma or full stop.
  bool Adjacent(std::size_t i) const {
    if (i + 1 >= words_.size()) return false;
    const uint32_t from = words_[i].range.end;
    const uint32_t to = words_[i + 1].range.begin;
    return to - from <= 3;
  }
  uint8_t Month(std::size_t i) const {
    const Word& word = W(i);
    if (word.lower.empty()) return 0;
    const uint8_t month = Lookup<kMonths>(word.lower);
    // "may" and "march" in lower case are verbs.
    if (month != 0 && !word.capital && !IsHigh(word.lower[0]) &&
        IsEnglish(word.lower))
      return 0;
    return month;
  }
  static bool IsEnglish(std::string_view lower) {
    return lower == "may" || lower == "march" || lower == "mar" ||
           lower == "jan" || lower == "dec" || lower == "mai" ||
           lower == "mars" || lower == "august";
  }

  std::size_t ReadAt(std::size_t at, DateExpression& out) const {
    if (std::size_t used = Numeric(at, out)) return used;
    if (std::size_t used = MonthFirst(at, out)) return used;
    if (std::size_t used = DayFirst(at, out)) return used;
    if (std::size_t used = Relative(at, out)) return used;
    if (std::size_t used = Weekday(at, out)) return used;
    return YearAlone(at, out);
  }

  // 2020-12-30, 2020/12/30, 30.12.2020, 12/30/2020.
  std::size_t Numeric(std::size_t at, DateExpression& out) const {
    const Word& a = W(at);
    const Word& b = W(at + 1);
    const Word& c = W(at + 2);
    if (a.joint == ' ' || a.joint == ':' || a.joint != b.joint ||
        a.number < 0 || b.number < 0 || c.number < 0) {
      return 0;
    }
    if (IsYear(a) && b.number >= 1 && b.number <= 12 && IsDay(c)) {
      Set(out, a.number, b.number, c.number);
      return 3;
    }
    if (!IsYear(c)) return 0;
    if (a.joint == '.' && IsDay(a) && b.number >= 1 && b.number <= 12) {
      Set(out, c.number, b.number, a.number);
      return 3;
    }
    if (a.joint == '/' || a.joint == '-') {
      const bool day_first = a.number > 12;
      const int day = day_first ? a.number : b.number;
      const int month = day_first ? b.number : a.number;
      if (day < 1 || day > 31 || month < 1 || month > 12) return 0;
      out.ambiguous = !day_first && b.number <= 12 && a.number != b.number;
      Set(out, c.number, out.ambiguous ? 0 : month, out.ambiguous ? 0 : day);
      return 3;
    }
    return 0;
  }

  static void Set(DateExpression& out, int year, int month, int day) {
    out.year = static_cast<int16_t>(year);
    out.month = static_cast<uint8_t>(month);
    out.day = static_cast<uint8_t>(day);
  }

  // "December 30, 2020", "Dec. 30", "December 2020", "last December".
  std::size_t MonthFirst(std::size_t at, DateExpression& out) const {
    std::size_t i = at;
    const Direction direction = DirectionWord(i);
    if (direction != Direction::kNearest) ++i;
    const uint8_t month = Month(i);
    if (month == 0) return 0;
    if (Adjacent(i) && IsDay(W(i + 1)) && W(i + 1).joint == ' ') {
      out.month = month;
      out.day = static_cast<uint8_t>(W(i + 1).number);
      out.direction = direction;
      if (Adjacent(i + 1) && IsYear(W(i + 2))) {
        out.year = static_cast<int16_t>(W(i + 2).number);
        return i + 3 - at;
      }
      return i + 2 - at;
    }
    std::size_t y = i + 1;
    if (W(y).lower == "of" && IsYear(W(y + 1))) ++y;
    if (Adjacent(y - 1) && IsYear(W(y))) {
      out.year = static_cast<int16_t>(W(y).number);
      out.month = month;
      return y + 1 - at;
    }
    // A month alone needs a word that makes it a time: "May" is a name too.
    const std::string& before = at > 0 ? words_[at - 1].lower : kEmpty;
    const bool led = direction != Direction::kNearest || before == "in" ||
                     before == "since" || before == "until" ||
                     before == "till" || before == "by" || before == "early" ||
                     before == "late" || before == "mid" || before == "im" ||
                     before == "en";
    if (!led) return 0;
    out.month = month;
    out.direction = direction;
    return i + 1 - at;
  }

  // "30 December 2020", "30th of December", "30. Dezember".
  std::size_t DayFirst(std::size_t at, DateExpression& out) const {
    if (!IsDay(W(at)) || !Adjacent(at)) return 0;
    std::size_t m = at + 1;
    if ((W(m).lower == "of" || W(m).lower == "de") && Adjacent(m)) ++m;
    const uint8_t month = Month(m);
    if (month == 0) return 0;
    out.day = static_cast<uint8_t>(W(at).number);
    out.month = month;
    std::size_t y = m + 1;
    if (W(y).lower == "de" && IsYear(W(y + 1))) ++y;
    if (Adjacent(y - 1) && IsYear(W(y))) {
      out.year = static_cast<int16_t>(W(y).number);
      return y + 1 - at;
    }
    return m + 1 - at;
  }

  Direction DirectionWord(std::size_t i) const {
    const std::string& word = W(i).lower;
    if (word == "last" || word == "past" || word == "previous")
      return Direction::kPast;
    if (word == "next" || word == "coming" || word == "upcoming" ||
        word == "following") {
      return Direction::kFuture;
    }
    if (word == "this" || word == "current") return Direction::kThis;
    return Direction::kNearest;
  }

  // "yesterday", "last week", "earlier this month", "two weeks ago".
  std::size_t Relative(std::size_t at, DateExpression& out) const {
    const std::string& word = W(at).lower;
    const auto offset = [&](DateUnit unit, int amount, std::size_t used) {
      out.unit = unit;
      out.offset = amount;
      return used;
    };
    if (word == "today" || word == "heute" || word == "tonight")
      return offset(DateUnit::kDay, 0, 1);
    if (word == "yesterday" || word == "gestern")
      return offset(DateUnit::kDay, -1, 1);
    if (word == "tomorrow") return offset(DateUnit::kDay, 1, 1);
    if (word == "same" && W(at + 1).lower == "day")
      return offset(DateUnit::kDay, 0, 2);
    const Direction direction = DirectionWord(at);
    if (direction != Direction::kNearest) {
      const uint8_t unit = Lookup<kUnits>(W(at + 1).lower);
      if (unit == 0 || !Adjacent(at) || W(at + 1).lower.back() == 's') return 0;
      const int amount = direction == Direction::kPast     ? -1
                         : direction == Direction::kFuture ? 1
                                                           : 0;
      out.direction = direction;
      return offset(static_cast<DateUnit>(unit), amount, 2);
    }
    int amount = W(at).number > 0 && W(at).number < 1000
                     ? W(at).number
                     : Lookup<kNumbers>(word);
    const uint8_t unit = amount > 0 ? Lookup<kUnits>(W(at + 1).lower) : 0;
    if (unit != 0 &&
        (W(at + 2).lower == "ago" || W(at + 2).lower == "earlier")) {
      return offset(static_cast<DateUnit>(unit), -amount, 3);
    }
    return 0;
  }

  // "last Thursday", "on Monday", "Tuesday".
  std::size_t Weekday(std::size_t at, DateExpression& out) const {
    std::size_t i = at;
    out.direction = DirectionWord(i);
    if (out.direction != Direction::kNearest) ++i;
    const Word& word = W(i);
    const uint8_t weekday = word.capital ? Lookup<kWeekdays>(word.lower) : 0;
    if (weekday == 0) {
      out.direction = Direction::kNearest;
      return 0;
    }
    // "Monday, December 28": the date says more; leave it to the next word.
    if (Month(i + 1) != 0 || (IsDay(W(i + 1)) && Month(i + 2) != 0)) return 0;
    out.weekday = weekday;
    return i + 1 - at;
  }

  std::size_t YearAlone(std::size_t at, DateExpression& out) const {
    if (!IsYear(W(at)) || W(at).joint != ' ' || W(at).number < 1800) return 0;
    // "2,020 people", "2000 people", "1.2020".
    if (W(at).range.begin > 0) {
      const char before = text_[W(at).range.begin - 1];
      if (before != ' ' && before != '(' && before != '\n' && before != '-')
        return 0;
    }
    out.year = static_cast<int16_t>(W(at).number);
    return 1;
  }

  inline static const std::string kEmpty;
  std::string_view text_;
  std::vector<Word> words_;
};

Date Make(int year, int month, int day) {
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

bool Valid(int year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 0 && month <= 12 &&
         (day == 0 || (month > 0 && day <= DaysInMonth(year, month)));
}

// What both ends of a stretch of days share.
Date Common(int32_t first, int32_t last) {
  const Date a = DateOfDayNumber(first);
  const Date b = DateOfDayNumber(last);
  if (a.year != b.year) return {};
  if (a.month != b.month) return Make(a.year, 0, 0);
  return first == last ? a : Make(a.year, a.month, 0);
}

// Monday = 1 .. Sunday = 7. 1970-01-01 was a Thursday.
int WeekdayOf(int32_t number) {
  const int32_t shifted = (number + 3) % 7;
  return (shifted + 7) % 7 + 1;
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
    if (!Valid(year, e.month, day)) continue;
    const int32_t then = DayNumber(year, e.month, day);
    const bool same = year == anchor.year && e.month == anchor.month &&
                      (e.day == 0 || then == now);
    if (e.direction == Direction::kPast && (then >= now || same)) continue;
    if (e.direction == Direction::kFuture && (then <= now || same)) continue;
    const int32_t distance = std::abs(then - now);
    if (!best.known() || distance < best_distance) {
      best = Make(year, e.month, e.day);
      best_distance = distance;
    }
  }
  return best;
}

Date ResolveOffset(const DateExpression& e, const Date& anchor) {
  switch (e.unit) {
    case DateUnit::kYear:
      return Make(anchor.year + e.offset, 0, 0);
    case DateUnit::kMonth: {
      if (anchor.precision < DatePrecision::kMonth) return {};
      const int months = anchor.year * 12 + anchor.month - 1 + e.offset;
      return Make(months / 12, months % 12 + 1, 0);
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
  return Make(static_cast<int>(yoe + era * 400 + (month <= 2 ? 1 : 0)), month,
              static_cast<int>(doy - (153 * mp + 2) / 5 + 1));
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

std::vector<DateExpression> FindDates(std::string_view text, Range within,
                                      std::size_t most) {
  return DateFinder(text, within).Find(most);
}

Date ResolveDate(const DateExpression& e, const Date& anchor) {
  Date date;
  if (e.year > 0) {
    if (Valid(e.year, e.month, e.day)) date = Make(e.year, e.month, e.day);
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
    if (value.size() == 4) return Make(year, 0, 0);
    const bool dashes = value[4] == '-' || value[4] == '/';
    const int month = digits(dashes ? 5 : 4, 2);
    if (month >= 1 && month <= 12) {
      if (dashes && value.size() == 7) return Make(year, month, 0);
      const int day = digits(dashes ? 8 : 6, 2);
      if (day >= 1 && day <= DaysInMonth(year, month))
        return Make(year, month, day);
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
        return Make(year, month, day);
      }
    }
  }
  return std::nullopt;
}

}  // namespace quoth::parse
