#include "ingest-service/parse/decode/html_hints.h"

#include <cstdint>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

// How surely a word in a class or id marks furniture.
enum class Hint : uint8_t {
  kNone,
  kFurniture,  // Unless it holds much of the page's prose.
  kSure,       // Comments and their like: however long.
  kArticle,    // With kBody: "article-body", "entry-content".
  kBody,
  kArticleBody,  // One word for both.
  kByline,
  kDateline,
  kLead,  // The paragraph between headline and body.
};

struct HintWord {
  std::string_view word;
  Hint hint;
};

constexpr HintWord kHintWords[] = {
    {"comment", Hint::kSure},
    {"comments", Hint::kSure},
    {"disqus", Hint::kSure},
    {"respond", Hint::kSure},
    {"commentlist", Hint::kSure},
    {"replies", Hint::kSure},
    {"share", Hint::kFurniture},
    {"sharing", Hint::kFurniture},
    {"sharedaddy", Hint::kFurniture},
    {"social", Hint::kFurniture},
    {"addthis", Hint::kFurniture},
    {"related", Hint::kFurniture},
    {"relatedposts", Hint::kFurniture},
    {"jp-relatedposts", Hint::kFurniture},
    {"recommended", Hint::kFurniture},
    {"recommendations", Hint::kFurniture},
    {"recommendation", Hint::kFurniture},
    {"recirc", Hint::kFurniture},
    {"sidebar", Hint::kFurniture},
    {"promo", Hint::kFurniture},
    {"promos", Hint::kFurniture},
    {"promotion", Hint::kFurniture},
    {"newsletter", Hint::kFurniture},
    {"newsletters", Hint::kFurniture},
    {"subscribe", Hint::kFurniture},
    {"subscription", Hint::kFurniture},
    {"signup", Hint::kFurniture},
    {"footer", Hint::kFurniture},
    {"foot", Hint::kFurniture},
    {"nav", Hint::kFurniture},
    {"navbar", Hint::kFurniture},
    {"navigation", Hint::kFurniture},
    {"menu", Hint::kFurniture},
    {"submenu", Hint::kFurniture},
    {"breadcrumb", Hint::kFurniture},
    {"breadcrumbs", Hint::kFurniture},
    {"cookie", Hint::kSure},
    {"cookies", Hint::kSure},
    {"consent", Hint::kSure},
    {"gdpr", Hint::kSure},
    {"ad", Hint::kFurniture},
    {"ads", Hint::kFurniture},
    {"advert", Hint::kFurniture},
    {"adverts", Hint::kFurniture},
    {"advertisement", Hint::kFurniture},
    {"advertising", Hint::kFurniture},
    {"sponsor", Hint::kFurniture},
    {"sponsored", Hint::kFurniture},
    {"widget", Hint::kFurniture},
    {"popup", Hint::kSure},
    {"modal", Hint::kSure},
    {"overlay", Hint::kFurniture},
    {"lightbox", Hint::kSure},
    {"tags", Hint::kFurniture},
    {"taglist", Hint::kFurniture},
    {"tag-list", Hint::kFurniture},
    {"bio", Hint::kFurniture},
    {"byline", Hint::kByline},
    {"bylines", Hint::kByline},
    {"authorbox", Hint::kByline},
    {"dateline", Hint::kDateline},
    {"timestamp", Hint::kDateline},
    {"trending", Hint::kFurniture},
    {"popular", Hint::kFurniture},
    {"toolbar", Hint::kFurniture},
    {"masthead", Hint::kFurniture},
    {"banner", Hint::kFurniture},
    {"outbrain", Hint::kFurniture},
    {"taboola", Hint::kFurniture},
    {"login", Hint::kFurniture},
    {"skip", Hint::kFurniture},
    {"pagination", Hint::kFurniture},
    {"pager", Hint::kFurniture},
    {"meta", Hint::kFurniture},
    {"postmeta", Hint::kFurniture},
    {"rating", Hint::kFurniture},
    {"ratings", Hint::kFurniture},
    {"teaser", Hint::kFurniture},
    {"teasers", Hint::kFurniture},
    {"credit", Hint::kFurniture},
    {"credits", Hint::kFurniture},
    {"caption", Hint::kFurniture},
    {"copyright", Hint::kFurniture},
    {"disclaimer", Hint::kFurniture},
    {"disclosure", Hint::kFurniture},
    {"readmore", Hint::kFurniture},
    {"carousel", Hint::kFurniture},
    {"slideshow", Hint::kFurniture},
    {"gallery", Hint::kFurniture},
    {"playlist", Hint::kFurniture},
    {"upsell", Hint::kFurniture},
    {"hidden", Hint::kFurniture},
    {"screen-reader-text", Hint::kFurniture},
    {"sr-only", Hint::kFurniture},
    {"visually-hidden", Hint::kFurniture},
    {"noprint", Hint::kFurniture},
    {"print", Hint::kNone},
    {"article", Hint::kArticle},
    {"story", Hint::kArticle},
    {"post", Hint::kArticle},
    {"entry", Hint::kArticle},
    {"news", Hint::kArticle},
    {"page", Hint::kArticle},
    {"blog", Hint::kArticle},
    {"detail", Hint::kArticle},
    {"body", Hint::kBody},
    {"content", Hint::kBody},
    {"text", Hint::kBody},
    {"copy", Hint::kBody},
    {"summary", Hint::kLead},
    {"lead", Hint::kLead},
    {"lede", Hint::kLead},
    {"standfirst", Hint::kLead},
    {"deck", Hint::kLead},
    {"dek", Hint::kLead},
    {"subtitle", Hint::kLead},
    {"subhead", Hint::kLead},
    {"subheadline", Hint::kLead},
    {"intro", Hint::kLead},
    {"articlebody", Hint::kArticleBody},
    {"storybody", Hint::kArticleBody},
    {"postbody", Hint::kArticleBody},
    {"articletext", Hint::kArticleBody},
    {"articlecontent", Hint::kArticleBody},
    {"bodytext", Hint::kArticleBody},
    {"storytext", Hint::kArticleBody},
    {"postcontent", Hint::kArticleBody},
    {"hentry", Hint::kArticleBody},
};

Hint HintOf(std::string_view word) {
  static const auto* const kByWord = [] {
    auto* map = new absl::flat_hash_map<std::string_view, Hint>();
    for (const HintWord& row : kHintWords) map->emplace(row.word, row.hint);
    return map;
  }();
  const auto found = kByWord->find(word);
  return found == kByWord->end() ? Hint::kNone : found->second;
}

}  // namespace

void ReadHints(std::string_view value, ElementHints& hints) {
  bool article = false, body = false, first = true;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    const Hint hint = HintOf(word);
    const bool leads = first;
    first = false;
    switch (hint) {
      case Hint::kFurniture:
        hints.furniture = true;
        break;
      case Hint::kSure:
        // "comments-area", but not "has-comments".
        (leads ? hints.sure : hints.furniture) = true;
        break;
      case Hint::kArticle:
        article = true;
        break;
      case Hint::kBody:
        body = true;
        break;
      case Hint::kArticleBody:
        article = body = true;
        break;
      case Hint::kByline:
        hints.byline = true;
        break;
      case Hint::kDateline:
        hints.dateline = true;
        break;
      case Hint::kLead:
        hints.lead = true;
        break;
      case Hint::kNone:
        break;
    }
    word.clear();
  };
  bool lower = false;
  for (char c : value.substr(0, 512)) {
    if (IsAlpha(c)) {
      if (IsUpper(c) && lower) end_word();
      lower = IsLower(c);
      if (word.size() < 24) word.push_back(ToLower(c));
    } else {
      end_word();
      if (c == ' ') {
        hints.body |= article && body;
        article = body = false;
        first = true;
      }
      lower = false;
    }
  }
  end_word();
  hints.body |= article && body;
}

}  // namespace quoth::parse
