#include "tests/fuzz/read_document.h"

#include <cstdio>
#include <cstdlib>

#include "ingest-service/parse/decode/charset.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {
namespace {

void Check(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

bool OnBoundary(std::string_view text, uint32_t at) {
  return at == text.size() ||
         (at < text.size() &&
          (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

void CheckRange(std::string_view text, Range range, const char* promise) {
  Check(range.begin <= range.end && OnBoundary(text, range.begin) &&
            OnBoundary(text, range.end),
        promise);
}

}  // namespace

void ReadDocument(std::string_view bytes, std::string_view declared_type) {
  Issues issues;
  const DecodedDocument document =
      Decode({bytes, declared_type, ""}, {}, issues);
  const std::string_view text = document.text;
  Check(ValidUtf8Prefix(text) == text.size(), "text is valid UTF-8");
  Check(text.find('\r') == text.npos && text.find('\0') == text.npos,
        "text is normalised");
  const std::string_view source =
      document.source_text.empty() ? bytes : document.source_text;
  for (const Markup& markup : document.markup)
    CheckRange(text, markup.range, "markup lies in the text");
  const Layout layout = SplitBlocks(document, issues);
  uint32_t last_end = 0;
  for (std::size_t i = 0; i < layout.blocks.size(); ++i) {
    const Block& block = layout.blocks[i];
    CheckRange(text, block.range, "blocks lie in the text");
    Check(!block.range.empty() && block.range.begin >= last_end,
          "blocks are in order and apart");
    last_end = block.range.end;
    Check(block.section == kNone ||
              (block.section < static_cast<int32_t>(i) &&
               layout.blocks[block.section].kind == BlockKind::kHeading),
          "a section is a heading above");
    Check(block.turn < static_cast<int32_t>(layout.turns.size()),
          "a turn exists");
    if (document.map.available()) {
      const Range from = document.map.ToSource(block.range);
      Check(from.begin <= from.end && from.end <= source.size(),
            "the map stays in the source");
    }
  }
  for (const Turn& turn : layout.turns) {
    CheckRange(text, turn.label, "labels lie in the text");
    CheckRange(text, turn.aside, "asides lie in the text");
    Check(turn.first_block <= turn.last_block &&
              turn.last_block < layout.blocks.size(),
          "a turn has blocks");
  }
  const Metadata metadata = ReadMetadata(document, layout, {}, issues);
  CheckRange(text, metadata.title_range, "the title lies in the text");
  CheckRange(text, metadata.event_evidence, "evidence lies in the text");
  CheckRange(text, metadata.said_on.evidence, "evidence lies in the text");
  Check(ValidUtf8Prefix(metadata.title) == metadata.title.size(),
        "the title is valid UTF-8");
}

}  // namespace quoth::parse
