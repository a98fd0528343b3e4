#include "ingest-service/parse/blocks/body_text.h"

#include <string_view>

namespace quoth::parse {
namespace {

bool IsBody(BlockKind kind) {
  switch (kind) {
    case BlockKind::kHeading:
    case BlockKind::kParagraph:
    case BlockKind::kListItem:
    case BlockKind::kBlockQuote:
    case BlockKind::kTurn:
    case BlockKind::kStage:
    case BlockKind::kSummary:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string BodyText(const DecodedDocument& document, const Layout& layout) {
  const std::string_view text = document.text;
  std::string body;
  for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    Range range = block.range;
    if (block.kind == BlockKind::kDateline) {
      // "PLACE (Agency) —" opens the paragraph on its line.
      if (i + 1 >= layout.blocks.size()) continue;
      const Range next = layout.blocks[i + 1].range;
      const bool same_line =
          next.begin >= range.end &&
          text.substr(range.end, next.begin - range.end).find('\n') ==
              text.npos;
      if (!same_line || layout.blocks[i + 1].kind != BlockKind::kParagraph)
        continue;
      range.end = next.end;
      ++i;
    } else if (!IsBody(block.kind)) {
      continue;
    }
    if (block.turn != kNone && layout.turns[block.turn].first_block == i) {
      const Range label = layout.turns[block.turn].label;
      if (!label.empty() && label.begin < range.begin)
        range.begin = label.begin;
    }
    if (!body.empty()) body.append("\n\n");
    body.append(range.of(text));
  }
  return body;
}

}  // namespace quoth::parse
