#include "ingest-service/parse/speakers/name_words.h"

namespace quoth::parse {

std::vector<std::string_view> NameWords(std::string_view name) {
  std::vector<std::string_view> words;
  while (!name.empty()) {
    const std::size_t space = name.find(' ');
    std::string_view word = name.substr(0, space);
    while (word.ends_with(',')) word.remove_suffix(1);
    if (!word.empty()) words.push_back(word);
    if (space == std::string_view::npos) break;
    name.remove_prefix(space + 1);
  }
  return words;
}

std::string JoinNameWords(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::string_view word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

bool IsNameSuffix(std::string_view word) {
  return word == "Jr." || word == "Sr." || word == "Jr" || word == "Sr" ||
         word == "III" || word == "II" || word == "IV" || word == "MP" ||
         word == "KC" || word == "QC";
}

std::string_view SurnameOf(std::string_view name) {
  std::vector<std::string_view> words = NameWords(name);
  while (words.size() > 1 && IsNameSuffix(words.back())) words.pop_back();
  return words.empty() ? std::string_view() : words.back();
}

}  // namespace quoth::parse
