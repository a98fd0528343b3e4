#include "query-service/index/name_list.h"

#include "query-service/index/bytes.h"
#include "query-service/names/fold.h"

namespace quoth::query {

std::map<std::string, std::string> NameEntries(
    OrdinalKind kind, std::string_view slug, Ordinal ordinal,
    const std::vector<std::string>& folded) {
  std::map<std::string, std::string> entries;
  const auto add = [&](std::string key, int word) {
    std::string value;
    AppendBig<4>(value, ordinal);
    value.push_back(static_cast<char>(word));
    const auto [at, inserted] = entries.emplace(std::move(key), value);
    if (!inserted && value < at->second) at->second = value;
  };
  for (const std::string& spelling : folded) {
    const std::vector<std::string_view> words = FoldedWords(spelling);
    for (int i = 0; i < static_cast<int>(words.size()) && i < kListedWordsMax;
         ++i) {
      const std::string_view word = words[static_cast<std::size_t>(i)];
      const auto begin =
          static_cast<std::size_t>(word.data() - spelling.data());
      add(FoldedListKey(kind, std::string_view(spelling).substr(begin), slug),
          i);
      add(SoundListKey(kind, SoundKey(word), slug), i);
    }
  }
  return entries;
}

}  // namespace quoth::query
