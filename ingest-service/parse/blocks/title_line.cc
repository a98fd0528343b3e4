#include "ingest-service/parse/blocks/title_line.h"

#include <algorithm>
#include <array>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

constexpr auto kMarks = std::to_array<std::string_view>(
    {" | ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ", " :: ", " \xC2\xBB ",
     " \xC2\xAB ", " \xC2\xB7 ", " / "});

// A last part that is no outlet.
bool IsGenre(std::string_view s) {
  static constexpr auto kGenres =
      std::to_array<std::string_view>({"live",
                                       "video",
                                       "videos",
                                       "photos",
                                       "pictures",
                                       "opinion",
                                       "analysis",
                                       "exclusive",
                                       "interview",
                                       "transcript",
                                       "full transcript",
                                       "full text",
                                       "report",
                                       "update",
                                       "updates",
                                       "live updates",
                                       "as it happened",
                                       "podcast",
                                       "comment",
                                       "editorial",
                                       "review",
                                       "study",
                                       "poll",
                                       "reports",
                                       "sources"});
  return std::find(kGenres.begin(), kGenres.end(), ToLower(s)) != kGenres.end();
}

bool LooksLikeOutlet(std::string_view s) {
  if (s.size() < 2 || s.size() > 45 || CountWords(s, 7) > 6 || IsGenre(s))
    return false;
  // "– Interview with A. Name": what the page is, not who made it.
  for (std::string_view genre :
       {"interview ", "live ", "video ", "transcript ", "full ", "remarks ",
        "entretien ", "entrevista "}) {
    if (StartsWithIgnoreCase(s, genre)) return false;
  }
  if (EndingOf(s) != Ending::kSoft || s.find(',') != s.npos ||
      s.find('"') != s.npos)
    return false;
  const bool domain = s.find('.') != s.npos && s.find(' ') == s.npos;
  if (domain) return true;
  if (!StartsUpper(s) || IsDigit(s[0])) return false;
  const CaseCount cases = CountCases(s);
  return cases.capitalised * 2 >= cases.words || cases.words <= 3;
}

// Position and size of the last mark, or npos.
std::size_t LastMark(std::string_view line, std::size_t& size) {
  std::size_t best = line.npos;
  for (std::string_view mark : kMarks) {
    const std::size_t at = line.rfind(mark);
    if (at != line.npos && (best == line.npos || at > best)) {
      best = at;
      size = mark.size();
    }
  }
  return best;
}

}  // namespace

TitleLine SplitTitleLine(std::string_view line, std::string_view known_outlet) {
  TitleLine result{Strip(line), {}};
  // The shortest headline that a suffix may leave.
  constexpr std::size_t kHeadlineBytesMin = 12;
  for (int cuts = 0; cuts < 3; ++cuts) {
    std::size_t size = 0;
    const std::size_t at = LastMark(result.title, size);
    if (at == line.npos) break;
    const std::string_view last = Strip(result.title.substr(at + size));
    const bool known =
        !known_outlet.empty() && EqualsIgnoreCase(last, known_outlet);
    if (!known && (at < kHeadlineBytesMin || !LooksLikeOutlet(last))) break;
    // A dash inside a headline is common; cut at one only once.
    const bool bar = result.title[at + 1] == '|' || known;
    if (cuts > 0 && !bar) break;
    if (result.outlet.empty()) result.outlet = last;
    result.title = Strip(result.title.substr(0, at));
  }
  if (!known_outlet.empty() &&
      StartsWithIgnoreCase(result.title, known_outlet)) {
    std::string_view rest = StripLeft(result.title.substr(known_outlet.size()));
    if (rest.size() > kHeadlineBytesMin &&
        (rest[0] == '|' || rest[0] == ':' || rest[0] == '-')) {
      result.outlet = known_outlet;
      result.title = StripLeft(rest.substr(1));
    }
  }
  return result;
}

}  // namespace quoth::parse
