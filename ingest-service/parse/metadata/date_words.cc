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

uint8_t MonthNamed(std::string_view lower) { return Lookup<kMonths>(lower); }
uint8_t WeekdayNamed(std::string_view lower) {
  return Lookup<kWeekdays>(lower);
}
uint8_t DateUnitNamed(std::string_view lower) { return Lookup<kUnits>(lower); }
uint8_t NumberNamed(std::string_view lower) { return Lookup<kNumbers>(lower); }

}  // namespace quoth::parse
