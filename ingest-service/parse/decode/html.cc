// HTML: tree -> text leaves -> which of them are the article.
#include <string>

#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/html_article.h"
#include "ingest-service/parse/decode/html_leaves.h"
#include "ingest-service/parse/decode/html_metadata.h"
#include "ingest-service/parse/decode/html_tree.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

// Block quotes lie over the leaves inside them.
void MarkQuotes(const HtmlTree& tree, const std::vector<HtmlLeaf>& leaves,
                DecodedDocument& out) {
  std::size_t leaf = 0;
  for (uint32_t i = 1; i < tree.nodes.size();) {
    const HtmlNode& node = tree.nodes[i];
    if (node.tag != Tag::kBlockquote) {
      ++i;
      continue;
    }
    while (leaf < leaves.size() && leaves[leaf].first_node < i) ++leaf;
    std::size_t end = leaf;
    while (end < leaves.size() && leaves[end].first_node < node.end) ++end;
    if (end > leaf) {
      out.markup.push_back({MarkupKind::kBlockQuote,
                            0,
                            {leaves[leaf].text.begin, leaves[end - 1].text.end},
                            {}});
    }
    leaf = end;
    i = node.end;
  }
}

}  // namespace

void ReadHtml(const ReaderInput& input, DecodedDocument& out, Issues& issues) {
  const HtmlTree tree = ReadHtmlTree(input.source, input.limits.depth_max);
  ReadHtmlMetadata(tree, input.limits, out);
  std::string page_title;
  for (const DeclaredMetadata& field : out.metadata) {
    if (field.field == "title" && field.origin == MetadataOrigin::kHtmlTitle)
      page_title = field.value;
  }
  TextBuilder builder(input.source, input.limits.text_bytes_max, out);
  uint64_t hidden_bytes = 0;
  const std::vector<HtmlLeaf> leaves =
      WriteHtmlLeaves(tree, builder, out, hidden_bytes);
  const std::vector<const char*> verdicts =
      JudgeLeaves(tree, out.text, leaves, page_title);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const HtmlLeaf& leaf = leaves[i];
    out.markup.push_back({leaf.kind, leaf.level, leaf.text, {}});
    if (verdicts[i] != nullptr)
      out.markup.push_back(
          {MarkupKind::kBoilerplate, 0, leaf.text, verdicts[i]});
  }
  MarkQuotes(tree, leaves, out);
  if (tree.too_deep) issues.Add(IssueCode::kMarkupTooDeep, {}, {});
  if (hidden_bytes > 0)
    issues.Add(IssueCode::kHiddenText, {},
               std::to_string(hidden_bytes) + " bytes left out");
  if (builder.dropped_controls() > 0) issues.Add(IssueCode::kNulBytes, {}, {});
  if (builder.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
}

}  // namespace quoth::parse
