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

#include "ingest-service/parse/text.h"

namespace quoth::parse {

enum class Tag : uint8_t {
  kText,
  kRaw,  // Not elements: text; the inside of <script>, <style>, <title>.
  kUnknown,
  kA,
  kAbbr,
  kAddress,
  kArticle,
  kAside,
  kAudio,
  kB,
  kBlockquote,
  kBody,
  kBr,
  kButton,
  kCanvas,
  kCaption,
  kCenter,
  kCite,
  kCode,
  kDd,
  kDetails,
  kDialog,
  kDiv,
  kDl,
  kDt,
  kEm,
  kFieldset,
  kFigcaption,
  kFigure,
  kFont,
  kFooter,
  kForm,
  kFrame,
  kH1,
  kH2,
  kH3,
  kH4,
  kH5,
  kH6,
  kHead,
  kHeader,
  kHr,
  kHtml,
  kI,
  kIframe,
  kImg,
  kInput,
  kLabel,
  kLegend,
  kLi,
  kLink,
  kMain,
  kMath,
  kMenu,
  kMeta,
  kNav,
  kNoscript,
  kObject,
  kOl,
  kOption,
  kP,
  kPicture,
  kPre,
  kQ,
  kS,
  kSection,
  kSelect,
  kSmall,
  kSource,
  kSpan,
  kStrong,
  kStyle,
  kScript,
  kSub,
  kSummary,
  kSup,
  kSvg,
  kTable,
  kTbody,
  kTd,
  kTemplate,
  kTextarea,
  kTfoot,
  kTh,
  kThead,
  kTime,
  kTitle,
  kTr,
  kU,
  kUl,
  kVideo,
  kWbr,
};

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

bool IsBlockTag(Tag tag);  // Starts and ends a line.
bool IsHeadingTag(Tag tag);

}  // namespace quoth::parse
