// Golden files: each stage's result for each document of tests/data/golden,
// held against <document>.<stage>.txt beside it. To accept changes:
//
//   QUOTH_UPDATE_GOLDEN=1 build/dev/bin/golden_test && git diff
//   tests/data/golden
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/parse/dump/dump.h"
#include "ingest-service/parse/record/record.h"

namespace quoth::parse {
namespace {

namespace fs = std::filesystem;

fs::path Folder() {
  const char* root = std::getenv("QUOTH_SOURCE_DIR");
  return fs::path(root == nullptr ? "." : root) / "tests/data/golden";
}

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Documents are the files whose name has no ".<stage>.txt" ending.
std::vector<std::string> Documents() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(Folder())) {
    const std::string name = entry.path().filename().string();
    bool is_golden = false;
    for (int stage = 0; stage <= static_cast<int>(Stage::kRecord); ++stage) {
      const std::string ending =
          "." + std::string(StageName(static_cast<Stage>(stage))) + ".txt";
      is_golden =
          is_golden || (name.size() > ending.size() && name.ends_with(ending));
    }
    if (!is_golden) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

const ingest::LoadedKnowledge& World() {
  static const auto* const loaded = [] {
    auto knowledge = ingest::LoadKnowledge({});
    EXPECT_TRUE(knowledge.ok()) << knowledge.status();
    return new ingest::LoadedKnowledge(*std::move(knowledge));
  }();
  return *loaded;
}

std::string Result(const std::string& name, Stage stage) {
  const std::string bytes = Read(Folder() / name);
  const ParsedDocument document = ParseDocument(
      SourceDocument{bytes, "", name}, ClientMetadata{}, World().view(), stage);
  if (stage != Stage::kRecord)
    return DumpStage(document, stage, World().view());
  RecordContext context;
  context.document_id = "golden";
  return BuildRecord(document, *World().vocabulary, context).DebugString();
}

TEST(Golden, EveryStageOfEveryDocument) {
  const bool update = std::getenv("QUOTH_UPDATE_GOLDEN") != nullptr;
  const std::vector<std::string> documents = Documents();
  ASSERT_FALSE(documents.empty()) << "no documents in " << Folder();
  for (const std::string& name : documents) {
    for (int i = 0; i <= static_cast<int>(Stage::kRecord); ++i) {
      const auto stage = static_cast<Stage>(i);
      const fs::path golden =
          Folder() / (name + "." + std::string(StageName(stage)) + ".txt");
      const std::string result = Result(name, stage);
      if (update) {
        std::ofstream(golden, std::ios::binary) << result;
        continue;
      }
      ASSERT_TRUE(fs::exists(golden)) << golden;
      EXPECT_EQ(Read(golden), result)
          << name << " after " << StageName(stage)
          << "; run with QUOTH_UPDATE_GOLDEN=1 to accept";
    }
  }
}

}  // namespace
}  // namespace quoth::parse
