// Words -> what a date expression says by itself.
#include <algorithm>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/metadata/date_words.h"
#include "ingest-service/parse/metadata/dates.h"

namespace quoth::parse {
namespace {

bool IsYear(const DateWord& word) {
  return word.number >= 1000 && word.number <= 2199 && !word.ordinal &&
         word.range.size() == 4;
}
bool IsDay(const DateWord& word) {
  return word.number >= 1 && word.number <= 31 && word.range.size() <= 4;
}

class DateFinder {
 public:
  DateFinder(std::string_view text, Range within)
      : text_(text), words_(DateWordsOf(text, within)) {}

  std::vector<DateExpression> Find(std::size_t most) {
    std::vector<DateExpression> found;
    std::size_t at = 0;
    while (at < words_.size() && found.size() < most) {
      if (!words_[at].means.any && words_[at].number < 0) {
        ++at;
        continue;
      }
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
  const DateWord& W(std::size_t i) const {
    static const DateWord kNoWord{};
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
    const DateWord& word = W(i);
    const uint8_t month = word.means.month;
    // "may" and "march" in lower case are verbs.
    if (month != 0 && !word.capital && !IsHigh(word.lower()[0]) &&
        IsEnglish(word.lower()))
      return 0;
    return month;
  }
  static bool IsEnglish(std::string_view lower) {
    return lower == "may" || lower == "march" || lower == "mar" ||
           lower == "jan" || lower == "dec" || lower == "mai" ||
           lower == "mars" || lower == "august";
  }

  std::size_t ReadAt(std::size_t at, DateExpression& out) const {
    if (std::size_t used = Ideographic(at, out)) return used;
    if (std::size_t used = Numeric(at, out)) return used;
    if (std::size_t used = MonthFirst(at, out)) return used;
    if (std::size_t used = DayFirst(at, out)) return used;
    if (std::size_t used = Relative(at, out)) return used;
    if (std::size_t used = Weekday(at, out)) return used;
    return YearAlone(at, out);
  }

  bool StartsWith(std::size_t i, std::string_view mark) const {
    return i < words_.size() &&
           text_.substr(words_[i].range.begin).starts_with(mark);
  }

  // "2021年5月14日", "5月14日".
  std::size_t Ideographic(std::size_t at, DateExpression& out) const {
    if (W(at).number < 0) return 0;
    std::size_t i = at;
    int year = 0;
    if (IsYear(W(i)) && StartsWith(i + 1, "年")) {
      year = W(i).number;
      i += 2;
    }
    const int month = W(i).number;
    if (month < 1 || month > 12 || !StartsWith(i + 1, "月")) return 0;
    const bool day = IsDay(W(i + 2)) && StartsWith(i + 3, "日");
    if (!day && year == 0) return 0;
    Set(out, year, month, day ? W(i + 2).number : 0);
    return i + (day ? 4 : 2) - at;
  }

  // 2020-12-30, 2020/12/30, 30.12.2020, 12/30/2020.
  std::size_t Numeric(std::size_t at, DateExpression& out) const {
    const DateWord& a = W(at);
    const DateWord& b = W(at + 1);
    const DateWord& c = W(at + 2);
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
      out.first = static_cast<uint8_t>(a.number);
      out.second = static_cast<uint8_t>(b.number);
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
    // "May 3-5, 2021": only the month is sure.
    if (Adjacent(i) && IsDay(W(i + 1)) && IsRange(i + 1)) {
      out.month = month;
      std::size_t used = i + 3 - at;
      if (IsYear(W(i + 3))) {
        out.year = static_cast<int16_t>(W(i + 3).number);
        ++used;
      }
      return used;
    }
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
    if (W(y).lower() == "of" && IsYear(W(y + 1))) ++y;
    if (Adjacent(y - 1) && IsYear(W(y))) {
      out.year = static_cast<int16_t>(W(y).number);
      out.month = month;
      return y + 1 - at;
    }
    // A month alone needs a word that makes it a time: "May" is a name too.
    const std::string_view before =
        at > 0 ? words_[at - 1].lower() : std::string_view();
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
    if ((W(m).lower() == "of" || W(m).lower() == "de") && Adjacent(m)) ++m;
    const uint8_t month = Month(m);
    if (month == 0) return 0;
    // "3-5 May": only the month is sure.
    const bool range = at > 0 && IsDay(W(at - 1)) && IsRange(at - 1);
    out.day = range ? 0 : static_cast<uint8_t>(W(at).number);
    out.month = month;
    std::size_t y = m + 1;
    if (W(y).lower() == "de" && IsYear(W(y + 1))) ++y;
    if (Adjacent(y - 1) && IsYear(W(y))) {
      out.year = static_cast<int16_t>(W(y).number);
      return y + 1 - at;
    }
    return m + 1 - at;
  }

  Direction DirectionWord(std::size_t i) const { return W(i).means.direction; }

  // Days i and i+1 with nothing but a hyphen or a dash between.
  bool IsRange(std::size_t i) const {
    if (!IsDay(W(i)) || !IsDay(W(i + 1))) return false;
    const std::string_view between = Strip(
        text_.substr(W(i).range.end, W(i + 1).range.begin - W(i).range.end));
    return between == "-" || between == "\xE2\x80\x93" ||
           between == "\xE2\x80\x94";
  }

  // "yesterday", "last week", "earlier this month", "two weeks ago".
  std::size_t Relative(std::size_t at, DateExpression& out) const {
    const std::string_view word = W(at).lower();
    const auto offset = [&](DateUnit unit, int amount, std::size_t used) {
      out.unit = unit;
      out.offset = amount;
      return used;
    };
    if (word == "today" || word == "heute" || word == "tonight" ||
        word == "hoy" || word == "сегодня")
      return offset(DateUnit::kDay, 0, 1);
    if (word == "yesterday" || word == "gestern" || word == "hier" ||
        word == "ayer" || word == "вчера")
      return offset(DateUnit::kDay, -1, 1);
    if (word == "tomorrow" || word == "demain")
      return offset(DateUnit::kDay, 1, 1);
    const std::string_view next = W(at + 1).lower();
    const auto told = [&](DateUnit unit, int amount, std::size_t used) {
      out.from_told = true;
      return offset(unit, amount, used);
    };
    if (word == "same" && next == "day") return told(DateUnit::kDay, 0, 2);
    if (word == "day" && (next == "before" || next == "earlier"))
      return told(DateUnit::kDay, -1, 2);
    if (word == "day" && (next == "after" || next == "later"))
      return told(DateUnit::kDay, 1, 2);
    if (next == "day" && (word == "previous" || word == "preceding"))
      return told(DateUnit::kDay, -1, 2);
    if (next == "day" && (word == "following" || word == "next"))
      return told(DateUnit::kDay, 1, 2);
    const Direction direction = DirectionWord(at);
    if (direction != Direction::kNearest) {
      const uint8_t unit = W(at + 1).means.unit;
      if (unit == 0 || !Adjacent(at) || W(at + 1).lower().back() == 's')
        return 0;
      const int amount = direction == Direction::kPast     ? -1
                         : direction == Direction::kFuture ? 1
                                                           : 0;
      out.direction = direction;
      return offset(static_cast<DateUnit>(unit), amount, 2);
    }
    int amount = W(at).number > 0 && W(at).number < 1000 ? W(at).number
                                                         : W(at).means.number;
    const uint8_t unit = amount > 0 ? W(at + 1).means.unit : 0;
    if (unit != 0 && W(at + 2).lower() == "ago")
      return offset(static_cast<DateUnit>(unit), -amount, 3);
    if (unit != 0 &&
        (W(at + 2).lower() == "earlier" || W(at + 2).lower() == "before"))
      return told(static_cast<DateUnit>(unit), -amount, 3);
    if (unit != 0 &&
        (W(at + 2).lower() == "later" || W(at + 2).lower() == "after"))
      return told(static_cast<DateUnit>(unit), amount, 3);
    return 0;
  }

  // "last Thursday", "on Monday", "Tuesday".
  std::size_t Weekday(std::size_t at, DateExpression& out) const {
    std::size_t i = at;
    out.direction = DirectionWord(i);
    if (out.direction != Direction::kNearest) ++i;
    const DateWord& word = W(i);
    uint8_t weekday = word.means.weekday;
    if (weekday != 0 && !word.capital && !IsWeekdayInLowerCase(word.lower())) {
      weekday = 0;
    }
    if (weekday == 0) {
      out.direction = Direction::kNearest;
      return 0;
    }
    // "Monday, December 28": the date says more; leave it to the next word.
    if (Month(i + 1) != 0 || (IsDay(W(i + 1)) && Month(i + 2) != 0)) return 0;
    out.weekday = weekday;
    return i + 1 - at;
  }

  // English and German names of days begin with a capital.
  static bool IsWeekdayInLowerCase(std::string_view lower) {
    return IsHigh(lower.empty() ? ' ' : lower[0]) || lower == "lundi" ||
           lower == "mardi" || lower == "mercredi" || lower == "jeudi" ||
           lower == "vendredi" || lower == "samedi" || lower == "dimanche" ||
           lower == "lunes" || lower == "martes" || lower == "miércoles" ||
           lower == "jueves" || lower == "viernes" || lower == "sábado" ||
           lower == "domingo";
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

  std::string_view text_;
  std::vector<DateWord> words_;
};

}  // namespace

std::vector<DateExpression> FindDates(std::string_view text, Range within,
                                      std::size_t most) {
  return DateFinder(text, within).Find(most);
}

}  // namespace quoth::parse
