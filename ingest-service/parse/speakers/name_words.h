// The words of a printed name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quoth::parse {

// Split at single spaces; commas at the end of a word are dropped.
std::vector<std::string_view> NameWords(std::string_view name);
std::string JoinNameWords(const std::vector<std::string_view>& words);
// "Jr.", "III"
bool IsNameSuffix(std::string_view word);
// The last word that is no suffix: "Dunmore" of "Robert Dunmore, Jr.".
std::string_view SurnameOf(std::string_view name);

}  // namespace quoth::parse
