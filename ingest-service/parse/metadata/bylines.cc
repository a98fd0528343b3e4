#include "ingest-service/parse/metadata/bylines.h"

#include <algorithm>
#include <array>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/masthead.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/metadata/dates.h"

namespace quoth::parse {
namespace {

constexpr auto kOpenings = std::to_array<std::string_view>(
    {"written by ", "reported by ", "by: ", "by ", "von ", "par ", "por ",
     "text: ", "words: ", "words by ", "story by ", "interview by ",
     "interview: ", "text by ",
     "texto: ", "texte: ", "authors: ", "author: ", "автор: "});

bool LooksLikeName(std::string_view s) {
  if (s.size() < 2 || s.size() > 60 || IsDigit(s[0])) return false;
  if (s.find("http") != s.npos || s.find('@') != s.npos ||
      s.find('/') != s.npos)
    return false;
  const CaseCount cases = CountCases(s);
  return cases.words >= 1 && cases.words <= 6 &&
         cases.capitalised * 2 > cases.words;
}

}  // namespace

namespace {

// Up to its first date.
std::string_view BeforeDate(std::string_view line) {
  const auto dates = FindDates(
      line, {0, static_cast<uint32_t>(std::min<std::size_t>(line.size(), 400))},
      1);
  if (dates.empty() || (dates[0].month == 0 && dates[0].year == 0)) return line;
  line = line.substr(0, dates[0].range.begin);
  while (!line.empty() && (IsPunct(line.back()) || IsSpace(line.back())))
    line.remove_suffix(1);
  return line;
}

// The words after the last comma, when an outlet's name may be there.
std::string_view OutletTail(std::string_view names) {
  const std::size_t comma = names.rfind(", ");
  if (comma == names.npos) return {};
  const std::string_view tail = Strip(names.substr(comma + 2));
  return IsBareName(tail) && HasOutletWord(tail) ? tail : std::string_view();
}

}  // namespace

namespace {

// Up to the first bar or dot that divides lines set as one.
std::string_view FirstPart(std::string_view byline) {
  for (std::string_view mark : {"|", " \xC2\xB7 ", " \xE2\x80\xA2 "}) {
    byline = byline.substr(0, std::min(byline.find(mark), byline.size()));
  }
  return Strip(byline);
}

// "Staff Writer", "Political Editor": no name.
bool IsTrade(std::string_view name) {
  for (std::string_view trade :
       {"writer", "reporter", "correspondent", "editor", "columnist", "staff",
        "contributor", "bureau chief", "photographer"}) {
    if (EndsWithIgnoreCase(name, trade)) return true;
  }
  return false;
}

}  // namespace

std::string OutletOfByline(std::string_view byline) {
  byline = FirstPart(byline);
  return std::string(OutletTail(BeforeDate(byline.substr(0, 400))));
}

std::vector<std::string> AuthorsOfByline(std::string_view byline) {
  byline = FirstPart(byline);
  byline = BeforeDate(byline.substr(0, 400));
  if (const std::string_view outlet = OutletTail(byline); !outlet.empty())
    byline = byline.substr(0, byline.rfind(", "));
  for (std::string_view opening : kOpenings) {
    if (StartsWithIgnoreCase(byline, opening)) {
      byline = StripLeft(byline.substr(opening.size()));
      break;
    }
  }
  std::vector<std::string> names;
  while (!byline.empty() && names.size() < 16) {
    std::size_t end = byline.size(), skip = 0;
    for (std::string_view mark : {" and ", ", ", "; ", " & ", " und ", " et ",
                                  "\n", " with ", " for ", " in "}) {
      const std::size_t at = byline.find(mark);
      if (at != byline.npos && at < end) {
        end = at;
        skip = mark.size();
      }
    }
    const std::string_view name = Strip(byline.substr(0, end));
    if (LooksLikeName(name) && (names.empty() || !IsTrade(name)))
      names.emplace_back(name);
    // "for Outlet", "in Moscow": no names after it.
    const std::string_view mark = byline.substr(end, skip);
    if (mark == " for " || mark == " in ") break;
    byline.remove_prefix(std::min(end + skip, byline.size()));
  }
  return names;
}

namespace {

// "Published 5 October 2022 – The Alpine Gazette": behind the date only what
// has a word of outlets.
std::string OutletAfterDate(std::string_view rest) {
  while (!rest.empty() && (IsPunct(rest[0]) || rest[0] == ' '))
    rest.remove_prefix(1);
  for (std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x94"}) {
    if (rest.starts_with(dash)) rest = StripLeft(rest.substr(dash.size()));
  }
  return HasOutletWord(rest) && LooksLikeName(rest) ? std::string(rest)
                                                    : std::string();
}

}  // namespace

std::string OutletOfDateline(std::string_view dateline) {
  const std::size_t open = dateline.rfind('(');
  const std::size_t close = dateline.rfind(')');
  if (open != dateline.npos && close != dateline.npos && close > open) {
    const std::string_view agency =
        Strip(dateline.substr(open + 1, close - open - 1));
    const bool short_agency =
        agency.size() <= 7 && !agency.empty() &&
        std::all_of(agency.begin(), agency.end(),
                    [](char c) { return IsLower(c) || c == '/'; });
    if (short_agency || LooksLikeName(agency)) return std::string(agency);
  }
  // "MURMANSK, February 11. /NORTHLINE/." as some agencies sign.
  if (const std::size_t slash = dateline.find(" /"); slash != dateline.npos) {
    const std::size_t end = dateline.find('/', slash + 2);
    if (end != dateline.npos &&
        LooksLikeName(dateline.substr(slash + 2, end - slash - 2)))
      return std::string(dateline.substr(slash + 2, end - slash - 2));
  }
  // "12.02.2015 11:40 | Outlet | Share"
  for (std::string_view mark : {"|", "\xC2\xB7", "\xE2\x80\xA2"}) {
    if (dateline.find(mark) == dateline.npos) continue;
    for (std::size_t at = 0; at < dateline.size();) {
      const std::size_t end =
          std::min(dateline.find(mark, at), dateline.size());
      const std::string_view part = Strip(dateline.substr(at, end - at));
      if (IsBareName(part) && HasOutletWord(part)) return std::string(part);
      at = end + mark.size();
    }
  }
  // A line "Outlet, date": what stands before the first date.
  const auto dates = FindDates(
      dateline,
      {0, static_cast<uint32_t>(std::min<std::size_t>(dateline.size(), 200))},
      1);
  if (dates.empty() || dates[0].year == 0) return {};
  std::string_view before =
      StripRight(dateline.substr(0, dates[0].range.begin));
  const bool comma = before.ends_with(',');
  // Dividers: punctuation, dashes, middle dots.
  while (!before.empty()) {
    if (IsPunct(before.back()) || before.back() == ' ') {
      before.remove_suffix(1);
    } else if (before.ends_with("\xC2\xB7")) {
      before.remove_suffix(2);
    } else if (before.ends_with("\xE2\x80\x93") ||
               before.ends_with("\xE2\x80\x94") ||
               before.ends_with("\xE2\x80\xA2")) {
      before.remove_suffix(3);
    } else {
      break;
    }
  }
  for (std::string_view word :
       {"published", "updated", "posted", "date", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "on",
        "last updated", "am", "vom", "publié le", "veröffentlicht am",
        "publicado el", "опубликовано"}) {
    if (EqualsIgnoreCase(before, word))
      return OutletAfterDate(dateline.substr(dates[0].range.end));
  }
  if (StartsWithIgnoreCase(before, "by ")) return {};
  if (before.find(':') != before.npos || !LooksLikeName(before)) return {};
  const CaseCount cases = CountCases(before);
  // A place in capitals is a dateline's place, not an outlet; so is one word
  // before a comma: "Helsinki, 12 December 2019".
  if (cases.all_caps == cases.words && cases.words == 1 && before.size() > 4)
    return {};
  if (comma && cases.words == 1 && cases.all_caps == 0 &&
      !HasOutletWord(before))
    return {};
  return std::string(before);
}

}  // namespace quoth::parse
