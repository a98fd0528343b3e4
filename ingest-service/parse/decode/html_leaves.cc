#include "ingest-service/parse/decode/html_leaves.h"

#include <algorithm>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/entities.h"

namespace quoth::parse {
namespace {

// Never text for a reader.
bool IsUnread(Tag tag) {
  switch (tag) {
    case Tag::kHead:
    case Tag::kScript:
    case Tag::kStyle:
    case Tag::kNoscript:
    case Tag::kTemplate:
    case Tag::kSvg:
    case Tag::kMath:
    case Tag::kCanvas:
    case Tag::kIframe:
    case Tag::kSelect:
    case Tag::kButton:
    case Tag::kTextarea:
    case Tag::kObject:
    case Tag::kAudio:
    case Tag::kVideo:
    case Tag::kTitle:
    case Tag::kOption:
      return true;
    default:
      return false;
  }
}

bool IsHiddenStyle(std::string_view style) {
  if (style.empty()) return false;
  std::string squeezed;
  for (char c : style.substr(0, 400)) {
    if (!IsSpace(c)) squeezed.push_back(ToLower(c));
  }
  return squeezed.find("display:none") != squeezed.npos ||
         squeezed.find("visibility:hidden") != squeezed.npos;
}

class LeafWriter {
 public:
  LeafWriter(const HtmlTree& tree, TextBuilder& builder, DecodedDocument& out)
      : tree_(tree), builder_(builder), out_(out) {}

  std::vector<HtmlLeaf> Write(uint64_t& hidden_bytes) {
    CountText();
    const uint32_t count = static_cast<uint32_t>(tree_.nodes.size());
    for (uint32_t i = 1; i < count;) {
      while (!open_.empty() && tree_.nodes[open_.back().node].end <= i) Close();
      const HtmlNode& node = tree_.nodes[i];
      if (node.tag == Tag::kText) {
        Text(i);
        ++i;
      } else if (node.tag == Tag::kRaw || IsUnread(node.tag)) {
        if (IsBlockTag(node.tag)) EndLeaf();
        i = node.end;
      } else if (IsHidden(node, i)) {
        hidden_bytes += TextBytes(i);
        i = node.end;
      } else {
        Open(i);
        ++i;
      }
    }
    while (!open_.empty()) Close();
    EndLeaf();
    return std::move(leaves_);
  }

 private:
  struct OpenElement {
    uint32_t node;
    uint32_t text_begin;
  };

  // Prefix sums of text bytes, to know what hiding an element would hide.
  void CountText() {
    text_before_.resize(tree_.nodes.size() + 1, 0);
    for (std::size_t i = 0; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      text_before_[i + 1] =
          text_before_[i] + (node.tag == Tag::kText ? node.source.size() : 0);
    }
  }
  uint64_t TextBytes(uint32_t i) const {
    return text_before_[tree_.nodes[i].end] - text_before_[i];
  }

  // Pages that show themselves by script hide everything at first: what holds
  // most of the text counts as shown.
  bool IsHidden(const HtmlNode& node, uint32_t i) const {
    if (node.first_attribute == node.end_attribute) return false;
    const bool hidden = tree_.Has(node, "hidden") ||
                        IsHiddenStyle(tree_.Attribute(node, "style"));
    return hidden && TextBytes(i) * 2 < text_before_.back();
  }

  void Open(uint32_t i) {
    const HtmlNode& node = tree_.nodes[i];
    if (node.tag == Tag::kBr) {
      ++breaks_;
      return;
    }
    if (IsBlockTag(node.tag)) EndLeaf();
    if (node.tag == Tag::kQ && in_leaf_)
      builder_.Replace("\xE2\x80\x9C", {node.source.end, node.source.end});
    open_.push_back({i, in_leaf_ ? builder_.size() : UINT32_MAX});
    if (node.tag == Tag::kA && tree_.Has(node, "href")) ++links_;
    if (node.tag == Tag::kStrong || node.tag == Tag::kB) ++strongs_;
    if (node.tag == Tag::kPre) ++pres_;
  }

  void Close() {
    const OpenElement element = open_.back();
    open_.pop_back();
    const HtmlNode& node = tree_.nodes[element.node];
    switch (node.tag) {
      case Tag::kA:
        if (tree_.Has(node, "href")) {
          --links_;
          Inline(MarkupKind::kLink, element,
                 std::string(tree_.Attribute(node, "href").substr(0, 2048)));
        }
        break;
      case Tag::kStrong:
      case Tag::kB:
        --strongs_;
        Inline(MarkupKind::kStrong, element);
        break;
      case Tag::kEm:
      case Tag::kI:
        Inline(MarkupKind::kEmphasis, element);
        break;
      case Tag::kQ:
        if (in_leaf_) {
          builder_.Replace("\xE2\x80\x9D", {node.source.end, node.source.end});
          Inline(MarkupKind::kInlineQuote, element);
        }
        break;
      case Tag::kPre:
        --pres_;
        break;
      case Tag::kCite:
        if (in_leaf_ && (element.text_begin == UINT32_MAX ||
                         element.text_begin == leaf_.text.begin)) {
          cited_end_ = builder_.size();
        }
        break;
      case Tag::kDt:
        // What a list defines stands out, as bold words do.
        Inline(MarkupKind::kStrong, element);
        break;
      default:
        break;
    }
    if (IsBlockTag(node.tag)) EndLeaf();
  }

  // Inline elements may start before the leaf's first word.
  void Inline(MarkupKind kind, const OpenElement& element,
              std::string value = {}) {
    const uint32_t begin =
        std::max(element.text_begin == UINT32_MAX ? 0 : element.text_begin,
                 leaf_.text.begin);
    if (!in_leaf_ || begin >= builder_.size()) return;
    out_.markup.push_back(
        {kind, 0, {begin, builder_.size()}, std::move(value)});
  }

  void Text(uint32_t i) {
    const Range source = tree_.nodes[i].source;
    const std::string_view s = source.of(tree_.source);
    const bool blank = s.find_first_not_of(" \t\r\n\f") == s.npos;
    if (blank) {
      if (in_leaf_ && !builder_.at_space() && breaks_ == 0)
        builder_.CopyCollapsed({source.begin, source.begin + 1});
      return;
    }
    if (breaks_ >= 2) EndLeaf();
    if (!in_leaf_) {
      StartLeaf(i, source.begin);
    } else if (breaks_ == 1) {
      builder_.BreakLines(1, {source.begin, source.begin});
    }
    breaks_ = 0;
    const uint32_t before = builder_.size();
    if (pres_ > 0) {
      WriteDecoded(source, false);
    } else {
      WriteDecoded(source, true);
    }
    const uint32_t written = builder_.size() - before;
    if (links_ > 0) leaf_.link_bytes += written;
    if (strongs_ > 0) leaf_.strong_bytes += written;
  }

  void WriteDecoded(Range source, bool collapse) {
    const std::string_view all = tree_.source;
    uint32_t at = source.begin;
    const auto copy = [&](Range range) {
      collapse ? builder_.CopyCollapsed(range) : builder_.Copy(range);
    };
    while (at < source.end) {
      const std::size_t found = all.substr(0, source.end).find('&', at);
      if (found == all.npos) break;
      const uint32_t amp = static_cast<uint32_t>(found);
      std::string decoded;
      const std::size_t length =
          DecodeEntityAt(all.substr(0, source.end), amp, decoded);
      if (length == 0) {
        copy({at, amp + 1});
        at = amp + 1;
        continue;
      }
      copy({at, amp});
      const Range range{amp, amp + static_cast<uint32_t>(length)};
      if (decoded == "\xC2\xA0" && collapse) {
        if (!builder_.at_space()) builder_.Replace(" ", range);
      } else {
        builder_.Replace(decoded, range);
      }
      at = range.end;
    }
    copy({at, source.end});
  }

  void StartLeaf(uint32_t node, uint32_t source_at) {
    leaf_ = {};
    leaf_.first_node = node;
    ClassifyLeaf();
    const bool tight = (leaf_.kind == MarkupKind::kListItem ||
                        leaf_.kind == MarkupKind::kTable) &&
                       !leaves_.empty() && leaves_.back().kind == leaf_.kind;
    builder_.BreakLines(tight ? 1 : 2, {source_at, source_at});
    leaf_.text = {builder_.size(), builder_.size()};
    quoted_ = InBlockQuote();
    in_leaf_ = true;
  }

  // Kind by the nearest telling element around.
  void ClassifyLeaf() {
    bool settled = false;
    for (std::size_t k = open_.size(); k > 0; --k) {
      const uint32_t index = open_[k - 1].node;
      const Tag tag = tree_.nodes[index].tag;
      if (leaf_.block == 0 && IsBlockTag(tag)) leaf_.block = index;
      if (settled) {
        if (leaf_.block != 0) return;
        continue;
      }
      settled = true;
      if (IsHeadingTag(tag)) {
        leaf_.kind = MarkupKind::kHeading;
        leaf_.level = static_cast<uint8_t>(static_cast<int>(tag) -
                                           static_cast<int>(Tag::kH1) + 1);
      } else if (tag == Tag::kLi || tag == Tag::kDd || tag == Tag::kDt) {
        leaf_.kind = MarkupKind::kListItem;
        leaf_.level = 1;
      } else if (tag == Tag::kFigcaption || tag == Tag::kCaption ||
                 tag == Tag::kFigure) {
        leaf_.kind = MarkupKind::kCaption;
      } else if (tag == Tag::kTd || tag == Tag::kTh) {
        // Cells with this much text lay out a page; they hold no figures.
        constexpr uint64_t kDataBytesMax = 240;
        leaf_.kind = TextBytes(index) > kDataBytesMax ? MarkupKind::kParagraph
                                                      : MarkupKind::kTable;
      } else if (tag == Tag::kPre) {
        leaf_.kind = MarkupKind::kPreformatted;
      } else {
        settled = tag == Tag::kBody;
      }
    }
  }

  void EndLeaf() {
    breaks_ = 0;
    if (!in_leaf_) return;
    in_leaf_ = false;
    leaf_.text.end = builder_.size();
    while (!leaf_.text.empty() && IsSpace(out_.text[leaf_.text.end - 1]))
      --leaf_.text.end;
    if (leaf_.text.empty()) return;
    // A line that only cites, inside a block quote, names its source.
    if (cited_end_ >= leaf_.text.end && cited_end_ > leaf_.text.begin &&
        quoted_) {
      leaf_.kind = MarkupKind::kCaption;
    }
    leaves_.push_back(leaf_);
  }

  bool InBlockQuote() const {
    return std::any_of(
        open_.begin(), open_.end(), [&](const OpenElement& element) {
          return tree_.nodes[element.node].tag == Tag::kBlockquote;
        });
  }

  const HtmlTree& tree_;
  TextBuilder& builder_;
  DecodedDocument& out_;
  std::vector<uint64_t> text_before_;
  std::vector<OpenElement> open_;
  std::vector<HtmlLeaf> leaves_;
  HtmlLeaf leaf_;
  uint32_t cited_end_ = 0;  // Where a <cite> ended that began its leaf.
  bool in_leaf_ = false, quoted_ = false;
  int breaks_ = 0, links_ = 0, strongs_ = 0, pres_ = 0;
};

}  // namespace

std::string PlainValue(std::string_view raw) {
  const std::string decoded = DecodeEntities(raw.substr(0, 16 << 10));
  std::string out;
  for (char c : decoded) {
    if (!IsSpace(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  if (out.size() > 4096) {
    std::size_t size = 4096;
    while (size > 0 && (static_cast<unsigned char>(out[size]) & 0xC0) == 0x80)
      --size;
    out.resize(size);
  }
  return out;
}

std::vector<HtmlLeaf> WriteHtmlLeaves(const HtmlTree& tree,
                                      TextBuilder& builder,
                                      DecodedDocument& out,
                                      uint64_t& hidden_bytes) {
  return LeafWriter(tree, builder, out).Write(hidden_bytes);
}

}  // namespace quoth::parse
