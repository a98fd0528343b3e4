#include "ingest-service/parse/blocks/headings.h"

#include <algorithm>
#include <array>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kHeadingBytesMax = 180;

bool IsText(const Unit& unit) {
  return !unit.decided && unit.leaf != MarkupKind::kHeading &&
         unit.leaf != MarkupKind::kCaption;
}

// "From A. Name at the Gazette:" names the source of what follows.
bool NamesSource(std::string_view s) {
  for (std::string_view opening :
       {"from ", "and from ", "according to ", "per ", "via ", "here ",
        "here's ", "then ", "also ", "and "}) {
    if (StartsWithIgnoreCase(s, opening)) return true;
  }
  return false;
}

// Verbs that lead over to a quotation.
bool LeadsToQuotation(std::string_view s) {
  static constexpr auto kVerbs = std::to_array<std::string_view>(
      {"said",      "says",      "added",     "adds",      "told",
       "tells",     "wrote",     "writes",    "continued", "stated",
       "states",    "asked",     "asks",      "replied",   "tweeted",
       "posted",    "concluded", "explained", "noted",     "argued",
       "responded", "declared",  "follows",   "below",     "following",
       "statement", "announced", "insisted",  "warned",    "recalled",
       "read",      "reads",     "commented", "remarked",  "quoted",
       "sagte",     "erklärte",  "schrieb",   "betonte",   "meinte",
       "déclaré",   "ajouté",    "here",      "this"});
  const std::string lower =
      ToLower(s.substr(s.size() - std::min<std::size_t>(s.size(), 60)));
  std::size_t at = 0;
  while (at < lower.size()) {
    std::size_t end = at;
    while (end < lower.size() && (IsAlpha(lower[end]) || IsHigh(lower[end])))
      ++end;
    const std::string_view word = std::string_view(lower).substr(at, end - at);
    if (std::find(kVerbs.begin(), kVerbs.end(), word) != kVerbs.end())
      return true;
    at = end + 1;
  }
  return false;
}

bool IsTitleCase(std::string_view s) {
  const CaseCount cases = CountCases(s);
  if (cases.words < 3) return false;
  return cases.long_lower * 4 <= cases.long_words &&
         cases.capitalised * 2 >= cases.words;
}

// Stands over a quotation or a paragraph that is clearly longer than it.
bool StandsOverText(std::string_view text, const std::vector<Unit>& units,
                    std::size_t i) {
  const std::size_t next = i + 1;
  if (next >= units.size() || !IsText(units[next])) return false;
  const std::string_view below = units[next].range.of(text);
  if (StartsWithOpenQuote(below)) return true;
  return below.size() >= 100 && below.size() > units[i].range.size() &&
         EndingOf(below) != Ending::kSoft;
}

bool IsColonHeading(std::string_view s, std::string_view below) {
  const std::string_view words = s.substr(0, s.find_last_of(":\xEF"));
  if (NamesSource(words)) return false;
  if (!StartsWithOpenQuote(below))
    return IsTitleCase(words) && !LeadsToQuotation(words);
  const bool title_case = IsTitleCase(words);
  const CaseCount cases = CountCases(words);
  if (cases.words >= 3 && cases.all_caps == cases.words) return true;
  // "On Coal:"; a name alone would be a speaker.
  if (cases.words == 2 && cases.capitalised == 2 &&
      (words.starts_with("On ") || words.starts_with("About ")))
    return true;
  return title_case && (cases.words > 6 || !LeadsToQuotation(words));
}

// Lines that end in a colon, each over a quotation of its own, two or more and
// all different: topics, where the names of speakers would come again in the
// text. What such a line says is in `topics`, without its colon.
std::vector<std::string_view> QuotedTopics(std::string_view text,
                                           const std::vector<Unit>& units) {
  constexpr std::size_t kTopicsMax = 64;
  constexpr int kWordsMax = 8;
  std::vector<std::string_view> topics;
  for (std::size_t i = 0; i + 1 < units.size() && topics.size() < kTopicsMax;
       ++i) {
    if (!IsText(units[i]) || !IsText(units[i + 1])) continue;
    const std::string_view s = units[i].range.of(text);
    if (s.size() > 80 || s.size() < 4 || s.back() != ':' || !StartsUpper(s) ||
        CountWords(s, kWordsMax + 1) > kWordsMax ||
        !StartsWithOpenQuote(units[i + 1].range.of(text)))
      continue;
    const std::string_view words = s.substr(0, s.size() - 1);
    if (LeadsToQuotation(words) || NamesSource(words)) continue;
    if (std::find(topics.begin(), topics.end(), words) != topics.end())
      return {};
    topics.push_back(words);
  }
  if (topics.size() < 2) return {};
  const std::string_view head = text.substr(0, 64 << 10);
  std::erase_if(topics, [&](std::string_view words) {
    const std::size_t at = head.find(words);
    return CountWords(words, 3) <= 2 && at != head.npos &&
           head.find(words, at + 1) != head.npos;
  });
  return topics;
}

bool IsPlainHeading(std::string_view text, const std::vector<Unit>& units,
                    std::size_t i,
                    const std::vector<std::string_view>& topics) {
  const Unit& unit = units[i];
  const std::string_view s = unit.range.of(text);
  if (unit.in_quote || unit.leaf != MarkupKind::kParagraph ||
      !unit.voice.empty())
    return false;
  if (s.size() > kHeadingBytesMax || s.size() < 3 || !StartsUpper(s))
    return false;
  if (i + 1 >= units.size()) return false;
  const std::string_view below = units[i + 1].range.of(text);
  const Ending ending = EndingOf(s);
  const int words = CountWords(s, 20);
  if (ending == Ending::kColon) {
    if (std::find(topics.begin(), topics.end(), s.substr(0, s.size() - 1)) !=
            topics.end() &&
        IsText(units[i + 1]) && StartsWithOpenQuote(below))
      return true;
    return words <= 18 && IsText(units[i + 1]) && IsColonHeading(s, below);
  }
  if (words > 16) return false;
  // Over another heading, or over text.
  const bool stacked = words <= 6 && IsTitleCase(s) && i + 2 < units.size() &&
                       CountWords(below, 5) <= 4 && StartsUpper(below) &&
                       EndingOf(below) == Ending::kSoft &&
                       StandsOverText(text, units, i + 1);
  if (!stacked && !StandsOverText(text, units, i)) return false;
  if (s.back() == ',' || s.back() == ';' || s.back() == '-') return false;
  if (StartsWithOpenQuote(s) && QuoteOpenAtEnd(s)) return false;
  if (ending == Ending::kTerminal) {
    // "FULL TEXT." and "What comes next?" in bold; not a short sentence.
    const CaseCount cases = CountCases(s);
    const bool caps =
        cases.words <= 4 && cases.all_caps == cases.words && s.size() >= 6;
    return caps || (unit.strong && words <= 12 && !StartsWithOpenQuote(s));
  }
  // A line in the middle of hard-broken text is no heading.
  if (unit.same_paragraph && i > 0 &&
      EndingOf(units[i - 1].range.of(text)) == Ending::kSoft) {
    return false;
  }
  return true;
}

}  // namespace

void DecideHeadings(std::string_view text, std::size_t end,
                    std::vector<Unit>& units) {
  const std::vector<std::string_view> topics = QuotedTopics(text, units);
  for (std::size_t i = 0; i < std::min(end, units.size()); ++i) {
    Unit& unit = units[i];
    if (unit.decided) continue;
    if (unit.leaf == MarkupKind::kHeading || unit.leaf == MarkupKind::kTitle) {
      // Pages put whole paragraphs into heading tags.
      if (unit.range.size() > 400) continue;
      unit.kind = BlockKind::kHeading;
      unit.level = std::max<uint8_t>(unit.level, 1);
      unit.decided = true;
    } else if (IsPlainHeading(text, units, i, topics)) {
      unit.kind = BlockKind::kHeading;
      unit.level = 2;
      unit.decided = true;
    }
  }
}

}  // namespace quoth::parse
