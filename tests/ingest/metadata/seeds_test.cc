// Titles, authors, outlets and dates of the sample documents beside the
// repository, as a careful reader finds them. Skips where they are absent.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(SeedsTest, MetadataAndBlocks) {
  const char* source = std::getenv("QUOTH_SOURCE_DIR");
  const std::filesystem::path folder =
      std::filesystem::path(source == nullptr ? "." : source) /
      "../shared/seeds";
  if (!std::filesystem::exists(folder / "expected.json"))
    GTEST_SKIP() << folder << " is absent";
  const nlohmann::json expected =
      nlohmann::json::parse(ReadFile(folder / "expected.json"));
  for (const auto& want : expected["documents"]) {
    const std::string name = want["file"];
    const std::string bytes = ReadFile(folder / name);
    Issues issues;
    const DecodedDocument document = Decode({bytes, "", name}, {}, issues);
    const Layout layout = SplitBlocks(document, issues);
    const Metadata metadata = ReadMetadata(document, layout, {}, issues);
    EXPECT_EQ(metadata.title, want["title"]) << name;
    if (want.contains("outlet")) {
      EXPECT_EQ(metadata.outlet, want["outlet"]) << name;
    }
    if (want.contains("byline")) {
      EXPECT_EQ(nlohmann::json(metadata.authors), want["byline"]) << name;
    }
    if (want.contains("published_on")) {
      EXPECT_EQ(metadata.published_on.ToString(), want["published_on"]) << name;
    }
    if (want.contains("said_on")) {
      EXPECT_EQ(
          metadata.said_on.ToString(),
          want["said_on"].is_null() ? "" : want["said_on"].get<std::string>())
          << name;
    }
    // Every expected statement starts in a block that may carry statements,
    // and its words are found there.
    std::vector<uint32_t> byte_of;  // Of each code point.
    for (uint32_t i = 0; i < bytes.size(); ++i) {
      if ((static_cast<unsigned char>(bytes[i]) & 0xC0) != 0x80)
        byte_of.push_back(i);
    }
    byte_of.push_back(static_cast<uint32_t>(bytes.size()));
    for (const auto& statement : want["statements"]) {
      const Range range{byte_of[statement["start"].get<std::size_t>()],
                        byte_of[statement["end"].get<std::size_t>()]};
      bool found = false;
      for (const Block& block : layout.blocks) {
        const Range from = document.map.ToSource(block.range);
        if (!from.contains(range)) continue;
        found = block.kind == BlockKind::kParagraph ||
                block.kind == BlockKind::kTurn;
      }
      EXPECT_TRUE(found) << name << ": " << statement["text"];
    }
  }
}

}  // namespace
}  // namespace quoth::parse
