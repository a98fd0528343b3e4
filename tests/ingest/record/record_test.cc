// Positions, keys and names as clients see them.
#include "ingest-service/parse/record/record.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/parse/offsets.h"
#include "ingest-service/parse/record/statement_key.h"

namespace quoth::parse {
namespace {

TEST(Offsets, CountsEachUnitOnItsOwn) {
  // a, e-acute (2 bytes), euro (3), emoji (4 bytes, 2 UTF-16 units),
  // combining accent (2 bytes).
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80o\xCC\x81.";
  const OffsetIndex index(text);
  struct Row {
    uint32_t byte, utf16, points;
  };
  for (const Row& row : std::vector<Row>{{0, 0, 0},
                                         {1, 1, 1},
                                         {3, 2, 2},
                                         {6, 3, 3},
                                         {10, 5, 4},
                                         {11, 6, 5},
                                         {13, 7, 6},
                                         {14, 8, 7}}) {
    EXPECT_EQ(index.At(row.byte).utf16, row.utf16) << row.byte;
    EXPECT_EQ(index.At(row.byte).code_points, row.points) << row.byte;
    EXPECT_EQ(index.ByteAtCodePoint(row.points), row.byte);
  }
}

TEST(Offsets, AgreesWithAPlainCountAcrossCheckpoints) {
  std::string text;
  std::vector<uint32_t> starts;  // Byte of each code point.
  const char* const kinds[] = {"x", "\xC3\xA9", "\xE2\x82\xAC",
                               "\xF0\x9F\x98\x80"};
  for (int i = 0; i < 3000; ++i) {
    starts.push_back(static_cast<uint32_t>(text.size()));
    text += kinds[(i * 7 + i / 5) % 4];
  }
  const OffsetIndex index(text);
  for (uint32_t i = 0; i < starts.size(); ++i) {
    ASSERT_EQ(index.At(starts[i]).code_points, i);
    ASSERT_EQ(index.ByteAtCodePoint(i), starts[i]);
  }
  EXPECT_EQ(index.ByteAtCodePoint(1u << 30), text.size());
}

TEST(StatementKey, FoldsWhatEditorsChange) {
  const std::string key = StatementKey("We won't\nyield, he said.");
  EXPECT_EQ(key.size(), 16u);
  EXPECT_EQ(key,
            StatementKey(
                "We won\xE2\x80\x99t yield,  he said"));  // Curly, spaces, end.
  EXPECT_NE(key, StatementKey("We will yield, he said."));
  EXPECT_EQ(key.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"),
            std::string::npos);
}

class RecordTest : public ::testing::Test {
 protected:
  quoth::v1::DocumentPut Parse(const std::string& text) {
    auto knowledge = ingest::LoadKnowledge({});
    EXPECT_TRUE(knowledge.ok()) << knowledge.status();
    document_ = ParseDocument(SourceDocument{text, "text/plain", ""},
                              ClientMetadata{}, knowledge->view());
    RecordContext context;
    context.document_id = "doc";
    return BuildRecord(document_, *knowledge->vocabulary, context);
  }
  ParsedDocument document_;
};

TEST_F(RecordTest, EverySpanEqualsItsSliceInEveryUnit) {
  const auto record = Parse(
      "\xE2\x80\x9CWe stand by caf\xC3\xA9 owners \xF0\x9F\x98\x80 "
      "everywhere,\xE2\x80\x9D Mayor Ana Belmonte said on Monday. "
      "\xE2\x80\x9CThey are the heart of this city.\xE2\x80\x9D\n\n"
      "Belmonte said that taxes would fall next year.\n");
  ASSERT_GE(record.statements_size(), 2);
  for (const auto& s : record.statements()) {
    std::string joined;
    for (const auto& span : s.spans()) {
      if (!joined.empty()) joined += " \xE2\x80\xA6 ";
      const std::string slice = document_.decoded.text.substr(
          span.utf8_begin(), span.utf8_end() - span.utf8_begin());
      joined += slice;
      const OffsetIndex index(document_.decoded.text);
      EXPECT_EQ(index.At(span.utf8_end()).code_points, span.code_point_end());
      EXPECT_EQ(index.At(span.utf8_end()).utf16, span.utf16_end());
    }
    EXPECT_EQ(joined, s.text());
    EXPECT_EQ(s.speaker().speaker(), "speakers/ana-belmonte")
        << s.DebugString();
    EXPECT_EQ(s.name().rfind("documents/doc/statements/", 0), 0u);
  }
  // What the emoji shifts: UTF-16 runs ahead of code points by one.
  const auto& last = record.statements(record.statements_size() - 1);
  EXPECT_EQ(last.spans(0).utf16_begin(), last.spans(0).code_point_begin() + 1);
}

TEST_F(RecordTest, TheConjunctionIsNotAmongTheWordsSaid) {
  const auto record = Parse(
      "Mayor Ana Belmonte said that taxes would fall next year.\n\n"
      "Ana Belmonte said that was a mistake of the last council.\n");
  ASSERT_EQ(record.statements_size(), 2) << record.DebugString();
  EXPECT_EQ(record.statements(0).text().find("taxes would fall"), 0u);
  EXPECT_EQ(record.statements(1).text().find("that was a mistake"), 0u);
}

TEST_F(RecordTest, RepeatedWordsGetKeysOfTheirOwn) {
  const auto record = Parse(
      "\"We will never give up,\" Ana Belmonte said.\n\n\"We will never give "
      "up,\" Ana Belmonte said.\n");
  ASSERT_EQ(record.statements_size(), 2);
  EXPECT_EQ(record.statements(0).name() + "-2", record.statements(1).name());
}

}  // namespace
}  // namespace quoth::parse
