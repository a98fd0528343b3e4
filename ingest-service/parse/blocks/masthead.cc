#include "ingest-service/parse/blocks/masthead.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kLineBytesMax = 160;
constexpr std::size_t kPartsMax = 16;

constexpr auto kSectionWords = std::to_array<std::string_view>(
    {"home",          "homepage",   "main",      "page",         "news",
     "sport",         "sports",     "business",  "opinion",      "opinions",
     "politics",      "world",      "economy",   "culture",      "science",
     "technology",    "tech",       "health",    "lifestyle",    "travel",
     "arts",          "video",      "videos",    "photos",       "multimedia",
     "jobs",          "weather",    "comment",   "features",     "feature",
     "interview",     "interviews", "press",     "information",  "media",
     "statements",    "speeches",   "releases",  "publications", "documents",
     "archive",       "archives",   "events",    "about",        "contact",
     "contacts",      "subscribe",  "search",    "menu",         "money",
     "finance",       "markets",    "society",   "education",    "environment",
     "international", "national",   "local",     "regional",     "latest",
     "engineering",   "football",   "editorial", "analysis",     "podcasts",
     "books",         "film",       "music",     "food",         "style",
     "room",          "newsroom",   "center",    "centre",       "blog",
     "blogs",         "articles",   "category",  "categories"});

constexpr auto kOutletWords = std::to_array<std::string_view>(
    {"news",         "times",       "post",     "herald",
     "gazette",      "tribune",     "review",   "journal",
     "daily",        "weekly",      "monthly",  "quarterly",
     "press",        "agency",      "radio",    "fm",
     "tv",           "television",  "magazine", "today",
     "observer",     "chronicle",   "ledger",   "wire",
     "report",       "courier",     "echo",     "star",
     "mail",         "globe",       "standard", "telegraph",
     "dispatch",     "bulletin",    "digest",   "monitor",
     "register",     "record",      "reporter", "guardian",
     "sun",          "mirror",      "express",  "inquirer",
     "examiner",     "sentinel",    "argus",    "advertiser",
     "broadcasting", "network",     "online",   "media",
     "newspaper",    "zeitung",     "watch",    "voice",
     "mercury",      "independent", "forum",    "notes",
     "field",        "month",       "week",     "reader",
     "tablet",       "blog",        "nytt",     "tidning",
     "presse",       "matin",       "jornal",   "diario",
     "research",     "affairs",     "policy",   "correspondent",
     "leader"});

template <std::size_t N>
bool OneOf(std::string_view word, const std::array<std::string_view, N>& in) {
  const std::string lower = ToLower(word);
  return std::find(in.begin(), in.end(), lower) != in.end();
}

std::vector<std::string_view> Words(std::string_view s) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < s.size();) {
    while (at < s.size() && (IsSpace(s[at]) || s[at] == ',')) ++at;
    std::size_t end = at;
    while (end < s.size() && !IsSpace(s[end]) && s[end] != ',') ++end;
    if (end > at) words.push_back(s.substr(at, end - at));
    at = end;
  }
  return words;
}

// Parts between the mark; empty ones left out.
std::vector<std::string_view> Parts(std::string_view line,
                                    std::string_view mark) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= line.size() && parts.size() < kPartsMax;) {
    const std::size_t end = std::min(line.find(mark, at), line.size());
    const std::string_view part = Strip(line.substr(at, end - at));
    if (!part.empty()) parts.push_back(part);
    at = end + mark.size();
  }
  return parts;
}

bool AreShortNames(const std::vector<std::string_view>& parts, int words_max) {
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return StartsUpper(part) && CountWords(part, 9) <= words_max &&
           EndingOf(part) == Ending::kSoft;
  });
}

int SectionParts(const std::vector<std::string_view>& parts) {
  return static_cast<int>(
      std::count_if(parts.begin(), parts.end(), IsSectionLabel));
}

// The parts of a trail, or none.
std::vector<std::string_view> TrailParts(std::string_view line) {
  if (line.size() > kLineBytesMax || line.size() < 5) return {};
  for (std::string_view mark : {"\xE2\x80\xBA", "\xC2\xBB", " > ", "|", " / ",
                                "\xC2\xB7", "\xE2\x80\xA2", "  "}) {
    const std::vector<std::string_view> parts = Parts(line, mark);
    if (parts.size() < 2) continue;
    const bool arrow = mark == "\xE2\x80\xBA" || mark == " > ";
    const int sections = SectionParts(parts);
    if (arrow && AreShortNames(parts, 4)) return parts;
    if (AreShortNames(parts, 3) &&
        (sections * 2 >= static_cast<int>(parts.size()) ||
         (mark == "  " && parts.size() >= 4))) {
      return parts;
    }
  }
  const std::vector<std::string_view> words = Words(line);
  if (words.size() >= 3 && words.size() <= kPartsMax &&
      std::all_of(words.begin(), words.end(), [](std::string_view word) {
        return StartsUpper(word) && OneOf(word, kSectionWords);
      })) {
    return words;
  }
  return {};
}

}  // namespace

bool IsTrail(std::string_view line) { return !TrailParts(line).empty(); }

bool IsSectionLabel(std::string_view line) {
  const std::vector<std::string_view> words =
      line.size() <= 60 ? Words(line) : std::vector<std::string_view>();
  return !words.empty() && words.size() <= 4 && StartsUpper(line) &&
         std::all_of(words.begin(), words.end(), [](std::string_view word) {
           return word == "and" || word == "&" || OneOf(word, kSectionWords);
         });
}

std::string_view SiteOfTrail(std::string_view line) {
  const std::vector<std::string_view> parts = TrailParts(line);
  if (parts.empty() || IsSectionLabel(parts[0])) return {};
  return CountWords(parts[0], 6) >= 2 ? parts[0] : std::string_view();
}

bool HasOutletWord(std::string_view line) {
  const std::vector<std::string_view> words = Words(line.substr(0, 80));
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return OneOf(word, kOutletWords);
  });
}

bool IsBareName(std::string_view line) {
  if (line.size() < 4 || line.size() > 50 || !StartsUpper(line) ||
      EndingOf(line) != Ending::kSoft ||
      line.find_first_of("0123456789:;,|/\"()[]@") != line.npos)
    return false;
  const CaseCount cases = CountCases(line);
  return cases.words >= 1 && cases.words <= 5 && cases.long_lower == 0 &&
         cases.capitalised * 2 > cases.words;
}

}  // namespace quoth::parse
