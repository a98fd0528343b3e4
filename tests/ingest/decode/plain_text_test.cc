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

std::string TextOf(std::string_view bytes) {
  return DecodeAs("text/plain", bytes).text;
}

TEST(PlainTextTest, JoinsWordsThatALineEndCut) {
  const std::string line = "A line that is long enough to have been wrapped, ";
  EXPECT_EQ(TextOf(line + "no settle-\nment yet."),
            line + "no settlement yet.");
  EXPECT_EQ(TextOf(line + "a well-\nknown man."), line + "a well-known man.");
  // A name goes on with a capital; a short line was not wrapped.
  EXPECT_EQ(TextOf(line + "Anglo-\nSaxon"), line + "Anglo-\nSaxon");
  EXPECT_EQ(TextOf("pre-\nfix"), "pre-\nfix");
}

TEST(PlainTextTest, LeavesOutWhatPagesLeft) {
  EXPECT_EQ(TextOf("one and\n - 3 -\ntwo"), "one and\n\ntwo");
  EXPECT_EQ(TextOf("one\n12\n\ftwo"), "one\n\ntwo");
  // A number alone is no page number without a page's end.
  EXPECT_EQ(TextOf("one\n12\ntwo"), "one\n12\ntwo");
  // Heads that come again beside page ends.
  EXPECT_EQ(TextOf("x\n\nThe Report, page 1\n\fThe Report, page 2\n\ny"),
            "x\n\n\ny");
}

TEST(PlainTextTest, MailHasAHeaderAndASignature) {
  const DecodedDocument document = DecodeAs(
      "text/plain",
      "From: A <a@b.example>\nSubject: Re: The harvest\nDate: Wed, 14 Sep 2016 "
      "09:12:44 +0200\n\nThe words.\n\n-- \nA. Name\n");
  EXPECT_EQ(ValuesOf(document, "title"),
            std::vector<std::string>{"The harvest"});
  EXPECT_EQ(TextsOf(document, MarkupKind::kBoilerplate).size(), 2u);
  // "Note: ..." is no mail.
  EXPECT_TRUE(
      DecodeAs("text/plain", "Note: x\nTo: y\n\nWords.").metadata.empty());
}

TEST(PlainTextTest, NothingReadableIsSaid) {
  Issues issues;
  Decode({" \n\t", "text/plain", ""}, {}, issues);
  ASSERT_EQ(issues.list().size(), 1u);
  EXPECT_EQ(issues.list()[0].code, IssueCode::kNoText);
}

}  // namespace
}  // namespace quoth::parse
