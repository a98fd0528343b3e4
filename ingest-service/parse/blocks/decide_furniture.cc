#include "ingest-service/parse/blocks/decide_furniture.h"

#include <algorithm>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/datelines.h"
#include "ingest-service/parse/blocks/furniture.h"
#include "ingest-service/parse/blocks/prose.h"

namespace quoth::parse {
namespace {

// Bytes of text from each unit to the end of the document.
std::vector<uint64_t> RemainingBytes(const std::vector<Unit>& units) {
  std::vector<uint64_t> remaining(units.size() + 1, 0);
  for (std::size_t i = units.size(); i > 0; --i) {
    remaining[i - 1] = remaining[i] + units[i - 1].range.size();
  }
  return remaining;
}

// "Read more" alone on its line: the short lines under it are links.
void DecideTeasers(std::string_view text, std::size_t from,
                   std::vector<Unit>& units) {
  constexpr std::size_t kTeasersMax = 3;
  constexpr uint32_t kTeaserBytesMax = 120;
  for (std::size_t i = from; i < units.size() && i < from + kTeasersMax; ++i) {
    const std::string_view s = units[i].range.of(text);
    if (units[i].decided || units[i].range.size() > kTeaserBytesMax ||
        units[i].leaf == MarkupKind::kHeading ||
        EndingOf(s) == Ending::kTerminal || EndingOf(s) == Ending::kColon ||
        CountWords(s, 3) < 3)
      return;
    // A heading stands over text.
    if (i + 1 < units.size() && !units[i + 1].decided &&
        EndingOf(units[i + 1].range.of(text)) == Ending::kTerminal &&
        units[i + 1].range.size() > kTeaserBytesMax)
      return;
    units[i].kind = BlockKind::kBoilerplate;
    units[i].decided = true;
  }
}

}  // namespace

// Furniture by markup that is the story's own byline or date line: between the
// title, or just above it, and the first paragraph.
void DecideHeadFurniture(std::string_view text, std::vector<Unit>& units) {
  constexpr std::size_t kAboveMax = 4;
  constexpr std::size_t kBelowMax = 8;
  constexpr uint32_t kLineBytesMax = 120;
  const auto title =
      std::find_if(units.begin(), units.end(), [](const Unit& unit) {
        return unit.decided && unit.kind == BlockKind::kTitle;
      });
  if (title == units.end()) return;
  const auto at = static_cast<std::size_t>(title - units.begin());
  bool byline = false, dateline = false;
  for (const Unit& unit : units) {
    byline |= unit.decided && unit.kind == BlockKind::kByline;
    dateline |= unit.decided && unit.kind == BlockKind::kDateline;
  }
  const auto look = [&](std::size_t i) {
    Unit& unit = units[i];
    if (!unit.decided || unit.kind != BlockKind::kBoilerplate ||
        unit.range.size() > kLineBytesMax)
      return;
    const Furniture is = FurnitureOf(unit.range.of(text));
    if (is == Furniture::kByline && !byline) {
      unit.kind = BlockKind::kByline;
      byline = true;
    } else if (is == Furniture::kDateline && !dateline) {
      unit.kind = BlockKind::kDateline;
      dateline = true;
    }
  };
  for (std::size_t i = at + 1; i < units.size() && i <= at + kBelowMax; ++i) {
    if (!units[i].decided) break;
    look(i);
  }
  for (std::size_t i = at; i > 0 && at - i < kAboveMax; --i) look(i - 1);
}

// Furniture in and under the body.
void DecideFurniture(std::string_view text, std::vector<Unit>& units) {
  const std::vector<uint64_t> remaining = RemainingBytes(units);
  const auto decide = [](Unit& unit, BlockKind kind) {
    unit.kind = kind;
    unit.decided = true;
  };
  std::size_t zone = units.size();
  for (std::size_t i = 0; i < units.size() && zone == units.size(); ++i) {
    Unit& unit = units[i];
    if (unit.decided) continue;
    const std::string_view s = unit.range.of(text);
    switch (FurnitureOf(s)) {
      case Furniture::kNone:
        // Biographies stand at the end.
        if (remaining[i + 1] * 4 < remaining[0] && i > 2 && IsBiography(s)) {
          decide(unit, BlockKind::kBoilerplate);
        }
        break;
      case Furniture::kLine:
        decide(unit, BlockKind::kBoilerplate);
        if (IsTeaserLabel(s)) DecideTeasers(text, i + 1, units);
        break;
      case Furniture::kEndZone:
        decide(unit, BlockKind::kBoilerplate);
        // Only when most of the document is above it.
        if (remaining[i] * 5 < remaining[0] * 2) zone = i + 1;
        break;
      case Furniture::kCaption:
        decide(unit, BlockKind::kCaption);
        break;
      case Furniture::kByline:
        if (i < 8 || remaining[i + 1] * 10 < remaining[0])
          decide(unit, BlockKind::kByline);
        break;
      case Furniture::kDateline:
        decide(unit, BlockKind::kDateline);
        break;
    }
  }
  for (std::size_t i = zone; i < units.size(); ++i) {
    if (!units[i].decided) decide(units[i], BlockKind::kBoilerplate);
  }
}

}  // namespace quoth::parse
