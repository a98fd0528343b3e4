#include "ingest-service/parse/blocks/furniture.h"

#include <algorithm>
#include <array>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/datelines.h"
#include "ingest-service/parse/blocks/furniture_phrases.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kShortBytesMax = 200;

using enum Furniture;

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

// "By Name Name", "by NAME and NAME, Outlet"
bool IsBylineUnit(std::string_view s) {
  if (s.size() > 160) return false;
  std::string_view rest;
  for (std::string_view by :
       {"by ", "von ", "par ", "por ",
        "text: ", "author: ", "authors: ", "written by ", "reported by ",
        "by: ", "автор: ", "words: ", "words by ", "story by ", "interview by ",
        "interview: ", "text by ", "texto: ", "texte: "}) {
    if (StartsWithIgnoreCase(s, by)) rest = s.substr(by.size());
  }
  if (rest.empty() || s.size() > 160 || EndingOf(rest) == Ending::kColon)
    return false;
  // "Name Name, published on ...": a date line behind the name.
  const std::size_t comma = rest.find(", ");
  if (comma != rest.npos && comma <= 60 && IsDateLine(rest.substr(comma + 2))) {
    const CaseCount name = CountCases(rest.substr(0, comma));
    if (name.words >= 2 && name.words <= 5 && name.capitalised == name.words)
      return true;
  }
  // Names: nearly every word is capitalised.
  const CaseCount cases = CountCases(rest);
  return cases.words >= 1 && cases.words <= 16 &&
         cases.capitalised * 3 >= cases.words * 2 && StartsUpper(rest) &&
         CountSentences(rest.substr(0, rest.size() - 1), 2) == 0;
}

}  // namespace

bool IsSeparator(std::string_view unit) {
  if (unit.size() > 100) return false;
  std::size_t length = 0;
  for (std::size_t at = 0; at < unit.size(); at += length) {
    const char32_t c = CodePointAt(unit, at, length);
    if (IsLetter(c) || (c < 0x80 && IsDigit(static_cast<char>(c))))
      return false;
    if (c >= 0x1F000) return false;  // Emoji say something.
  }
  return true;
}

bool IsFieldLine(std::string_view unit) {
  static constexpr auto kFields = std::to_array<std::string_view>(
      {"region",       "theme",     "topic",           "topics",  "tags",
       "tag",          "category",  "categories",      "section", "source",
       "sources",      "published", "updated",         "posted",  "date",
       "location",     "language",  "in-depth report", "series",  "filed under",
       "last updated", "modified",  "publisher",       "views"});
  if (unit.size() > 200) return false;
  const std::size_t colon = unit.find(':');
  if (colon == unit.npos || colon > 20) return false;
  const std::string key = ToLower(Strip(unit.substr(0, colon)));
  return std::find(kFields.begin(), kFields.end(), key) != kFields.end() &&
         EndingOf(unit) != Ending::kTerminal;
}

bool IsBiography(std::string_view unit) {
  if (unit.size() > 900 || StartsWithOpenQuote(unit) ||
      unit.starts_with("The "))
    return false;
  // Name, then "is" and an article, or a verb of reporting trades.
  std::size_t names = 0, at = 0;
  std::string_view verb;
  ForEachWord(unit.substr(0, 120), [&](std::string_view word) {
    at = static_cast<std::size_t>(word.data() - unit.data()) + word.size();
    if (StartsUpper(word)) {
      ++names;
      return names <= 6;
    }
    verb = word;
    return word == "and" || word == "de" || word == "von" || word == "van";
  });
  if (names < 2 || names > 6 || verb.empty()) return false;
  std::string rest = ToLower(unit.substr(at, 110));
  const auto has = [&](std::string_view part) {
    return rest.find(part) != rest.npos;
  };
  static constexpr auto kTrades = std::to_array<std::string_view>(
      {"analyst",     "columnist",   "author of",     "author and",
       "writer",      "journalist",  "correspondent", "reporter",
       "contributor", "editor",      "fellow",        "professor",
       "blogger",     "commentator", "researcher",    "board of contributors",
       "lecturer",    "host of",     "novelist",      "producer",
       "freelance",   "director of", "founder of",    "scholar",
       "co-author"});
  if (verb == "is") {
    const bool article =
        rest.starts_with(" a ") || rest.starts_with(" an ") ||
        rest.starts_with(" the ") || rest.starts_with(" editor") ||
        rest.starts_with(" founder") || rest.starts_with(" director");
    return article && std::any_of(kTrades.begin(), kTrades.end(), has);
  }
  rest.resize(std::min<std::size_t>(rest.size(), 60));
  if (unit.size() > 300 || unit.find('"') != unit.npos) return false;
  if (verb == "covers" || verb == "writes") return has(" for ") || has(" on ");
  if (verb == "reported") return rest.starts_with(" from ");
  if (verb == "contributed") return has(" to this") || has(" report");
  return false;
}

bool IsWireMark(std::string_view unit) {
  constexpr std::size_t kBytesMax = 120;
  if (unit.size() < 6 || unit.size() > kBytesMax) return false;
  // "r w " in front of the keyword line.
  std::string_view s = unit;
  while (s.size() > 3 && IsLower(s[0]) && s[1] == ' ') s.remove_prefix(2);
  if ((s.starts_with("BC-") || s.starts_with("AM-") || s.starts_with("PM-")) &&
      IsAlpha(s[3]) && EndingOf(s) != Ending::kTerminal)
    return true;
  if (ContainsIgnoreCase(unit, "writethru")) return true;
  // "AP-NY-05-12-98 1904EDT"
  std::string shape;
  for (char c : unit.substr(0, 24))
    shape.push_back(IsDigit(c) ? '0' : IsUpper(c) ? 'A' : c);
  return shape.starts_with("AA-AA-00-00-00") ||
         shape.starts_with("AAA-AA-00-00-00");
}

namespace {

// "5 hours ago", "an hour ago".
bool IsAge(std::string_view lower) {
  constexpr std::size_t kBytesMax = 32;
  if (lower.size() > kBytesMax || !lower.ends_with(" ago")) return false;
  return IsDigit(lower[0]) || lower.starts_with("a ") ||
         lower.starts_with("an ");
}

// "2:06 p.m. EDT", "14:20 Uhr": a time and its zone alone. "4:14 p.m." is an
// entry of a live report.
bool IsTimeLine(std::string_view lower) {
  constexpr std::size_t kBytesMax = 24;
  if (lower.size() > kBytesMax || lower.empty() || !IsDigit(lower[0]))
    return false;
  std::size_t at = 0;
  while (at < lower.size() &&
         (IsDigit(lower[at]) || lower[at] == ':' || lower[at] == '.'))
    ++at;
  if (at == lower.size() ||
      lower.substr(0, at).find_first_of(":.") == lower.npos)
    return false;
  const std::string_view rest = Strip(lower.substr(at));
  for (std::string_view zone : {"uhr", "gmt", "utc", "cet", "cest", "est",
                                "edt", "pst", "pdt", "bst"}) {
    if (rest.ends_with(zone)) return CountWords(rest, 4) <= 2;
  }
  return false;
}

}  // namespace

bool IsTeaserLabel(std::string_view unit) {
  static constexpr auto kLabels = std::to_array<std::string_view>(
      {"read more", "read also", "also read", "see also", "read next",
       "related", "related links", "more on this story", "further reading",
       "lesen sie auch", "mehr zum thema", "lire aussi", "à lire aussi",
       "lee también", "читайте также"});
  while (!unit.empty() && (unit.back() == ':' || unit.back() == ' '))
    unit.remove_suffix(1);
  if (unit.size() > 40) return false;
  return std::find(kLabels.begin(), kLabels.end(), ToLower(unit)) !=
         kLabels.end();
}

Furniture FurnitureOf(std::string_view unit) {
  constexpr std::size_t kWholeBytesMax = 500;
  if (IsSeparator(unit)) return kLine;
  // Lower case of the whole of a short unit, of the start of a long one.
  char buffer[kWholeBytesMax];
  const std::size_t size =
      std::min(unit.size(),
               unit.size() <= kWholeBytesMax ? kWholeBytesMax : kShortBytesMax);
  for (std::size_t i = 0; i < size; ++i) buffer[i] = ToLower(unit[i]);
  const std::string_view lower(buffer, size);
  // Marks in front do not change what a line is.
  std::string_view l = lower;
  while (!l.empty() && (l[0] == '*' || l[0] == '-' || l[0] == '>' ||
                        l[0] == ' ' || l[0] == '|')) {
    l.remove_prefix(1);
  }
  if (const Furniture opening = OpeningPhrase(l, unit.size());
      opening != Furniture::kNone)
    return opening;
  if (unit.size() <= kWholeBytesMax) {
    if (unit.size() <= 420 && OpensCaption(lower)) return kCaption;
    if (const Furniture inside = InnerPhrase(lower); inside != Furniture::kNone)
      return inside;
  } else if (unit.size() <= 4000 &&
             lower.find("contains copyrighted material") != lower.npos) {
    return kEndZone;
  }
  if (IsAge(l) || IsTimeLine(l) || IsWireMark(unit)) return kLine;
  if (IsBylineUnit(unit)) return kByline;
  if (IsDateLine(unit)) return kDateline;
  return Furniture::kNone;
}

}  // namespace quoth::parse
