#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

using testing::ElementsAre;

TEST(NinjsTest, ReadsHeadlineBodyAndFields) {
  const std::string_view json =
      R"({"uri":"urn:x","headline":"Pier \u201cready\u201d","byline":"By A. Aye","language":"en",
          "versioncreated":"2021-03-04T10:00:00Z","body_xhtml":"<p>One &amp; two.<\/p><p>\"Three,\" she said.<\/p>"})";
  const DecodedDocument document = DecodeAs("application/json", json);
  EXPECT_EQ(document.format, Format::kNinjs);
  EXPECT_EQ(document.text,
            "Pier \xE2\x80\x9Cready\xE2\x80\x9D\n\nOne & two.\n\n\"Three,\" "
            "she said.");
  EXPECT_THAT(TextsOf(document, MarkupKind::kTitle),
              ElementsAre("Pier \xE2\x80\x9Cready\xE2\x80\x9D"));
  EXPECT_THAT(ValuesOf(document, "author"), ElementsAre("By A. Aye"));
  EXPECT_EQ(SourceOf(document, json, "\xE2\x80\x9Cready\xE2\x80\x9D"),
            "\\u201cready\\u201d");
  EXPECT_EQ(SourceOf(document, json, "& two."), "&amp; two.");
  EXPECT_EQ(SourceOf(document, json, "\"Three,\" she"), "\\\"Three,\\\" she");
}

TEST(NinjsTest, ReadsVersionTwoBodies) {
  const DecodedDocument document = DecodeAs(
      "application/json",
      R"({"headlines":[{"role":"main","value":"H"}],"bodies":[{"role":"body","value":"One.\n\nTwo."}]})");
  EXPECT_EQ(document.text, "H\n\nOne.\n\nTwo.");
  EXPECT_THAT(TextsOf(document, MarkupKind::kParagraph),
              ElementsAre("One.", "Two."));
}

TEST(JsonLdTest, FindsTheArticleInAGraph) {
  const DecodedDocument document = DecodeAs(
      "application/ld+json", R"({"@context":"https://schema.org","@graph":[
    {"@type":"Organization","name":"Not this"},
    {"@type":"NewsArticle","headline":"H","author":[{"name":"A"},{"name":"B"}],"publisher":{"name":"P"},
     "articleBody":"One.\nTwo."}]})");
  EXPECT_EQ(document.text, "H\n\nOne.\nTwo.");
  EXPECT_THAT(ValuesOf(document, "author"), ElementsAre("A", "B"));
  EXPECT_THAT(ValuesOf(document, "outlet"), ElementsAre("P"));
}

TEST(JsonNewsTest, LoneSurrogatesAndEmoji) {
  const DecodedDocument document =
      DecodeAs("application/json",
               R"({"uri":"x","body_text":"a \ud800 b \ud83d\ude00 c \udc00"})");
  EXPECT_EQ(document.text, "a \xEF\xBF\xBD b \xF0\x9F\x98\x80 c \xEF\xBF\xBD");
}

TEST(JsonNewsTest, DepthIsRefusedNotRecursed) {
  Issues issues;
  const std::string deep = "{\"uri\":" + std::string(100'000, '[');
  const DecodedDocument document =
      Decode({deep, "application/json", ""}, {}, issues);
  EXPECT_EQ(document.text, "");
  ASSERT_FALSE(issues.list().empty());
  EXPECT_EQ(issues.list()[0].code, IssueCode::kBrokenMarkup);
}

}  // namespace
}  // namespace quoth::parse
