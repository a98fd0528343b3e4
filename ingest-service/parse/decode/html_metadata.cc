#include "ingest-service/parse/decode/html_metadata.h"

#include <algorithm>
#include <string>
#include <utility>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/html_leaves.h"
#include "ingest-service/parse/decode/json_text.h"
#include "ingest-service/parse/decode/news_article.h"

namespace quoth::parse {
namespace {

struct MetaName {
  std::string_view name;  // Lower case.
  std::string_view field;
  MetadataOrigin origin;
};

constexpr MetaName kMetaNames[] = {
    {"og:title", "title", MetadataOrigin::kOpenGraph},
    {"og:site_name", "outlet", MetadataOrigin::kOpenGraph},
    {"og:url", "url", MetadataOrigin::kOpenGraph},
    {"og:locale", "language", MetadataOrigin::kOpenGraph},
    {"og:description", "description", MetadataOrigin::kOpenGraph},
    {"og:type", "type", MetadataOrigin::kOpenGraph},
    {"article:published_time", "published", MetadataOrigin::kOpenGraph},
    {"og:article:published_time", "published", MetadataOrigin::kOpenGraph},
    {"article:modified_time", "modified", MetadataOrigin::kOpenGraph},
    {"article:section", "section", MetadataOrigin::kOpenGraph},
    {"article:tag", "keyword", MetadataOrigin::kOpenGraph},
    {"article:author", "author", MetadataOrigin::kOpenGraph},
    {"author", "author", MetadataOrigin::kMetaTag},
    {"byl", "author", MetadataOrigin::kMetaTag},
    {"dc.creator", "author", MetadataOrigin::kMetaTag},
    {"dcterms.creator", "author", MetadataOrigin::kMetaTag},
    {"parsely-author", "author", MetadataOrigin::kMetaTag},
    {"sailthru.author", "author", MetadataOrigin::kMetaTag},
    {"citation_author", "author", MetadataOrigin::kMetaTag},
    {"twitter:title", "title", MetadataOrigin::kMetaTag},
    {"title", "title", MetadataOrigin::kMetaTag},
    {"dc.title", "title", MetadataOrigin::kMetaTag},
    {"dcterms.title", "title", MetadataOrigin::kMetaTag},
    {"parsely-title", "title", MetadataOrigin::kMetaTag},
    {"headline", "title", MetadataOrigin::kMetaTag},
    {"keywords", "keyword", MetadataOrigin::kMetaTag},
    {"news_keywords", "keyword", MetadataOrigin::kMetaTag},
    {"description", "description", MetadataOrigin::kMetaTag},
    {"application-name", "outlet", MetadataOrigin::kMetaTag},
    {"publisher", "outlet", MetadataOrigin::kMetaTag},
    {"dc.publisher", "outlet", MetadataOrigin::kMetaTag},
    {"date", "published", MetadataOrigin::kMetaTag},
    {"pubdate", "published", MetadataOrigin::kMetaTag},
    {"publishdate", "published", MetadataOrigin::kMetaTag},
    {"publish-date", "published", MetadataOrigin::kMetaTag},
    {"publication_date", "published", MetadataOrigin::kMetaTag},
    {"dc.date", "published", MetadataOrigin::kMetaTag},
    {"dc.date.issued", "published", MetadataOrigin::kMetaTag},
    {"dcterms.created", "published", MetadataOrigin::kMetaTag},
    {"dcterms.date", "published", MetadataOrigin::kMetaTag},
    {"parsely-pub-date", "published", MetadataOrigin::kMetaTag},
    {"sailthru.date", "published", MetadataOrigin::kMetaTag},
    {"ptime", "published", MetadataOrigin::kMetaTag},
    {"datepublished", "published", MetadataOrigin::kMetaTag},
    {"datemodified", "modified", MetadataOrigin::kMetaTag},
    {"lastmod", "modified", MetadataOrigin::kMetaTag},
    {"section", "section", MetadataOrigin::kMetaTag},
    {"articlesection", "section", MetadataOrigin::kMetaTag},
    {"parsely-section", "section", MetadataOrigin::kMetaTag},
    {"content-language", "language", MetadataOrigin::kMetaTag},
    {"language", "language", MetadataOrigin::kMetaTag},
};

class MetadataReader {
 public:
  MetadataReader(const HtmlTree& tree, const DecodeLimits& limits,
                 DecodedDocument& out)
      : tree_(tree), limits_(limits), out_(out) {}

  void Read() {
    for (uint32_t i = 1; i < tree_.nodes.size(); ++i) {
      const HtmlNode& node = tree_.nodes[i];
      switch (node.tag) {
        case Tag::kMeta:
          Meta(node);
          break;
        case Tag::kLink:
          if (EqualsIgnoreCase(tree_.Attribute(node, "rel"), "canonical")) {
            Put(MetadataOrigin::kMetaTag, "url", tree_.Attribute(node, "href"));
          }
          break;
        case Tag::kTitle:
          // Pictures have titles as well; the page's comes first.
          if (!title_seen_ && i + 1 < tree_.nodes.size() &&
              tree_.nodes[i + 1].tag == Tag::kRaw) {
            title_seen_ = true;
            Put(MetadataOrigin::kHtmlTitle, "title",
                tree_.nodes[i + 1].source.of(tree_.source));
          }
          break;
        case Tag::kHtml:
          Put(MetadataOrigin::kMetaTag, "language",
              tree_.Attribute(node, "lang"));
          break;
        case Tag::kScript:
          if (ContainsIgnoreCase(tree_.Attribute(node, "type"), "ld+json") &&
              i + 1 < node.end) {
            JsonLd(tree_.nodes[i + 1].source.of(tree_.source));
          }
          break;
        case Tag::kTime:
          Time(node);
          break;
        case Tag::kText:
        case Tag::kRaw:
          break;
        default:
          if (node.first_attribute != node.end_attribute) Marked(i);
          break;
      }
    }
  }

 private:
  void Put(MetadataOrigin origin, std::string_view field,
           std::string_view raw) {
    Declare(out_, origin, field, std::string(raw.substr(0, 16 << 10)));
  }

  void Meta(const HtmlNode& node) {
    std::string_view name = tree_.Attribute(node, "property");
    if (name.empty()) name = tree_.Attribute(node, "name");
    if (name.empty()) name = tree_.Attribute(node, "itemprop");
    if (name.empty()) name = tree_.Attribute(node, "http-equiv");
    if (name.empty() || name.size() > 40) return;
    const std::string lower = ToLower(Strip(name));
    for (const MetaName& row : kMetaNames) {
      if (row.name != lower) continue;
      const std::string_view content = tree_.Attribute(node, "content");
      // Profiles are no names.
      if (row.field == "author" &&
          (content.starts_with("http") ||
           content.find("facebook.com") != content.npos))
        return;
      Put(row.origin, row.field, content);
      return;
    }
  }

  // Words of an element: bounded, for names and headlines.
  std::string WordsOf(uint32_t element) const {
    constexpr uint32_t kNodesMax = 24;
    std::string raw;
    const uint32_t end =
        std::min(tree_.nodes[element].end, element + kNodesMax);
    for (uint32_t i = element + 1; i < end && raw.size() < 400; ++i) {
      if (tree_.nodes[i].tag == Tag::kText)
        raw.append(tree_.nodes[i].source.of(tree_.source)).push_back(' ');
    }
    return raw;
  }

  // Microdata (itemprop) and the marks of authors: rel="author", "vcard".
  void Marked(uint32_t i) {
    const HtmlNode& node = tree_.nodes[i];
    const std::string_view property = tree_.Attribute(node, "itemprop");
    if (!property.empty()) return Microdata(i, property);
    constexpr std::size_t kNameBytesMax = 60;
    const bool author =
        EqualsIgnoreCase(tree_.Attribute(node, "rel"), "author") ||
        ContainsIgnoreCase(tree_.Attribute(node, "class"), "author vcard");
    if (!author || authors_ >= 8) return;
    const std::string name = PlainValue(WordsOf(i));
    if (name.empty() || name.size() > kNameBytesMax) return;
    ++authors_;
    Put(MetadataOrigin::kByline, "author", name);
  }

  void Microdata(uint32_t i, std::string_view property) {
    static constexpr std::pair<std::string_view, std::string_view>
        kProperties[] = {{"author", "author"},
                         {"publisher", "outlet"},
                         {"headline", "title"},
                         {"articleSection", "section"},
                         {"datePublished", "published"}};
    constexpr uint32_t kLooked = 40;
    for (const auto& [name, field] : kProperties) {
      if (property != name) continue;
      const HtmlNode& node = tree_.nodes[i];
      std::string value(tree_.Attribute(node, "content"));
      if (value.empty()) value = std::string(tree_.Attribute(node, "datetime"));
      // A person or an organisation has its name inside.
      for (uint32_t k = i + 1; value.empty() && tree_.Has(node, "itemscope") &&
                               k < std::min(node.end, i + kLooked);
           ++k) {
        if (tree_.Attribute(tree_.nodes[k], "itemprop") != "name") continue;
        value = std::string(tree_.Attribute(tree_.nodes[k], "content"));
        if (value.empty()) value = WordsOf(k);
      }
      if (value.empty()) value = WordsOf(i);
      if (field == "author" &&
          (value.starts_with("http") || value.size() > 200))
        return;
      return Put(MetadataOrigin::kMetaTag, field, value);
    }
  }

  void Time(const HtmlNode& node) {
    const std::string_view datetime = tree_.Attribute(node, "datetime");
    if (datetime.empty()) return;
    const std::string_view itemprop = tree_.Attribute(node, "itemprop");
    const std::string_view klass = tree_.Attribute(node, "class");
    if (EqualsIgnoreCase(itemprop, "datePublished") ||
        ContainsIgnoreCase(klass, "publish") || tree_.Has(node, "pubdate") ||
        ContainsIgnoreCase(klass, "entry-date")) {
      Put(MetadataOrigin::kMetaTag, "published", datetime);
    } else if (!time_seen_) {
      time_seen_ = true;
      Put(MetadataOrigin::kByline, "published", datetime);
    }
  }

  void JsonLd(std::string_view raw) {
    constexpr std::size_t kBytesMax = 1 << 20;
    constexpr uint32_t kBlocksMax = 32;
    if (raw.size() > kBytesMax || ++json_blocks_ > kBlocksMax) return;
    std::string_view text = Strip(raw);
    for (std::string_view wrapper : {"<!--", "<![CDATA[", "//<![CDATA["}) {
      if (text.starts_with(wrapper)) text = text.substr(wrapper.size());
    }
    const nlohmann::json value = ParseJson(text, limits_.depth_max);
    if (value.is_discarded()) return;
    const nlohmann::json* article = FindNewsArticle(value);
    if (article == nullptr || article_seen_) return;
    article_seen_ = true;
    ReadNewsArticle(*article, value, out_);
  }

  const HtmlTree& tree_;
  const DecodeLimits& limits_;
  DecodedDocument& out_;
  bool title_seen_ = false, time_seen_ = false, article_seen_ = false;
  uint32_t json_blocks_ = 0, authors_ = 0;
};

}  // namespace

void ReadHtmlMetadata(const HtmlTree& tree, const DecodeLimits& limits,
                      DecodedDocument& out) {
  MetadataReader(tree, limits, out).Read();
}

}  // namespace quoth::parse
