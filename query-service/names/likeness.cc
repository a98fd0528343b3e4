#include "query-service/names/likeness.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "query-service/names/fold.h"

namespace quoth::query {
namespace {

constexpr std::size_t kWordMax = 64;

float WordLikeness(std::string_view query, std::string_view word, bool prefix) {
  if (query == word) return 1.0f;
  if (prefix && word.substr(0, query.size()) == query) return 0.97f;
  if (query.size() >= 3 && SoundKey(query) == SoundKey(word)) return 0.93f;
  if (query.size() == 1 || word.size() == 1)
    return query[0] == word[0] ? 0.6f : 0.0f;
  const std::size_t shorter = std::min(query.size(), word.size());
  if (shorter >= 4 && EditDistance(query, word, 1) <= 1) return 0.82f;
  if (shorter >= 7 && EditDistance(query, word, 2) <= 2) return 0.7f;
  if (shorter >= 5 && EditDistance(SoundKey(query), SoundKey(word), 1) <= 1)
    return 0.75f;
  return 0.0f;
}

}  // namespace

int EditDistance(std::string_view a, std::string_view b, int max) {
  a = a.substr(0, kWordMax);
  b = b.substr(0, kWordMax);
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > max)
    return max + 1;
  std::array<std::array<int, kWordMax + 1>, 3> rows;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& second = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], second[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > max) return max + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], max + 1);
}

float Likeness(const std::vector<std::string_view>& query,
               const std::vector<std::string_view>& name, bool prefix) {
  if (query.empty() || name.empty()) return 0;
  std::vector<bool> used(name.size(), false);
  float sum = 0;
  std::size_t matched = 0;
  for (std::size_t i = 0; i < query.size(); ++i) {
    float best = 0;
    std::size_t best_at = 0;
    for (std::size_t j = 0; j < name.size(); ++j) {
      if (used[j]) continue;
      const float likeness =
          WordLikeness(query[i], name[j], prefix && i + 1 == query.size());
      if (likeness > best) {
        best = likeness;
        best_at = j;
      }
    }
    if (best > 0) {
      used[best_at] = true;
      ++matched;
    }
    sum += best;
  }
  const float found = sum / static_cast<float>(query.size());
  // Words of the name that were not asked for count a little against it.
  const float covered =
      static_cast<float>(matched) / static_cast<float>(name.size());
  return found * (0.85f + 0.15f * covered);
}

}  // namespace quoth::query
