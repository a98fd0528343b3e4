// HTML as a flat tree: every node in document order, with the end of its
// subtree. Linear time and bounded depth whatever the input; source positions
// are exact.
//
// Own code: gumbo rebuilds unclosed formatting elements in every paragraph, as
// HTML 5 asks, which lets 100 KB of hostile input take gigabytes, and it walks
// its tree by recursion (docs/adr-own-markup-readers.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/decode/html_tags.h"
#include "ingest-service/parse/text.h"

namespace quoth::parse {

struct HtmlAttribute {
  Range name;
  Range value;  // Entities not decoded; empty when there is none.
};

struct HtmlNode {
  Tag tag = Tag::kText;
  uint32_t parent = 0;
  uint32_t end = 0;  // One past the last node of the subtree.
  Range source;      // Of a text node; of an element's start tag.
  uint32_t first_attribute = 0;
  uint32_t end_attribute = 0;
};

struct HtmlTree {
  std::string_view source;
  std::vector<HtmlNode> nodes;  // nodes[0] is the root, of tag kUnknown.
  std::vector<HtmlAttribute> attributes;
  bool too_deep = false;  // Nesting was cut at the limit.
  bool broken = false;    // End tags without start or left open.

  // Value as written; "" when absent.
  std::string_view Attribute(const HtmlNode& node, std::string_view name) const;
  bool Has(const HtmlNode& node, std::string_view name) const;
};

HtmlTree ReadHtmlTree(std::string_view source, uint32_t depth_max);

// The same for XML: every element is of tag kUnknown and known by NameOf; no
// implied ends, no void elements. Entities and declarations are never expanded
// and nothing is fetched, so bombs are just text.
HtmlTree ReadXmlTree(std::string_view source, uint32_t depth_max);

// Local name of an element as written: "seg" of "<tei:seg>".
std::string_view NameOf(const HtmlTree& tree, const HtmlNode& node);

}  // namespace quoth::parse
