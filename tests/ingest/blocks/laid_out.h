// Short forms for the tests of blocks: a text -> "KIND words" lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

inline const char* NameOfKind(BlockKind kind) {
  static constexpr const char* kNames[] = {
      "title", "byline",  "dateline", "heading", "paragraph", "item",
      "quote", "caption", "turn",     "stage",   "summary",   "furniture"};
  return kNames[static_cast<int>(kind)];
}

struct LaidOut {
  DecodedDocument document;
  Layout layout;

  // "paragraph: words", in order.
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const Block& block : layout.blocks) {
      lines.push_back(std::string(NameOfKind(block.kind)) + ": " +
                      std::string(block.range.of(document.text)));
    }
    return lines;
  }
};

inline LaidOut LayOut(std::string_view text,
                      std::string_view type = "text/plain") {
  LaidOut result;
  Issues issues;
  result.document = Decode({text, type, ""}, {}, issues);
  result.layout = SplitBlocks(result.document, issues);
  return result;
}

}  // namespace quoth::parse
