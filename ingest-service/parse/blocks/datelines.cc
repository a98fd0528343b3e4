#include "ingest-service/parse/blocks/datelines.h"

#include <algorithm>
#include <array>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/month_names.h"

namespace quoth::parse {
namespace {

bool IsMonth(std::string_view word) {
  while (!word.empty() && (word.back() == '.' || word.back() == ','))
    word.remove_suffix(1);
  constexpr std::size_t kNameBytesMax = 24;
  return word.size() <= kNameBytesMax && MonthNamed(ToLower(word)) != 0;
}

// Lower-case words of a date line that are no prose.
bool IsDateWord(std::string_view word) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"published", "updated",    "posted",       "last",
       "the",       "and",        "publié",       "mise",
       "jour",      "publicado",  "actualizado",  "uhr",
       "stand",     "vom",        "aktualisiert", "veröffentlicht",
       "sitting",   "pubblicato", "opublikowano", "kl",
       "des",       "der",        "die",          "das",
       "del",       "los",        "las",          "les",
       "edt",       "est",        "gmt",          "utc",
       "cet"});
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// "2021年5月14日", with a time or a weekday perhaps.
bool IsIdeographicDate(std::string_view unit) {
  constexpr std::size_t kBytesMax = 60;
  if (unit.size() > kBytesMax || unit.empty() || !IsDigit(unit[0]))
    return false;
  const std::size_t year = unit.find("年");
  const std::size_t month = unit.find("月");
  const std::size_t day = unit.find("日");
  return year <= 4 && month != unit.npos && day != unit.npos && year < month &&
         month < day && unit.size() - day <= 32 && unit.find("。") == unit.npos;
}

template <typename Visit>
void ForEachWord(std::string_view s, Visit visit) {
  std::size_t at = 0;
  while (at < s.size()) {
    while (at < s.size() && IsSpace(s[at])) ++at;
    std::size_t end = at;
    while (end < s.size() && !IsSpace(s[end])) ++end;
    if (end > at && !visit(s.substr(at, end - at))) return;
    at = end;
  }
}

// Without "· 6 min read" at its end.
std::string_view WithoutReadingTime(std::string_view unit) {
  for (std::string_view tail : {" min read", " minute read", " minutes read"}) {
    if (!unit.ends_with(tail)) continue;
    unit.remove_suffix(tail.size());
    while (!unit.empty() && (IsDigit(unit.back()) || unit.back() == '-'))
      unit.remove_suffix(1);
    while (!unit.empty() && !IsAlnum(unit.back())) unit.remove_suffix(1);
  }
  return unit;
}

}  // namespace

bool IsDateLine(std::string_view unit) {
  unit = WithoutReadingTime(unit);
  if (unit.size() > 120 || unit.size() < 6) return false;
  if (IsIdeographicDate(unit)) return true;
  bool month = false, digits = false, year = false;
  int words = 0, prose = 0;
  ForEachWord(unit, [&](std::string_view word) {
    ++words;
    const std::string_view bare =
        StripMarks(word.substr(0, word.find_last_not_of(",.;|") + 1));
    if (IsMonth(bare)) {
      month = true;
    } else if (!bare.empty() && IsDigit(bare[0])) {
      digits = true;
      year |= bare.size() == 4 && (bare[0] == '1' || bare[0] == '2');
      year |= bare.size() >= 8 && (bare[4] == '-' || bare[2] == '.' ||
                                   bare[2] == '/' || bare[4] == '/');
    } else if (bare.size() > 2 && IsLower(bare[0]) && !IsDateWord(bare)) {
      ++prose;
    }
    return true;
  });
  return digits && (month || year) && (year || words <= 5) && prose == 0 &&
         words <= 14 && EndingOf(unit) != Ending::kTerminal;
}

namespace {

// "Aug 30, 2022 - The head ...", "Bergen, Norway – June 19, 2024 – Nordvik
// ...": a full date between the start, or a place, and a dash. Bytes to the
// words behind the dash, or 0.
uint32_t DatedOpeningBytes(std::string_view unit) {
  const std::string_view head = unit.substr(0, 100);
  std::size_t from = 0;
  for (int dashes = 0; dashes < 2; ++dashes) {
    std::size_t dash = head.npos, bytes = 0;
    for (std::string_view mark :
         {" - ", " -- ", " \xE2\x80\x93 ", " \xE2\x80\x94 "}) {
      const std::size_t at = head.find(mark, from);
      if (at < dash) {
        dash = at;
        bytes = mark.size();
      }
    }
    if (dash == head.npos) return 0;
    const std::string_view part = head.substr(from, dash - from);
    from = dash + bytes;
    if (IsDateLine(part) && (dashes == 1 || IsDigit(part.back())) &&
        CountWords(part, 5) <= 4) {
      return static_cast<uint32_t>(from);
    }
    // In front of the date only a place: short, capitalised, no sentence.
    const CaseCount cases = CountCases(part);
    if (cases.words > 5 || cases.capitalised != cases.words) return 0;
  }
  return 0;
}

// "Husum (dpa)": agencies that sign in lower case, behind a place.
bool HasShortAgency(std::string_view lead) {
  constexpr std::size_t kAgencyBytesMax = 7;
  const std::size_t open = lead.rfind(" (");
  if (open == lead.npos || !lead.ends_with(')')) return false;
  const std::string_view inside = lead.substr(open + 2, lead.size() - open - 3);
  const CaseCount place = CountCases(lead.substr(0, open));
  return inside.size() >= 2 && inside.size() <= kAgencyBytesMax &&
         std::all_of(inside.begin(), inside.end(),
                     [](char c) { return IsLower(c) || c == '/'; }) &&
         place.words >= 1 && place.words <= 3 &&
         place.capitalised == place.words;
}

// "MURMANSK, February 11. /NORTHLINE/. The talks": place in capitals, a date,
// a full stop. Bytes to the words, or 0.
uint32_t FullStopOpeningBytes(std::string_view unit) {
  const std::string_view head = unit.substr(0, 120);
  const std::size_t comma = head.find(',');
  if (comma == head.npos || comma < 3) return 0;
  const CaseCount place = CountCases(head.substr(0, comma));
  if (place.words == 0 || place.words > 4 || place.all_caps != place.words)
    return 0;
  std::size_t at = comma + 1;
  bool month = false, day = false, stop = false;
  for (int words = 0; words < 5 && !stop; ++words) {
    while (at < head.size() && head[at] == ' ') ++at;
    const std::size_t end = std::min(head.find(' ', at), head.size());
    std::string_view word = head.substr(at, end - at);
    stop = word.ends_with('.');
    while (!word.empty() && (word.back() == '.' || word.back() == ','))
      word.remove_suffix(1);
    if (IsMonth(word)) {
      month = true;
      // "Dec. 30": a short form's own full stop.
      stop = stop && (day || word.size() > 4);
    } else if (!word.empty() && IsDigit(word[0])) {
      day = true;
    } else if (word != "года" && word != "г") {
      return 0;
    }
    at = end;
  }
  if (!month || !day || !stop) return 0;
  while (at < head.size() && head[at] == ' ') ++at;
  // "14 Mar. (AGENCY) -": the stop is the month's own.
  if (at < head.size() &&
      (head[at] == '(' || head[at] == '-' || head[at] == '\xE2'))
    return 0;
  if (at < head.size() && head[at] == '/') {
    const std::size_t close = head.find('/', at + 1);
    if (close == head.npos || close - at > 40) return 0;
    at = close + 1;
    while (at < head.size() && (head[at] == '.' || head[at] == ' ')) ++at;
  }
  return at + 20 < unit.size() ? static_cast<uint32_t>(at) : 0;
}

}  // namespace

uint32_t DatelineBytes(std::string_view unit) {
  if (const uint32_t dated = DatedOpeningBytes(unit); dated > 0) return dated;
  if (const uint32_t dated = FullStopOpeningBytes(unit); dated > 0)
    return dated;
  // PLACE[, PLACE] [, date] [(AGENCY)] dash. The dash must come soon.
  const std::string_view head = unit.substr(0, 120);
  std::size_t dash = head.npos, dash_bytes = 0;
  for (std::size_t at = 1; at < head.size(); ++at) {
    if (head.substr(at, 3) == "\xE2\x80\x94" ||
        head.substr(at, 3) == "\xE2\x80\x93") {
      dash = at;
      dash_bytes = 3;
      break;
    }
    if (head.substr(at, 2) == "--") {
      dash = at;
      dash_bytes = 2;
      break;
    }
    if (head.substr(at, 3) == " - " || head.substr(at, 3) == " _ ") {
      dash = at + 1;
      dash_bytes = 1;
      break;
    }
    if (head[at] == '"' || head[at] == '?' || head[at] == '!' ||
        head[at] == ';')
      return 0;
  }
  if (dash == head.npos) return 0;
  std::string_view lead = StripRight(head.substr(0, dash));
  const bool short_agency = HasShortAgency(lead);
  if (lead.empty() || dash + dash_bytes >= unit.size()) return 0;
  bool agency = false;
  if (lead.back() == ')') {
    const std::size_t open = lead.rfind('(');
    if (open == lead.npos) return 0;
    const std::string_view inside =
        lead.substr(open + 1, lead.size() - open - 2);
    agency = !inside.empty() && (StartsUpper(inside) || short_agency) &&
             inside.find_first_of("0123456789") == inside.npos &&
             CountWords(inside) <= 4;
    if (!agency) return 0;
    lead = StripRight(lead.substr(0, open));
    if (lead.empty()) return static_cast<uint32_t>(dash + dash_bytes);
  }
  // Every word a capitalised place, a month or a number; the first in capitals
  // unless an agency vouches for it. A place has few words before its comma.
  constexpr int kPlaceWordsMax = 4;
  bool ok = true, first = true, caps = false, dated = false;
  int words = 0, place_words = 0;
  bool in_place = true;
  ForEachWord(lead, [&](std::string_view word) {
    std::string_view bare = word;
    while (!bare.empty() &&
           (bare.back() == ',' || bare.back() == '.' || bare.back() == '/')) {
      bare.remove_suffix(1);
    }
    ++words;
    place_words += in_place ? 1 : 0;
    if (word.back() == ',') in_place = false;
    if (bare.empty()) return true;
    const CaseCount cases = CountCases(bare);
    if (first) {
      caps = cases.words > 0 && cases.all_caps == cases.words;
      const std::string lower = ToLower(bare);
      ok = lower != "chapter" && lower != "part" && lower != "book" &&
           lower != "volume" && lower != "update";
      first = false;
      if (!ok) return false;
    }
    dated |= IsMonth(bare);
    const bool small = bare == "of" || bare == "de" || bare == "al" ||
                       bare == "and" || bare == "the" || bare == "am" ||
                       bare == "le" || bare == "la" || bare == "en" ||
                       bare == "sur";
    ok = StartsUpper(bare) || IsMonth(bare) || IsDigit(bare[0]) || small;
    return ok;
  });
  if (!ok || words > 9 || words == 0 || (!caps && !agency)) return 0;
  if (place_words > kPlaceWordsMax && !agency && !dated) return 0;
  return static_cast<uint32_t>(dash + dash_bytes);
}

}  // namespace quoth::parse
