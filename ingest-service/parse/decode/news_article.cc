#include "ingest-service/parse/decode/news_article.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/html_leaves.h"
#include "ingest-service/parse/decode/json_text.h"

namespace quoth::parse {
namespace {

bool IsArticleType(const nlohmann::json& type) {
  const auto is_article = [](const std::string& name) {
    return name.ends_with("Article") || name.ends_with("BlogPosting") ||
           name.ends_with("Report") || name.ends_with("Interview") ||
           name.ends_with("LiveBlogPosting");
  };
  if (type.is_string()) return is_article(type.get<std::string>());
  if (type.is_array()) {
    for (const auto& one : type) {
      if (one.is_string() && is_article(one.get<std::string>())) return true;
    }
  }
  return false;
}

// Objects of a graph by their "@id", for members that only refer to them.
class References {
 public:
  explicit References(const nlohmann::json& root) {
    constexpr std::size_t kVisitedMax = 10'000;
    std::vector<const nlohmann::json*> queue = {&root};
    for (std::size_t i = 0; i < queue.size() && i < kVisitedMax; ++i) {
      const nlohmann::json& value = *queue[i];
      if (value.is_array()) {
        for (const auto& one : value) queue.push_back(&one);
      } else if (value.is_object()) {
        if (const auto id = value.find("@id");
            id != value.end() && id->is_string() && value.size() > 1) {
          by_id_.emplace(id->get<std::string>(), &value);
        }
        if (const auto graph = value.find("@graph"); graph != value.end())
          queue.push_back(&*graph);
      }
    }
  }

  // What `value` refers to, or itself.
  const nlohmann::json& Resolve(const nlohmann::json& value) const {
    if (!value.is_object() || value.contains("name")) return value;
    const auto id = value.find("@id");
    if (id == value.end() || !id->is_string()) return value;
    const auto found = by_id_.find(id->get<std::string>());
    return found == by_id_.end() ? value : *found->second;
  }

 private:
  absl::flat_hash_map<std::string, const nlohmann::json*> by_id_;
};

void DeclareEach(DecodedDocument& out, std::string_view field,
                 const nlohmann::json& value, const References& references) {
  constexpr std::size_t kValuesMax = 64;
  if (!value.is_array()) {
    Declare(out, MetadataOrigin::kJsonLd, field,
            StringOf(references.Resolve(value)));
    return;
  }
  std::size_t count = 0;
  for (const auto& one : value) {
    if (++count > kValuesMax) return;
    Declare(out, MetadataOrigin::kJsonLd, field,
            StringOf(references.Resolve(one)));
  }
}

}  // namespace

void Declare(DecodedDocument& out, MetadataOrigin origin,
             std::string_view field, std::string value) {
  constexpr std::size_t kFieldsMax = 400;
  value = PlainValue(value);
  if (value.empty() || out.metadata.size() >= kFieldsMax) return;
  out.metadata.push_back({origin, std::string(field), std::move(value)});
}

const nlohmann::json* FindNewsArticle(const nlohmann::json& root) {
  constexpr std::size_t kVisitedMax = 10'000;
  std::vector<const nlohmann::json*> queue = {&root};
  for (std::size_t i = 0; i < queue.size() && i < kVisitedMax; ++i) {
    const nlohmann::json& value = *queue[i];
    if (value.is_array()) {
      for (const auto& one : value) queue.push_back(&one);
    } else if (value.is_object()) {
      if (const auto type = value.find("@type");
          type != value.end() && IsArticleType(*type))
        return &value;
      for (const char* member :
           {"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"}) {
        if (const auto found = value.find(member); found != value.end())
          queue.push_back(&*found);
      }
    }
  }
  return nullptr;
}

void ReadNewsArticle(const nlohmann::json& article, const nlohmann::json& root,
                     DecodedDocument& out) {
  const References references(root);
  static constexpr std::pair<const char*, const char*> kMembers[] = {
      {"headline", "title"},          {"author", "author"},
      {"creator", "author"},          {"publisher", "outlet"},
      {"datePublished", "published"}, {"dateModified", "modified"},
      {"articleSection", "section"},  {"keywords", "keyword"},
      {"inLanguage", "language"},     {"url", "url"},
      {"description", "description"}, {"@type", "type"}};
  const bool has_author = article.contains("author");
  for (const auto& [member, field] : kMembers) {
    if (has_author && std::string_view(member) == "creator") continue;
    if (const auto found = article.find(member); found != article.end())
      DeclareEach(out, field, *found, references);
  }
  if (!article.contains("headline")) {
    if (const auto name = article.find("name"); name != article.end())
      DeclareEach(out, "title", *name, references);
  }
  if (const auto page = article.find("mainEntityOfPage");
      page != article.end() && !article.contains("url")) {
    std::string id = page->is_object() && page->contains("@id")
                         ? StringOf((*page)["@id"])
                         : StringOf(*page);
    if (id.starts_with("http"))
      Declare(out, MetadataOrigin::kJsonLd, "url", std::move(id));
  }
}

}  // namespace quoth::parse
