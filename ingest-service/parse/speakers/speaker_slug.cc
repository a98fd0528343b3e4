#include "ingest-service/parse/speakers/speaker_slug.h"

#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/name_key.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/speakers/name_words.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kSlugBytesMax = 80;

bool IsInitial(std::string_view word) {
  return word.size() <= 2 && word.back() == '.';
}

}  // namespace

std::string PlainSlug(std::string_view name) {
  std::string slug = NameKey(name);
  if (slug.size() > kSlugBytesMax) slug.resize(kSlugBytesMax);
  while (!slug.empty() && slug.back() == ' ') slug.pop_back();
  std::replace(slug.begin(), slug.end(), ' ', '-');
  return slug;
}

std::string PersonSlug(std::string_view name, const Lexicons& lexicons) {
  std::vector<std::string_view> words = NameWords(name);
  while (words.size() > 1 && IsNameSuffix(words.back())) words.pop_back();
  if (words.empty()) return {};
  if (words.size() > 2) {
    std::vector<std::string_view> kept{words.front()};
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
      if (!IsInitial(words[i])) kept.push_back(words[i]);
    }
    kept.push_back(words.back());
    words = std::move(kept);
  }
  if (words.size() > 1)
    words.front() = lexicons.names().KeySpelling(words.front());
  return PlainSlug(JoinNameWords(words));
}

}  // namespace quoth::parse
