#include "ingest-service/parse/decode/formats.h"

#include <gtest/gtest.h>

namespace quoth::parse {
namespace {

TEST(FormatsTest, ByDeclarationContentAndName) {
  struct Case {
    std::string_view bytes, type, name;
    Format format;
    std::string_view why;
  };
  const Case cases[] = {
      {"Some words.", "", "", Format::kPlainText, "nothing says more"},
      {"# Title\n\nSee [this](http://x.org).", "", "a.txt", Format::kMarkdown,
       "marks in a .txt"},
      {"# Title\n\nSee [this](http://x.org).", "text/plain", "",
       Format::kMarkdown, "plain is a vague word"},
      {"He tweeted #one and *two.", "", "", Format::kPlainText,
       "a hashtag and a star are no Markdown"},
      {"Title\n\nProse.", "", "a.md", Format::kMarkdown,
       "the name decides what the content leaves open"},
      {"<!DOCTYPE html><p>x", "", "", Format::kHtml, "document type"},
      {"\n\n<HTML><body>x", "application/octet-stream", "", Format::kHtml,
       "an unknown type is sniffed"},
      {"<div><p>x</p></div>", "", "", Format::kHtml, "a fragment"},
      {"I <3 you", "", "", Format::kPlainText, "a mark is no tag"},
      {"%PDF-1.7\n", "", "", Format::kPdf, "signature"},
      {"WEBVTT\n\n", "", "", Format::kWebVtt, "signature"},
      {"1\n00:00:01,000 --> 00:00:02,000\nHi\n", "", "", Format::kSubRip,
       "number and times"},
      {"{\"uri\":\"x\",\"body_text\":\"y\"}", "", "", Format::kNinjs,
       "members of ninjs"},
      {"{\"@context\":\"https://schema.org\"}", "", "", Format::kJsonLd,
       "a context"},
      {"<?xml version=\"1.0\"?><TEI>", "application/xml", "", Format::kTei,
       "root element"},
      {"words", "text/html; charset=utf-8", "", Format::kHtml,
       "the declaration holds"},
      {"TEXT", "TEXT/MARKDOWN", "", Format::kMarkdown, "types have no case"},
  };
  for (const Case& c : cases) {
    Issues issues;
    EXPECT_EQ(DetectFormat({c.bytes, c.type, c.name}, issues), c.format)
        << c.why << ": " << c.bytes;
  }
}

TEST(FormatsTest, ContradictedDeclarationIsNoted) {
  Issues issues;
  EXPECT_EQ(DetectFormat({"%PDF-1.4\n...", "text/html", ""}, issues),
            Format::kPdf);
  ASSERT_EQ(issues.list().size(), 1u);
  EXPECT_EQ(issues.list()[0].code, IssueCode::kFormatMismatch);
}

TEST(FormatsTest, EveryFormatHasARow) {
  for (Format format : {Format::kPlainText, Format::kMarkdown, Format::kHtml,
                        Format::kPdf, Format::kWebVtt, Format::kSubRip,
                        Format::kNinjs, Format::kJsonLd, Format::kTei}) {
    EXPECT_EQ(RowOf(format).format, format);
    EXPECT_FALSE(FormatName(format).empty());
  }
}

}  // namespace
}  // namespace quoth::parse
