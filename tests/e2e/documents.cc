#include "tests/e2e/documents.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "tests/e2e/process.h"

namespace quoth::e2e {
namespace {

namespace fs = std::filesystem;

std::vector<std::pair<std::string, std::string>> ReadFolder(
    const fs::path& folder) {
  std::vector<std::pair<std::string, std::string>> documents;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".txt" && path.extension() != ".md") {
      continue;
    }
    documents.emplace_back(path.stem().string(), ReadFileText(path.string()));
  }
  std::sort(documents.begin(), documents.end());
  return documents;
}

fs::path SourceFolder() {
  const char* source = std::getenv("QUOTH_SOURCE_DIR");
  return source == nullptr ? "." : source;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> SampleDocuments() {
  return ReadFolder(SourceFolder() / "deploy/samples");
}

std::vector<std::pair<std::string, std::string>> SeedDocuments() {
  return ReadFolder(SourceFolder() / "../shared/seeds");
}

std::string MadeDocument(const std::string& name, int number, int count) {
  std::string text = absl::StrCat("Report number ", number,
                                  "\n\nby Test Wire\n\nMarch 3, 2023\n\n");
  for (int i = 0; i < count; ++i) {
    absl::StrAppend(&text, "“Batch ", number,
                    " of the vaccines will reach harbour number ", i,
                    " before the end of the month”, said Health Minister ",
                    name, ".\n\n");
  }
  return text;
}

}  // namespace quoth::e2e
