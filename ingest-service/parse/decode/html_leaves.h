// HTML tree -> text, leaf by leaf in document order.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/decode/decode.h"
#include "ingest-service/parse/decode/html_tree.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {

// A line or paragraph as a reader sees it.
struct HtmlLeaf {
  Range text;               // Without outer space.
  uint32_t block = 0;       // Nearest block element around it.
  uint32_t first_node = 0;  // First text node.
  MarkupKind kind = MarkupKind::kParagraph;
  uint8_t level = 0;
  uint32_t link_bytes = 0;  // Of its text.
  uint32_t strong_bytes = 0;
};

// Appends text and inline markup (strong, emphasis, link, inline quote) to
// `out`; leaves come in order. `hidden_bytes` counts text that no reader sees.
std::vector<HtmlLeaf> WriteHtmlLeaves(const HtmlTree& tree,
                                      TextBuilder& builder,
                                      DecodedDocument& out,
                                      uint64_t& hidden_bytes);

// Decoded value of an attribute or of raw text, white space collapsed.
std::string PlainValue(std::string_view raw);

}  // namespace quoth::parse
