#include "tests/bench/parse/corpora.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace quoth::bench {

std::vector<std::string> TextsOf(const std::string& path,
                                 std::size_t count_max) {
  std::vector<std::string> texts;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("text")) continue;
    texts.push_back(json["text"].get<std::string>());
    if (count_max > 0 && texts.size() == count_max) break;
  }
  return texts;
}

std::vector<std::string> FilesOf(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file),
                       std::istreambuf_iterator<char>());
  }
  return texts;
}

std::string OneLongText(const std::vector<std::string>& texts,
                        std::size_t size_bytes) {
  std::string all;
  for (std::size_t i = 0; !texts.empty() && all.size() < size_bytes; ++i) {
    all += texts[i % texts.size()];
    all += "\n\n";
  }
  return all;
}

}  // namespace quoth::bench
