// Resource names: which are names and which are not, and why.
#include "service-kit/names/names.h"

#include <gtest/gtest.h>

#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

struct Row {
  std::string text;
  bool good;
  const char* why;
};

TEST(NamesTest, DocumentNames) {
  const Row rows[] = {
      {"documents/a", true, "shortest"},
      {"documents/2021-01-18.press_conference", true,
       "every punctuation allowed"},
      {"documents/" + std::string(128, 'x'), true, "longest"},
      {"documents/" + std::string(129, 'x'), false, "one too long"},
      {"documents/", false, "no id"},
      {"documents", false, "no collection mark"},
      {"", false, "empty"},
      {"document/a", false, "another collection"},
      {"Documents/a", false, "case matters"},
      {"documents/A", false, "upper case"},
      {"documents/-a", false, "starts with punctuation"},
      {"documents/.a", false, "starts with a dot: a hidden file somewhere"},
      {"documents/a/b", false, "a slash would be a child"},
      {"documents/a b", false, "space"},
      {std::string("documents/a\0b", 13), false, "NUL"},
      {"documents/caf\xc3\xa9", false, "beyond ASCII"},
      {" documents/a", false, "leading space"},
      {"documents/a\n", false, "trailing newline"},
  };
  for (const Row& row : rows) {
    const auto parsed = ParseDocumentName("name", row.text);
    EXPECT_EQ(parsed.ok(), row.good) << row.text << ": " << row.why;
    if (parsed.ok()) {
      EXPECT_EQ(FormatName(*parsed), row.text);
    } else {
      EXPECT_EQ(FieldOf(parsed.status()), "name") << row.why;
      EXPECT_LT(parsed.status().message().size(), 200u) << row.why;
    }
  }
}

TEST(NamesTest, StatementNames) {
  const Row rows[] = {
      {"documents/a/statements/k-9_Z", true, "every kind of character"},
      {"documents/a/statements/" + std::string(64, 'k'), true, "longest"},
      {"documents/a/statements/" + std::string(65, 'k'), false, "one too long"},
      {"documents/a/statements/", false, "no key"},
      {"documents//statements/k", false, "no document"},
      {"documents/a/statements/k/x", false, "a child of a statement"},
      {"documents/a", false, "a document"},
      {"statements/k", false, "without its document"},
      {"documents/statements/statements/k", true,
       "a document may be called so"},
  };
  for (const Row& row : rows) {
    const auto parsed = ParseStatementName("name", row.text);
    EXPECT_EQ(parsed.ok(), row.good) << row.text << ": " << row.why;
    if (parsed.ok()) {
      EXPECT_EQ(FormatName(*parsed), row.text);
    }
  }
}

TEST(NamesTest, SpeakersAndTopics) {
  EXPECT_EQ(ParseSpeakerName("s", "speakers/ada-lovelace")->slug,
            "ada-lovelace");
  EXPECT_EQ(FormatName(*ParseSpeakerName("s", "speakers/a~doc.1")),
            "speakers/a~doc.1");
  EXPECT_EQ(FormatName(*ParseTopicName("t", "topics/new-start")),
            "topics/new-start");
  EXPECT_FALSE(ParseTopicName("t", "speakers/new-start").ok());
  EXPECT_FALSE(ParseSpeakerName("s", "Ada Lovelace").ok());
  EXPECT_EQ(FieldOf(ParseTopicName("filter.topics[2]", "x").status()),
            "filter.topics[2]");
}

TEST(NamesTest, DocumentIds) {
  EXPECT_TRUE(CheckDocumentId("document_id", "a.b").ok());
  EXPECT_EQ(FieldOf(CheckDocumentId("document_id", "")), "document_id");
  EXPECT_FALSE(CheckDocumentId("document_id", "../etc/passwd").ok());
}

}  // namespace
}  // namespace quoth::kit
