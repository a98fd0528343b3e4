#include "ingest-service/parse/metadata/date_words.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

struct NamedNumber {
  std::string_view name;  // Lower case.
  uint8_t number;
};

constexpr auto kWeekdays = std::to_array<NamedNumber>({
    {"monday", 1},    {"tuesday", 2},     {"wednesday", 3},  {"thursday", 4},
    {"friday", 5},    {"saturday", 6},    {"sunday", 7},     {"montag", 1},
    {"dienstag", 2},  {"mittwoch", 3},    {"donnerstag", 4}, {"freitag", 5},
    {"samstag", 6},   {"sonntag", 7},     {"lundi", 1},      {"mardi", 2},
    {"mercredi", 3},  {"jeudi", 4},       {"vendredi", 5},   {"samedi", 6},
    {"dimanche", 7},  {"mon", 1},         {"tue", 2},        {"tues", 2},
    {"wed", 3},       {"thu", 4},         {"thurs", 4},      {"fri", 5},
    {"lunes", 1},     {"martes", 2},      {"miércoles", 3},  {"jueves", 4},
    {"viernes", 5},   {"sábado", 6},      {"domingo", 7},    {"понедельник", 1},
    {"вторник", 2},   {"среду", 3},       {"четверг", 4},    {"пятницу", 5},
    {"субботу", 6},   {"воскресенье", 7}, {"lunedì", 1},     {"martedì", 2},
    {"mercoledì", 3}, {"giovedì", 4},     {"venerdì", 5},    {"sonnabend", 6},
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

}  // namespace

std::vector<DateWord> DateWordsOf(std::string_view text, Range within) {
  std::vector<DateWord> words;
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
    DateWord word;
    word.range.begin = at;
    const bool digits = IsDigit(text[at]);
    int64_t value = 0;
    while (at < within.end &&
           (digits ? IsDigit(text[at])
                   : is_word(text[at]) && text[at] != '\xE2' &&
                         text[at] != '\xC2')) {
      // "年5月": digits stand apart from ideographs.
      if (!digits && IsDigit(text[at]) && IsHigh(text[at - 1])) break;
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

uint8_t WeekdayNamed(std::string_view lower) {
  return Lookup<kWeekdays>(lower);
}
uint8_t DateUnitNamed(std::string_view lower) { return Lookup<kUnits>(lower); }
uint8_t NumberNamed(std::string_view lower) { return Lookup<kNumbers>(lower); }

}  // namespace quoth::parse
