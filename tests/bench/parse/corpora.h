// What parse_bench measures on: texts of ../shared, whole folders of files, and
// texts made up to be as bad as they come.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quoth::bench {

struct Corpus {
  std::string name;
  std::vector<std::string> texts;  // Plain UTF-8, a document each.
};

// "text" of each line of a file of JSON lines; the first `count_max` only when
// that is above zero. Empty when there is no such file.
std::vector<std::string> TextsOf(const std::string& path,
                                 std::size_t count_max = 0);

// Every *.txt of a folder, by name.
std::vector<std::string> FilesOf(const std::string& folder);

// Texts one after the other, over and over, up to a size.
std::string OneLongText(const std::vector<std::string>& texts,
                        std::size_t size_bytes);

// Inputs that no editor would send, each bad for one stage: their names, and
// one of them with at least `size_bytes`.
std::vector<std::string> MadeNames();
std::string MadeText(std::string_view name, std::size_t size_bytes);

}  // namespace quoth::bench
