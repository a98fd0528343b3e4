// Plain text -> paragraphs.
#include <algorithm>
#include <vector>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/blocks/furniture.h"
#include "ingest-service/parse/blocks/prose.h"
#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {
namespace {

// Lines longer than this are paragraphs, not wrapped lines.
constexpr uint32_t kWrapBytesMax = 140;

struct TextLine {
  Range range;  // Trimmed; empty for a blank line.
};

std::vector<TextLine> SplitLines(std::string_view text) {
  std::vector<TextLine> lines;
  std::size_t at = 0;
  while (at <= text.size()) {
    std::size_t end = text.find('\n', at);
    if (end == text.npos) end = text.size();
    Range range{static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    while (!range.empty() && IsSpace(text[range.begin])) ++range.begin;
    while (!range.empty() && IsSpace(text[range.end - 1])) --range.end;
    lines.push_back({range});
    at = end + 1;
  }
  return lines;
}

struct LineStyle {
  bool tokenised = false;  // "said he , and left ." one sentence a line.
  uint32_t width = 0;      // Column at which lines are wrapped; 0 = not.
};

// Words and marks set apart by spaces, as corpora have them.
bool LooksTokenised(std::string_view text) {
  const std::string_view head = text.substr(0, 16 << 10);
  int apart = 0, attached = 0;
  for (std::size_t at = head.find_first_of(",."); at != head.npos;
       at = head.find_first_of(",.", at + 1)) {
    if (at + 1 < head.size() && !IsSpace(head[at + 1])) continue;
    ++(at > 0 && head[at - 1] == ' ' ? apart : attached);
  }
  return apart >= 8 && apart > 4 * attached;
}

LineStyle StyleOf(std::string_view text, const std::vector<TextLine>& lines) {
  LineStyle style;
  style.tokenised = LooksTokenised(text);
  std::vector<uint32_t> inner;  // Lengths of lines with a line right below.
  uint32_t open_ended = 0;
  for (std::size_t i = 0; i + 1 < lines.size() && inner.size() < 5000; ++i) {
    if (lines[i].range.empty() || lines[i + 1].range.empty()) continue;
    inner.push_back(lines[i].range.size());
    if (EndingOf(lines[i].range.of(text).substr(
            lines[i].range.size() -
            std::min<uint32_t>(lines[i].range.size(), 16))) == Ending::kSoft) {
      ++open_ended;
    }
  }
  if (inner.size() < 4) return style;
  std::vector<uint32_t> sorted = inner;
  std::sort(sorted.begin(), sorted.end());
  const uint32_t width = sorted[sorted.size() * 95 / 100];
  const auto full =
      std::count_if(inner.begin(), inner.end(),
                    [&](uint32_t length) { return length * 10 >= width * 6; });
  if (width >= 30 && width <= kWrapBytesMax &&
      static_cast<std::size_t>(full) * 10 >= inner.size() * 7 &&
      std::size_t{open_ended} * 2 >= inner.size()) {
    style.width = width;
  }
  return style;
}

bool IsBullet(std::string_view line) {
  return line.starts_with("\xE2\x80\xA2") || line.starts_with("- ") ||
         line.starts_with("* ") || line.starts_with("\xE2\x96\xAA") ||
         line.starts_with("\xC2\xB7 ");
}

uint32_t BulletBytes(std::string_view line) {
  uint32_t at = line[0] == '-' || line[0] == '*' ? 1
                : line[0] == '\xC2'              ? 2
                                                 : 3;
  while (at < line.size() && line[at] == ' ') ++at;
  return at;
}

bool StartsWithQuote(std::string_view line) {
  return line.starts_with('"') || line.starts_with("``") ||
         line.starts_with("''") || line.starts_with("\xE2\x80\x9C") ||
         line.starts_with("\xE2\x80\x98 ") || line.starts_with("' ") ||
         line.starts_with("\xC2\xAB");
}

// Lines of a document's head that never run on.
bool IsHeadLine(std::string_view line) {
  if (line.starts_with("By ") || line.starts_with("BY "))
    return FurnitureOf(line) == Furniture::kByline;
  const bool wire = line.size() > 3 && line.size() <= 120 &&
                    (line[2] == '-' || line[1] == ' ' || line[3] == '-');
  return wire && IsWireMark(line);
}

// The line end between these two is no paragraph's end.
bool LineGoesOn(std::string_view above, std::string_view below,
                const LineStyle& style) {
  const Ending ending = EndingOf(above);
  // A sentence a line: who speaks next speaks in a paragraph of their own.
  if (style.tokenised) {
    return ending == Ending::kSoft || !StartsWithQuote(below);
  }
  if (IsBullet(below) || IsHeadLine(above) || IsHeadLine(below)) return false;
  if (style.width > 0) {
    const std::size_t word = std::min(below.find(' '), below.size());
    // The next word would not have fitted: the line was wrapped here.
    if (above.size() + 1 + word > style.width) return true;
    return ending == Ending::kSoft && StartsLower(below);
  }
  return ending == Ending::kSoft && StartsLower(below) && above.size() >= 40 &&
         !StartsWithIgnoreCase(below, "by ");
}

void MarkLists(std::string_view text, std::vector<Unit>& units) {
  const auto bullet = [&](std::size_t i) {
    return i < units.size() && IsBullet(units[i].range.of(text));
  };
  std::vector<bool> items(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    items[i] = bullet(i) && (bullet(i + 1) || (i > 0 && items[i - 1]));
  }
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!items[i]) continue;
    units[i].leaf = MarkupKind::kListItem;
    units[i].level = 1;
    units[i].range.begin += BulletBytes(units[i].range.of(text));
  }
  std::erase_if(units, [](const Unit& unit) { return unit.range.empty(); });
}

}  // namespace

std::vector<Unit> UnitsFromLines(std::string_view text) {
  const std::vector<TextLine> lines = SplitLines(text);
  const LineStyle style = StyleOf(text, lines);
  std::vector<Unit> units;
  bool after_blank = true;
  for (const TextLine& line : lines) {
    if (line.range.empty()) {
      after_blank = true;
      continue;
    }
    if (!after_blank) {
      // Only the last line of the unit above matters.
      const Range above = units.back().range;
      const std::size_t last =
          text.substr(above.begin, above.size()).rfind('\n');
      const std::string_view tail =
          last == text.npos ? above.of(text) : above.of(text).substr(last + 1);
      if (LineGoesOn(tail, line.range.of(text), style)) {
        units.back().range.end = line.range.end;
        continue;
      }
    }
    Unit unit;
    unit.range = line.range;
    unit.same_paragraph = !after_blank;
    units.push_back(unit);
    after_blank = false;
  }
  MarkLists(text, units);
  return units;
}

}  // namespace quoth::parse
