#include "ingest-service/parse/metadata/date_words.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/month_names.h"

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

// All tables at once. Most words are turned away by their first two bytes.
class Meanings {
 public:
  Meanings() {
    for (const MonthName& row : MonthNames()) {
      uint8_t& month = Of(row.name).month;
      if (month == 0) month = row.month;
    }
    Add(kWeekdays, &DateMeaning::weekday);
    Add(kUnits, &DateMeaning::unit);
    Add(kNumbers, &DateMeaning::number);
    for (std::string_view w : {"last", "past", "previous"}) {
      Of(w).direction = Direction::kPast;
    }
    for (std::string_view w : {"next", "coming", "upcoming", "following"}) {
      Of(w).direction = Direction::kFuture;
    }
    for (std::string_view w : {"this", "current"}) {
      Of(w).direction = Direction::kThis;
    }
    for (std::string_view w :
         {"today", "heute", "tonight", "hoy", "сегодня", "yesterday", "gestern",
          "hier", "ayer", "вчера", "tomorrow", "demain", "same", "preceding"}) {
      Of(w);
    }
  }

  DateMeaning Find(std::string_view lower) const {
    if (lower.empty() || !first_two_[FirstTwo(lower)]) return {};
    const auto found = words_.find(lower);
    return found == words_.end() ? DateMeaning() : found->second;
  }

 private:
  static std::size_t FirstTwo(std::string_view word) {
    const auto a = static_cast<unsigned char>(word[0]);
    const auto b = word.size() > 1 ? static_cast<unsigned char>(word[1]) : 0;
    return a * std::size_t{256} + b;
  }
  DateMeaning& Of(std::string_view word) {
    first_two_[FirstTwo(word)] = true;
    DateMeaning& meaning = words_[word];
    meaning.any = true;
    return meaning;
  }
  // The first row of a name counts.
  template <std::size_t N>
  void Add(const std::array<NamedNumber, N>& rows,
           uint8_t DateMeaning::*field) {
    for (const NamedNumber& row : rows) {
      uint8_t& number = Of(row.name).*field;
      if (number == 0) number = row.number;
    }
  }

  std::bitset<65536> first_two_;
  absl::flat_hash_map<std::string_view, DateMeaning> words_;
};

DateMeaning MeaningOf(std::string_view lower) {
  static const auto* const kMeanings = new Meanings;
  return kMeanings->Find(lower);
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
      if (s.size() <= DateWord::kLowerMax) {
        word.lower_size = static_cast<uint8_t>(s.size());
        for (std::size_t i = 0; i < s.size(); ++i) {
          word.lower_bytes[i] = ToLower(s[i]);
        }
        word.means = MeaningOf(word.lower());
      }
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
    words.push_back(word);
  }
  return words;
}

}  // namespace quoth::parse
