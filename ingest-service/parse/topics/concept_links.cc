#include "ingest-service/parse/topics/concept_links.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/topics/label_text.h"

namespace quoth::parse {

std::string SlugOf(std::string_view name, std::string_view uri) {
  constexpr std::size_t kSlugBytesMax = 80;
  std::string slug;
  for (const char c : FoldLabel(name)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      slug += c;
    } else if (c == ' ' && !slug.empty() && slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() >= kSlugBytesMax) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  if (!slug.empty()) return slug;
  // No Latin letter in the name: the URI is as stable as anything.
  uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : uri) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3ull;
  }
  return Concat("t-", hash);
}

std::string FindCircle(const SkosDocument& document, int& line) {
  absl::flat_hash_map<std::string_view, uint32_t> index;
  const auto size = static_cast<uint32_t>(document.concepts.size());
  for (uint32_t k = 0; k < size; ++k) index[document.concepts[k].uri] = k;
  std::vector<uint8_t> state(size, 0);  // 1: on the path, 2: done.
  std::vector<std::pair<uint32_t, std::size_t>> path;
  for (uint32_t start = 0; start < size; ++start) {
    if (state[start] != 0) continue;
    path.emplace_back(start, 0);
    state[start] = 1;
    while (!path.empty()) {
      auto& [at, next] = path.back();
      const auto& broader = document.concepts[at].broader;
      if (next == broader.size()) {
        state[at] = 2;
        path.pop_back();
        continue;
      }
      const auto parent = index.find(broader[next++]);
      if (parent == index.end() || state[parent->second] == 2) continue;
      if (state[parent->second] == 0) {
        state[parent->second] = 1;
        path.emplace_back(parent->second, 0);
        continue;
      }
      line = document.concepts[at].line;
      constexpr int kShownMax = 6;
      int count = 0;
      std::string shown;
      for (std::size_t k = path.size(); k-- > 0 && count++ < kShownMax;) {
        AppendTo(shown, shown.empty() ? "" : " <- ",
                 document.concepts[path[k].first].uri);
        if (path[k].first == parent->second) break;
      }
      return Concat("broader links go round in a circle: ", shown);
    }
  }
  return "";
}

}  // namespace quoth::parse
