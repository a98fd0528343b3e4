#include "ingest-service/parse/decode/html_tree.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kTagNameBytesMax = 16;
constexpr uint32_t kAttributesMax = 64;  // Of one element.
constexpr std::size_t kNamesLooked = 32;

class TreeReader {
 public:
  TreeReader(std::string_view source, uint32_t depth_max, bool xml)
      : source_(source), depth_max_(std::max(depth_max, 8u)), xml_(xml) {
    tree_.source = source;
    tree_.nodes.reserve(source.size() / 24 + 16);
    tree_.attributes.reserve(source.size() / 48 + 16);
    HtmlNode root;
    root.tag = Tag::kUnknown;
    tree_.nodes.push_back(root);
    stack_.push_back(0);
  }

  HtmlTree Read() {
    const uint32_t size = static_cast<uint32_t>(source_.size());
    uint32_t at = 0;
    while (at < size) {
      const std::size_t angle = source_.find('<', at);
      const uint32_t next =
          angle == source_.npos ? size : static_cast<uint32_t>(angle);
      uint32_t after = next < size ? MarkupAt(next) : size;
      if (next < size && after == next) {  // A lone "<" is text.
        Text({at, next + 1});
        at = next + 1;
        continue;
      }
      Text({at, next});
      if (next < size) after = Apply(next, after);
      at = after;
    }
    tree_.broken |= stack_.size() > 3;
    PopTo(0);
    tree_.nodes[0].end = static_cast<uint32_t>(tree_.nodes.size());
    return std::move(tree_);
  }

 private:
  struct ParsedTag {
    Tag tag = Tag::kUnknown;
    bool end = false, self_closing = false;
  };

  void Text(Range range) {
    if (range.empty()) return;
    // Two texts in a row: one node.
    HtmlNode& last = tree_.nodes.back();
    if (last.tag == Tag::kText && last.parent == stack_.back() &&
        last.source.end == range.begin) {
      last.source.end = range.end;
      return;
    }
    if (range.of(source_).find_first_not_of(" \t\r\n\f") != source_.npos)
      last_words_ = static_cast<uint32_t>(tree_.nodes.size());
    Append(Tag::kText, range);
  }

  uint32_t Append(Tag tag, Range source) {
    HtmlNode node;
    node.tag = tag;
    node.parent = stack_.back();
    node.source = source;
    node.first_attribute = node.end_attribute =
        static_cast<uint32_t>(tree_.attributes.size());
    const uint32_t index = static_cast<uint32_t>(tree_.nodes.size());
    node.end = index + 1;
    tree_.nodes.push_back(node);
    return index;
  }

  // End of the comment, declaration or tag at `at`; `at` itself when there is
  // none there.
  uint32_t MarkupAt(uint32_t at) {
    const uint32_t size = static_cast<uint32_t>(source_.size());
    if (at + 1 >= size) return at;
    const char c = source_[at + 1];
    if (c == '!') {
      if (source_.substr(at, 4) == "<!--") {
        // "<!-->" and "<!--->" are whole comments.
        if (source_.substr(at + 4, 1) == ">") return at + 5;
        if (source_.substr(at + 4, 2) == "->") return at + 6;
        return After(at + 4, "-->", comment_end_);
      }
      if (source_.substr(at, 9) == "<![CDATA[")
        return After(at + 9, "]]>", cdata_end_);
      // A document type may hold declarations of its own.
      const std::string_view head = source_.substr(at, 1024);
      const std::size_t bracket = head.find('[');
      if (xml_ && bracket != head.npos && bracket < head.find('>')) {
        const std::size_t close = source_.find("]>", at + bracket);
        return static_cast<uint32_t>(close == source_.npos ? source_.size()
                                                           : close + 2);
      }
      return After(at, ">", bang_end_);
    }
    if (c == '?') return After(at, ">", bang_end_);
    const uint32_t name = c == '/' ? at + 2 : at + 1;
    if (name >= size || !IsAlpha(source_[name])) return at;
    return TagEnd(name);
  }

  // Position after `mark`; the end of the source when it never comes, which is
  // looked for only once.
  uint32_t After(uint32_t from, std::string_view mark, bool& missing) {
    if (!missing) {
      const std::size_t found = source_.find(mark, from);
      if (found != source_.npos)
        return static_cast<uint32_t>(found + mark.size());
      missing = true;
    }
    return static_cast<uint32_t>(source_.size());
  }

  // One past the ">" of a tag, quotes respected. A quote that never closes
  // would swallow the page: then the next ">" counts.
  uint32_t TagEnd(uint32_t at) {
    const uint32_t size = static_cast<uint32_t>(source_.size());
    constexpr uint32_t kQuotedBytesMax = 64 << 10;
    bool after_equals = false;
    for (uint32_t i = at; i < size; ++i) {
      const char c = source_[i];
      if (c == '>') return i + 1;
      if ((c == '"' || c == '\'') && after_equals) {
        const std::size_t close =
            source_.substr(i + 1, kQuotedBytesMax).find(c);
        if (close == source_.npos) {
          const std::size_t angle = source_.find('>', i);
          return angle == source_.npos ? size
                                       : static_cast<uint32_t>(angle) + 1;
        }
        i += static_cast<uint32_t>(close) + 1;
        after_equals = false;
        continue;
      }
      if (c == '=') {
        after_equals = true;
      } else if (!IsSpace(c)) {
        after_equals = false;
      }
    }
    return size;
  }

  // Takes the markup [at, end) into the tree; gives where to go on.
  uint32_t Apply(uint32_t at, uint32_t end) {
    if (!IsAlpha(source_[at + 1]) && source_[at + 1] != '/') {
      if (source_.substr(at, 9) == "<![CDATA[") {  // Its inside is text.
        const uint32_t stop =
            source_.substr(at, end - at).ends_with("]]>") ? end - 3 : end;
        Text({at + 9, std::max(at + 9, stop)});
      }
      return end;
    }
    const bool closing = source_[at + 1] == '/';
    const uint32_t name_begin = closing ? at + 2 : at + 1;
    uint32_t name_end = name_begin;
    while (name_end < end &&
           (IsAlnum(source_[name_end]) || source_[name_end] == '-' ||
            source_[name_end] == ':')) {
      ++name_end;
    }
    Tag tag = Tag::kUnknown;
    if (!xml_ && name_end - name_begin <= kTagNameBytesMax) {
      char lower[kTagNameBytesMax];
      for (uint32_t i = name_begin; i < name_end; ++i)
        lower[i - name_begin] = ToLower(source_[i]);
      tag = TagByName({lower, name_end - name_begin});
    }
    if (closing) {
      EndTag(tag, {name_begin, name_end});
      return end;
    }
    const bool self_closing =
        end >= 2 && source_[end - 2] == '/' && source_[end - 1] == '>';
    return StartTag(tag, {at, end}, name_end, self_closing);
  }

  uint32_t StartTag(Tag tag, Range source, uint32_t name_end,
                    bool self_closing) {
    if ((tag == Tag::kHtml || tag == Tag::kBody) && open_[Index(tag)] > 0)
      return source.end;
    CloseImplied(tag);
    const uint32_t node = Append(tag, source);
    ReadAttributes(node, name_end, source.end);
    if (IsVoid(tag)) return source.end;
    if (IsRawText(tag)) return RawText(node, tag, source.end);
    if (xml_ && self_closing) return source.end;
    // Unknown elements and SVG shapes may close themselves.
    if (self_closing && (tag == Tag::kUnknown || tag == Tag::kSvg))
      return source.end;
    if (stack_.size() >= depth_max_) {
      tree_.too_deep = true;
      ++suppressed_[Index(tag)];
      return source.end;
    }
    stack_.push_back(node);
    ++open_[Index(tag)];
    return source.end;
  }

  void ReadAttributes(uint32_t node, uint32_t at, uint32_t end) {
    tree_.nodes[node].first_attribute =
        static_cast<uint32_t>(tree_.attributes.size());
    for (uint32_t count = 0; at < end && count < kAttributesMax; ++count) {
      while (at < end && (IsSpace(source_[at]) || source_[at] == '/')) ++at;
      HtmlAttribute attribute;
      attribute.name.begin = at;
      while (at < end && !IsSpace(source_[at]) && source_[at] != '=' &&
             source_[at] != '>' && source_[at] != '/')
        ++at;
      attribute.name.end = at;
      while (at < end && IsSpace(source_[at])) ++at;
      if (at < end && source_[at] == '=') {
        ++at;
        while (at < end && IsSpace(source_[at])) ++at;
        const char quote = at < end ? source_[at] : 0;
        if (quote == '"' || quote == '\'') {
          attribute.value.begin = ++at;
          while (at < end && source_[at] != quote) ++at;
          attribute.value.end = at;
          if (at < end) ++at;
        } else {
          attribute.value.begin = at;
          while (at < end && !IsSpace(source_[at]) && source_[at] != '>') ++at;
          attribute.value.end = at;
        }
      }
      if (attribute.name.empty()) {
        if (at < end && source_[at] != '>') {
          ++at;
          continue;
        }
        break;
      }
      tree_.attributes.push_back(attribute);
    }
    tree_.nodes[node].end_attribute =
        static_cast<uint32_t>(tree_.attributes.size());
  }

  // The inside of <script> and its like; gives where its end tag ends.
  uint32_t RawText(uint32_t node, Tag tag, uint32_t at) {
    const std::string_view name = NameOfTag(tag);
    const uint32_t size = static_cast<uint32_t>(source_.size());
    uint32_t close = at;
    uint32_t after = size;
    bool found = false;
    if (!raw_missing_[Index(tag)]) {
      for (std::size_t i = source_.find("</", at); i != source_.npos;
           i = source_.find("</", i + 2)) {
        if (!StartsWithIgnoreCase(source_.substr(i + 2, name.size()), name))
          continue;
        close = static_cast<uint32_t>(i);
        const std::size_t angle = source_.find('>', i);
        after = angle == source_.npos ? size : static_cast<uint32_t>(angle) + 1;
        found = true;
        break;
      }
    }
    if (!found) {
      // Never closed: a script runs to the end of the page, the others are
      // taken for empty.
      raw_missing_[Index(tag)] = true;
      tree_.broken = true;
      const bool swallow = tag == Tag::kScript || tag == Tag::kStyle;
      close = swallow ? size : at;
      after = swallow ? size : at;
    }
    stack_.push_back(node);
    if (close > at) Append(Tag::kRaw, {at, close});
    stack_.pop_back();
    tree_.nodes[node].end = static_cast<uint32_t>(tree_.nodes.size());
    return after;
  }

  void PopTo(std::size_t size) {
    while (stack_.size() > std::max<std::size_t>(size, 1)) {
      HtmlNode& node = tree_.nodes[stack_.back()];
      node.end = static_cast<uint32_t>(tree_.nodes.size());
      --open_[Index(node.tag)];
      stack_.pop_back();
    }
  }

  // Closes an open `tag` unless one of `stops` is nearer.
  void CloseOpen(Tag tag, std::initializer_list<Tag> stops) {
    if (open_[Index(tag)] == 0) return;
    for (std::size_t i = stack_.size(); i > 1; --i) {
      const Tag here = tree_.nodes[stack_[i - 1]].tag;
      if (here == tag) return PopTo(i - 1);
      if (IsScope(here) ||
          std::find(stops.begin(), stops.end(), here) != stops.end())
        return;
    }
  }

  void CloseImplied(Tag tag) {
    switch (tag) {
      case Tag::kLi:
        CloseOpen(Tag::kLi, {Tag::kUl, Tag::kOl, Tag::kMenu});
        break;
      case Tag::kDt:
      case Tag::kDd:
        CloseOpen(Tag::kDt, {Tag::kDl});
        CloseOpen(Tag::kDd, {Tag::kDl});
        break;
      case Tag::kOption:
        CloseOpen(Tag::kOption, {Tag::kSelect});
        break;
      case Tag::kTd:
      case Tag::kTh:
        CloseCells(false);
        break;
      case Tag::kTr:
      case Tag::kTbody:
      case Tag::kThead:
      case Tag::kTfoot:
        CloseCells(true);
        break;
      case Tag::kBody:
        CloseOpen(Tag::kHead, {});
        break;
      default:
        break;
    }
    if (IsBlockTag(tag)) CloseOpen(Tag::kP, {Tag::kButton});
    if (tag == Tag::kP) CloseHeading();
    if (IsHeadingTag(tag)) {
      const Tag here = tree_.nodes[stack_.back()].tag;
      if (IsHeadingTag(here)) PopTo(stack_.size() - 1);
    }
  }

  // A heading left open ends where a paragraph begins. HTML 5 would let it run
  // to the end of the page; "<h1><p>Words</p></h1>" stays a heading.
  void CloseHeading() {
    constexpr std::size_t kLooked = 4;  // Inline elements inside it.
    for (std::size_t i = stack_.size(); i > 1 && i + kLooked > stack_.size();
         --i) {
      const Tag here = tree_.nodes[stack_[i - 1]].tag;
      if (IsHeadingTag(here)) {
        if (last_words_ > stack_[i - 1]) PopTo(i - 1);
        return;
      }
      if (IsBlockTag(here)) return;
    }
  }

  // The open cell, and the row if asked, of the innermost table.
  void CloseCells(bool row) {
    if (open_[Index(Tag::kTd)] + open_[Index(Tag::kTh)] +
            open_[Index(Tag::kTr)] ==
        0)
      return;
    for (std::size_t i = stack_.size(); i > 1; --i) {
      const Tag here = tree_.nodes[stack_[i - 1]].tag;
      if (here == Tag::kTable) return;
      if (here == Tag::kTd || here == Tag::kTh) {
        PopTo(i - 1);
        if (!row) return;
      } else if (row && here == Tag::kTr) {
        return PopTo(i - 1);
      }
    }
  }

  void EndTag(Tag tag, Range name) {
    if (suppressed_[Index(tag)] > 0) {
      --suppressed_[Index(tag)];
      return;
    }
    if (open_[Index(tag)] == 0 || tag == Tag::kHtml || tag == Tag::kBody) {
      tree_.broken |= tag != Tag::kP && tag != Tag::kHtml &&
                      tag != Tag::kBody && tag != Tag::kBr;
      // As HTML 5 has it: an empty paragraph, and a line break.
      if (tag == Tag::kP || tag == Tag::kBr) Append(tag, name);
      return;
    }
    const bool block = IsBlockTag(tag);
    // Names are compared only near the top: an end tag far from its start is
    // an error anyway, and a million of them must not each look far.
    const std::size_t bottom =
        tag == Tag::kUnknown && stack_.size() > kNamesLooked
            ? stack_.size() - kNamesLooked
            : 1;
    for (std::size_t i = stack_.size(); i > bottom; --i) {
      const HtmlNode& node = tree_.nodes[stack_[i - 1]];
      if (node.tag == tag && (tag != Tag::kUnknown || SameName(node, name)))
        return PopTo(i - 1);
      // An inline end tag does not close the blocks opened since.
      if (!block && IsBlockTag(node.tag)) return;
      if (IsScope(node.tag) && tag != Tag::kTable && tag != Tag::kTr &&
          tag != Tag::kTbody)
        return;
    }
  }

  bool SameName(const HtmlNode& node, Range name) const {
    return EqualsIgnoreCase(source_.substr(node.source.begin + 1, name.size()),
                            name.of(source_));
  }

  std::string_view source_;
  uint32_t depth_max_;
  bool xml_;
  HtmlTree tree_;
  std::vector<uint32_t> stack_;  // Open elements; [0] is the root.
  std::array<uint32_t, kTagCount> open_{};
  std::array<uint32_t, kTagCount> suppressed_{};
  std::array<bool, kTagCount> raw_missing_{};
  uint32_t last_words_ = 0;  // The last text node that is not blank.
  bool comment_end_ = false, cdata_end_ = false, bang_end_ = false;
};

}  // namespace

std::string_view HtmlTree::Attribute(const HtmlNode& node,
                                     std::string_view name) const {
  for (uint32_t i = node.first_attribute; i < node.end_attribute; ++i) {
    if (EqualsIgnoreCase(attributes[i].name.of(source), name))
      return attributes[i].value.of(source);
  }
  return {};
}

bool HtmlTree::Has(const HtmlNode& node, std::string_view name) const {
  for (uint32_t i = node.first_attribute; i < node.end_attribute; ++i) {
    if (EqualsIgnoreCase(attributes[i].name.of(source), name)) return true;
  }
  return false;
}

HtmlTree ReadHtmlTree(std::string_view source, uint32_t depth_max) {
  return TreeReader(source, depth_max, false).Read();
}

HtmlTree ReadXmlTree(std::string_view source, uint32_t depth_max) {
  return TreeReader(source, depth_max, true).Read();
}

std::string_view NameOf(const HtmlTree& tree, const HtmlNode& node) {
  if (node.tag == Tag::kText || node.tag == Tag::kRaw || node.source.size() < 2)
    return {};
  const std::string_view s = node.source.of(tree.source).substr(1);
  std::size_t end = 0;
  while (end < s.size() && !IsSpace(s[end]) && s[end] != '>' && s[end] != '/')
    ++end;
  std::string_view name = s.substr(0, end);
  if (const std::size_t colon = name.find(':'); colon != name.npos)
    name.remove_prefix(colon + 1);
  return name;
}

}  // namespace quoth::parse
