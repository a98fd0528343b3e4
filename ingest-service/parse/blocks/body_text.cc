#include "ingest-service/parse/blocks/body_text.h"

namespace quoth::parse {
namespace {

bool InBody(BlockKind kind) {
  return kind != BlockKind::kBoilerplate && kind != BlockKind::kCaption &&
         kind != BlockKind::kByline && kind != BlockKind::kTitle;
}

}  // namespace

std::string BodyText(const DecodedDocument& document, const Layout& layout) {
  std::string out;
  for (const Block& block : layout.blocks) {
    if (!InBody(block.kind)) continue;
    if (!out.empty()) out += "\n\n";
    out += block.range.of(document.text);
  }
  return out;
}

}  // namespace quoth::parse
