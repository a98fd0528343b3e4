#include <gtest/gtest.h>

#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

TEST(PlainTextTest, NormalisesAndKeepsPositions) {
  struct Case {
    std::string_view source, text, why;
  };
  const Case cases[] = {
      {"a\r\nb\rc\n", "a\nb\nc\n", "line ends"},
      {"\xEF\xBB\xBFhello", "hello", "byte order mark"},
      {"co\xC2\xADop", "coop", "soft hyphen"},
      {"a\xE2\x80\x8B\xE2\x81\xA0z", "az", "zero-width space and word joiner"},
      {"Mr.\xC2\xA0"
       "Aye",
       "Mr. Aye", "no-break space"},
      {"1\xE2\x80\xAF"
       "000",
       "1 000", "narrow no-break space"},
      {"a\xE2\x80\xA8"
       "b",
       "a\nb", "line separator"},
      {"a\xE2\x80\xAE"
       "b",
       "ab", "right-to-left override"},
      {"\xD7\xA9\xE2\x80\x8F!", "\xD7\xA9\xE2\x80\x8F!",
       "right-to-left mark stays"},
      {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80",
       "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80", "joined emoji stay"},
      {"e\xCC\x81", "e\xCC\x81", "combining marks are not composed"},
  };
  for (const Case& c : cases) {
    const DecodedDocument document = DecodeAs("text/plain", c.source);
    EXPECT_EQ(document.text, c.text) << c.why;
  }
  const std::string_view source = "\xEF\xBB\xBFone\r\ntwo co\xC2\xADop";
  const DecodedDocument document = DecodeAs("text/plain", source);
  EXPECT_EQ(SourceOf(document, source, "one"), "one");
  EXPECT_EQ(SourceOf(document, source, "one\ntwo"), "one\r\ntwo");
  EXPECT_EQ(SourceOf(document, source, "coop"), "co\xC2\xADop");
}

TEST(PlainTextTest, ControlsAreDroppedAndNoted) {
  Issues issues;
  const std::string_view source(
      "a\0b\x07"
      "c",
      5);
  const DecodedDocument document =
      Decode({source, "text/plain", ""}, {}, issues);
  EXPECT_EQ(document.text, "abc");
  ASSERT_EQ(issues.list().size(), 1u);
  EXPECT_EQ(issues.list()[0].code, IssueCode::kNulBytes);
}

TEST(PlainTextTest, FormFeedIsAPageBreak) {
  const DecodedDocument document = DecodeAs("text/plain", "one\ftwo");
  EXPECT_EQ(document.text, "one\n\ntwo");
  EXPECT_EQ(TextsOf(document, MarkupKind::kPageBreak).size(), 1u);
}

TEST(PlainTextTest, CutsAtTheLimitOnACodePoint) {
  Issues issues;
  DecodeLimits limits;
  limits.text_bytes_max = 4;
  const DecodedDocument document = Decode({"abc\xC3\xA9"
                                           "def",
                                           "text/plain", ""},
                                          limits, issues);
  EXPECT_EQ(document.text, "abc");
  ASSERT_FALSE(issues.list().empty());
  EXPECT_EQ(issues.list()[0].code, IssueCode::kTruncatedText);
}

TEST(PlainTextTest, NothingReadableIsSaid) {
  Issues issues;
  Decode({" \n\t", "text/plain", ""}, {}, issues);
  ASSERT_EQ(issues.list().size(), 1u);
  EXPECT_EQ(issues.list()[0].code, IssueCode::kNoText);
}

}  // namespace
}  // namespace quoth::parse
