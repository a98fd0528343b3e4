#include "ingest-service/parse/blocks/units.h"

#include <algorithm>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/labels.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

bool IsLeaf(MarkupKind kind) {
  switch (kind) {
    case MarkupKind::kTitle:
    case MarkupKind::kHeading:
    case MarkupKind::kParagraph:
    case MarkupKind::kListItem:
    case MarkupKind::kCaption:
    case MarkupKind::kTable:
    case MarkupKind::kPreformatted:
    case MarkupKind::kStage:
      return true;
    default:
      return false;
  }
}

Range Trimmed(std::string_view text, Range range) {
  while (!range.empty() && IsSpace(text[range.begin])) ++range.begin;
  while (!range.empty() && IsSpace(text[range.end - 1])) --range.end;
  return range;
}

// Furniture that says something of the document keeps its kind.
BlockKind KindOfFurniture(std::string_view why, uint32_t bytes) {
  constexpr uint32_t kLineBytesMax = 200;
  if (why == "caption") return BlockKind::kCaption;
  if (why == "byline" && bytes <= kLineBytesMax) return BlockKind::kByline;
  if (why == "dateline" && bytes <= kLineBytesMax) return BlockKind::kDateline;
  return BlockKind::kBoilerplate;
}

// Marks what lies over a unit: bold, italics, links, quotes, voices.
void Overlay(std::string_view text, const Markup& markup, Unit& unit) {
  const Range over = Trimmed(text, markup.range);
  // Closing punctuation often stays outside of the bold words.
  const bool whole =
      over.begin <= unit.range.begin && over.end + 1 >= unit.range.end;
  const bool head = over.begin == unit.range.begin && !whole;
  switch (markup.kind) {
    case MarkupKind::kBlockQuote:
      unit.in_quote = true;
      break;
    case MarkupKind::kVoice:
      unit.voice = markup.value;
      break;
    case MarkupKind::kBoilerplate:
      if (whole) {
        unit.kind = KindOfFurniture(markup.value, unit.range.size());
        unit.decided = true;
      }
      break;
    case MarkupKind::kStrong:
      unit.strong |= whole;
      if (head) unit.strong_head = over;
      break;
    case MarkupKind::kEmphasis:
      unit.emphasis |= whole;
      if (head && unit.strong_head.empty()) unit.strong_head = over;
      break;
    case MarkupKind::kLink:
      unit.link |= whole;
      break;
    default:
      break;
  }
}

}  // namespace

// "Q: ...<br>A: ..." in one paragraph: lines that open with labels are units.
// False when fewer than two lines do.
bool SplitLabelLines(std::string_view text, const Unit& unit,
                     std::vector<Unit>& units) {
  constexpr std::size_t kLinesMax = 200;
  const std::string_view s = unit.range.of(text);
  if (unit.leaf != MarkupKind::kParagraph || s.find('\n') == s.npos)
    return false;
  std::vector<Unit> lines;
  std::size_t labels = 0;
  for (std::size_t at = 0; at < s.size() && lines.size() < kLinesMax;) {
    const std::size_t end = std::min(s.find('\n', at), s.size());
    Unit line = unit;
    line.range = Trimmed(text, {unit.range.begin + static_cast<uint32_t>(at),
                                unit.range.begin + static_cast<uint32_t>(end)});
    line.same_paragraph = at > 0;
    at = end + 1;
    if (line.range.empty()) continue;
    const auto label = FindLabel(text, line);
    const bool labelled =
        label && !label->bare && label->content < line.range.end;
    labels += labelled ? 1 : 0;
    if (labelled || lines.empty()) {
      lines.push_back(line);
    } else {
      lines.back().range.end = line.range.end;
    }
    if (lines.size() == 1 && !labelled) return false;
  }
  if (labels < 2) return false;
  lines.back().range.end = unit.range.end;
  units.insert(units.end(), lines.begin(), lines.end());
  return true;
}

// Lines of an address block - author, date, place - set with hard breaks in
// one paragraph: each line is a unit of its own.
void SplitShortLines(std::string_view text, const Unit& unit,
                     std::vector<Unit>& units) {
  constexpr uint32_t kBytesMax = 240;
  constexpr std::size_t kLineBytesMax = 70;
  const std::string_view s = unit.range.of(text);
  bool split = (unit.leaf == MarkupKind::kParagraph ||
                unit.leaf == MarkupKind::kTable) &&
               unit.range.size() <= kBytesMax && s.find('\n') != s.npos &&
               s.find('|') == s.npos;
  for (std::size_t at = 0; split && at < s.size();) {
    const std::size_t end = std::min(s.find('\n', at), s.size());
    const std::string_view line = s.substr(at, end - at);
    const bool last = end == s.size();
    split = line.size() <= kLineBytesMax && StartsUpper(line) &&
            !StartsWithOpenQuote(line) &&
            (last || (EndingOf(line) == Ending::kSoft && line.back() != ','));
    at = end + 1;
  }
  if (!split) {
    units.push_back(unit);
    return;
  }
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t end = std::min(s.find('\n', at), s.size());
    Unit line = unit;
    line.range = Trimmed(text, {unit.range.begin + static_cast<uint32_t>(at),
                                unit.range.begin + static_cast<uint32_t>(end)});
    line.same_paragraph = at > 0;
    if (!line.range.empty()) units.push_back(line);
    at = end + 1;
  }
}

std::vector<Unit> GatherUnits(const DecodedDocument& document) {
  const std::string_view text = document.text;
  std::vector<Unit> units;
  for (const Markup& markup : document.markup) {
    if (!IsLeaf(markup.kind)) continue;
    Unit unit;
    unit.range = Trimmed(text, markup.range);
    if (unit.range.empty()) continue;
    unit.leaf = markup.kind;
    unit.level = markup.level;
    unit.marked = true;
    if (!units.empty() && unit.range.begin < units.back().range.end) continue;
    if (!SplitLabelLines(text, unit, units)) SplitShortLines(text, unit, units);
  }
  if (units.empty()) units = UnitsFromLines(text);
  // Overlays are sorted by their beginning, outer first. Each touches the
  // units inside it; block-level ones are few and shallow.
  std::size_t first = 0;
  for (const Markup& markup : document.markup) {
    if (IsLeaf(markup.kind) || markup.range.empty()) continue;
    while (first < units.size() && units[first].range.end <= markup.range.begin)
      ++first;
    for (std::size_t i = first;
         i < units.size() && units[i].range.begin < markup.range.end; ++i) {
      Overlay(text, markup, units[i]);
    }
  }
  return units;
}

void JoinBrokenUnits(std::string_view text, std::vector<Unit>& units) {
  // A part shorter than this is a heading or a label, not half a paragraph.
  constexpr uint32_t kPartBytesMin = 40;
  // Bound what is looked at again and again.
  constexpr uint8_t kPartsMax = 6;
  constexpr uint32_t kJoinedBytesMax = 32 << 10;
  const auto joinable = [](const Unit& unit) {
    return !unit.decided && unit.leaf == MarkupKind::kParagraph &&
           unit.voice.empty();
  };
  std::size_t out = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (out > 0 && joinable(units[i]) && joinable(units[out - 1]) &&
        units[i].in_quote == units[out - 1].in_quote) {
      Unit& above = units[out - 1];
      const std::string_view first = above.range.of(text);
      const std::string_view second = units[i].range.of(text);
      bool joins = false;
      if (above.range.size() >= kPartBytesMin && above.parts < kPartsMax &&
          above.range.size() < kJoinedBytesMax &&
          EndingOf(first) == Ending::kSoft && !StartsWithOpenQuote(second) &&
          !above.strong && !units[i].strong) {
        const bool goes_on = StartsLower(second) &&
                             units[i].range.size() >= 12 &&
                             !StartsWithIgnoreCase(second, "by ") &&
                             (CountWords(first, 9) >= 9 || first.back() == ',');
        joins = goes_on || (QuoteOpenAtEnd(first) && !units[i].emphasis);
      }
      if (joins) {
        above.range.end = units[i].range.end;
        ++above.parts;
        continue;
      }
    }
    if (out != i) units[out] = units[i];
    ++out;
  }
  units.resize(out);
}

}  // namespace quoth::parse
