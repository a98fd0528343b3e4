#include "ingest-service/parse/decode/html_article.h"

#include <algorithm>
#include <array>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/html_hints.h"

namespace quoth::parse {
namespace {

// Prose of a leaf in bytes: long, with few links, with sentences.
uint32_t ProseBytes(std::string_view text, const HtmlLeaf& leaf) {
  const uint32_t size = leaf.text.size();
  if (size < 50 || leaf.kind == MarkupKind::kHeading ||
      leaf.kind == MarkupKind::kCaption)
    return 0;
  if (leaf.link_bytes * 5 > size * 2) return 0;
  const std::string_view s = leaf.text.of(text);
  const bool sentence = s.find_first_of(".!?,") != s.npos || IsHigh(s.back());
  if (!sentence) return 0;
  return size - std::min(size, leaf.link_bytes);
}

class Judge {
 public:
  Judge(const HtmlTree& tree, std::string_view text,
        const std::vector<HtmlLeaf>& leaves, std::string_view page_title)
      : tree_(tree),
        text_(text),
        leaves_(leaves),
        title_(page_title),
        verdicts_(leaves.size(), nullptr) {}

  std::vector<const char*> Run() {
    IndexLeaves();
    MarkNegative();
    SumProse();
    const uint32_t container = FindContainer();
    MarkOutside(container);
    MarkInside(container);
    return std::move(verdicts_);
  }

 private:
  // leaf_before_[n] = leaves that begin before node n.
  void IndexLeaves() {
    leaf_before_.resize(tree_.nodes.size() + 1, 0);
    std::size_t leaf = 0;
    for (uint32_t n = 0; n <= tree_.nodes.size(); ++n) {
      while (leaf < leaves_.size() && leaves_[leaf].first_node < n) ++leaf;
      leaf_before_[n] = static_cast<uint32_t>(leaf);
    }
    prose_.resize(leaves_.size());
    for (std::size_t i = 0; i < leaves_.size(); ++i)
      prose_[i] = ProseBytes(text_, leaves_[i]);
    SumProse();
  }

  void SumProse() {
    sum_.assign(leaves_.size() + 1, 0);
    for (std::size_t i = 0; i < leaves_.size(); ++i) {
      sum_[i + 1] = sum_[i] + (verdicts_[i] == nullptr ? prose_[i] : 0);
    }
  }

  uint32_t FirstLeaf(uint32_t node) const { return leaf_before_[node]; }
  uint32_t EndLeaf(uint32_t node) const {
    return leaf_before_[tree_.nodes[node].end];
  }
  uint64_t Prose(uint32_t node) const {
    return sum_[EndLeaf(node)] - sum_[FirstLeaf(node)];
  }

  void Mark(uint32_t node, const char* reason) {
    for (uint32_t i = FirstLeaf(node); i < EndLeaf(node); ++i) {
      if (verdicts_[i] == nullptr) verdicts_[i] = reason;
    }
  }

  // Furniture by tag, role, class and id. Marked subtrees are skipped, so each
  // leaf is marked once.
  void MarkNegative() {
    const uint64_t total = sum_.back();
    body_hint_.assign(tree_.nodes.size(), false);
    lead_hint_.assign(tree_.nodes.size(), false);
    for (uint32_t n = 1; n < tree_.nodes.size();) {
      const HtmlNode& node = tree_.nodes[n];
      if (node.tag == Tag::kText || node.tag == Tag::kRaw ||
          FirstLeaf(n) == EndLeaf(n)) {
        ++n;
        continue;
      }
      if (const char* reason = NegativeReason(n, total)) {
        Mark(n, reason);
        n = node.end;
      } else {
        ++n;
      }
    }
  }

  const char* NegativeReason(uint32_t n, uint64_t total) {
    const HtmlNode& node = tree_.nodes[n];
    const uint64_t prose = Prose(n);
    const bool minor = prose * 2 < total || total == 0;
    switch (node.tag) {
      case Tag::kNav:
      case Tag::kMenu:
        return minor ? "nav" : nullptr;
      case Tag::kFooter:
        return minor ? "footer" : nullptr;
      case Tag::kAside:
        return minor ? "aside" : nullptr;
      case Tag::kForm:
      case Tag::kFieldset:
      case Tag::kDialog:
        return prose * 5 < total ? "form" : nullptr;
      case Tag::kFigure:
      case Tag::kFigcaption:
        return prose * 5 < total ? "caption" : nullptr;
      default:
        break;
    }
    ElementHints hints;
    if (node.tag == Tag::kUnknown) {
      // Custom elements: "amp-ad", "share-bar".
      const std::string_view name = NameOf(tree_, node);
      if (name.find('-') != name.npos) ReadHints(name, hints);
    }
    for (uint32_t a = node.first_attribute; a < node.end_attribute; ++a) {
      const HtmlAttribute& attribute = tree_.attributes[a];
      const std::string_view name = attribute.name.of(tree_.source);
      const std::string_view value = attribute.value.of(tree_.source);
      if (name == "class" || name == "id" || name == "data-component" ||
          name == "data-testid") {
        ReadHints(value, hints);
      } else if (name == "itemprop" && value == "articleBody") {
        body_hint_[n] = true;
      } else if (name == "role") {
        if (minor &&
            (value == "navigation" || value == "complementary" ||
             value == "banner" || value == "contentinfo" || value == "search" ||
             value == "dialog" || value == "menu")) {
          return "role";
        }
      }
    }
    if (node.tag == Tag::kBody || node.tag == Tag::kHtml ||
        node.tag == Tag::kMain)
      return nullptr;
    if (hints.sure && prose * 10 < total * 9) return "comment";
    if (hints.body && !hints.furniture) body_hint_[n] = true;
    if (prose * 3 < total) {
      if (hints.byline) return "byline";
      if (hints.dateline) return "dateline";
    }
    if (hints.lead) lead_hint_[n] = true;
    // Embedded posts sit in "social" boxes.
    if (hints.furniture && prose * 3 < total && !HoldsQuote(n))
      return "furniture";
    return nullptr;
  }

  bool HoldsQuote(uint32_t n) const {
    constexpr uint32_t kLooked = 12;
    for (uint32_t i = n + 1; i < tree_.nodes[n].end && i < n + kLooked; ++i) {
      if (tree_.nodes[i].tag == Tag::kBlockquote) return true;
    }
    return false;
  }

  uint32_t FindContainer() {
    const uint64_t total = sum_.back();
    if (total == 0) return 0;
    // A hinted body with most of the prose; the innermost of several.
    uint32_t best = 0;
    for (uint32_t n = 1; n < tree_.nodes.size(); ++n) {
      const HtmlNode& node = tree_.nodes[n];
      const bool hinted =
          body_hint_[n] || node.tag == Tag::kArticle || node.tag == Tag::kMain;
      if (!hinted) continue;
      const uint64_t prose = Prose(n);
      if (prose * 10 >= total * 4 &&
          (best == 0 || prose * 10 >= Prose(best) * 8))
        best = n;
    }
    uint32_t at = best;
    // Down to where the prose divides.
    while (true) {
      uint32_t next = 0;
      uint64_t most = 0;
      for (uint32_t n = at + 1; n < tree_.nodes[at].end;
           n = tree_.nodes[n].end) {
        if (tree_.nodes[n].tag == Tag::kText || tree_.nodes[n].tag == Tag::kRaw)
          continue;
        if (Prose(n) > most) {
          most = Prose(n);
          next = n;
        }
      }
      if (next == 0 || most * 10 < Prose(at) * 8) return at;
      // Not into a single paragraph.
      if (EndLeaf(next) - FirstLeaf(next) < 2) return at;
      at = next;
    }
  }

  void MarkOutside(uint32_t container) {
    // A heading of the first level that says most of the title is the headline;
    // else it is the site's name.
    for (uint32_t i = 0; i < FirstLeaf(container); ++i) {
      headline_on_top_ |= leaves_[i].kind == MarkupKind::kHeading &&
                          leaves_[i].level == 1 &&
                          leaves_[i].text.size() * 2 > title_.size();
    }
    for (uint32_t i = 0; i < leaves_.size(); ++i) {
      const bool inside = i >= FirstLeaf(container) && i < EndLeaf(container);
      if (!inside && verdicts_[i] == nullptr && !IsTopHeading(i, container) &&
          !IsLead(i, container)) {
        verdicts_[i] = "outside";
      }
    }
  }

  // The headline stands above the body's container: of the first level, or
  // part of the page's title.
  bool IsTopHeading(uint32_t i, uint32_t container) const {
    constexpr uint32_t kTitlePartBytesMin = 12;
    if (i >= FirstLeaf(container) || leaves_[i].kind != MarkupKind::kHeading)
      return false;
    if (leaves_[i].level == 1) return true;
    const std::string_view words = leaves_[i].text.of(text_);
    return !headline_on_top_ && words.size() >= kTitlePartBytesMin &&
           title_.find(words) != std::string_view::npos;
  }

  // A standfirst right above the body.
  bool IsLead(uint32_t i, uint32_t container) const {
    constexpr uint32_t kLeavesAboveMax = 12;
    if (i >= FirstLeaf(container) || i + kLeavesAboveMax < FirstLeaf(container))
      return false;
    if (leaves_[i].text.size() < 60 ||
        leaves_[i].link_bytes * 3 > leaves_[i].text.size())
      return false;
    for (uint32_t n = leaves_[i].first_node, up = 0; n != 0 && up < 4;
         n = tree_.nodes[n].parent, ++up) {
      if (lead_hint_[n]) return true;
    }
    return false;
  }

  void MarkInside(uint32_t container) {
    for (uint32_t i = FirstLeaf(container); i < EndLeaf(container); ++i) {
      if (verdicts_[i] != nullptr) continue;
      const HtmlLeaf& leaf = leaves_[i];
      const uint32_t size = leaf.text.size();
      if (leaf.kind == MarkupKind::kCaption) {
        verdicts_[i] = "caption";
      } else if (!InQuote(i) && leaf.link_bytes * 2 > size &&
                 (size < 200 || leaf.link_bytes * 10 > size * 8)) {
        verdicts_[i] = "links";
      }
    }
  }

  // Embedded posts end in links to themselves.
  bool InQuote(uint32_t i) const {
    for (uint32_t n = leaves_[i].first_node, up = 0; n != 0 && up < 6;
         n = tree_.nodes[n].parent, ++up) {
      if (tree_.nodes[n].tag == Tag::kBlockquote) return true;
    }
    return false;
  }

  const HtmlTree& tree_;
  std::string_view text_;
  const std::vector<HtmlLeaf>& leaves_;
  std::string_view title_;
  bool headline_on_top_ = false;
  std::vector<const char*> verdicts_;
  std::vector<uint32_t> leaf_before_;
  std::vector<uint32_t> prose_;
  std::vector<uint64_t> sum_;
  std::vector<bool> body_hint_;
  std::vector<bool> lead_hint_;
};

}  // namespace

std::vector<const char*> JudgeLeaves(const HtmlTree& tree,
                                     std::string_view text,
                                     const std::vector<HtmlLeaf>& leaves,
                                     std::string_view page_title) {
  return Judge(tree, text, leaves, page_title).Run();
}

}  // namespace quoth::parse
