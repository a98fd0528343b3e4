#include "ingest-service/parse/decode/pdf_lines.h"

#include <gtest/gtest.h>

#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

PdfLine Line(uint32_t page, double top, std::string text, double right = 500,
             double size = 11, bool bold = false) {
  return {std::move(text), page, 72, right, top, top + size, 842, size, bold};
}

TEST(PdfLinesTest, RunningHeadsAndPageNumbersGo) {
  std::vector<PdfLine> lines;
  for (uint32_t page = 0; page < 3; ++page) {
    lines.push_back(Line(
        page, 30, "The Gazette, March " + std::to_string(page + 1), 300, 9));
    lines.push_back(Line(page, 100,
                         "Body of page " +
                             std::string(1, static_cast<char>('a' + page)) +
                             " ends here."));
    lines.push_back(Line(page, 810, std::to_string(page + 1), 300, 9));
  }
  const auto paragraphs = JoinPdfLines(lines, 3);
  ASSERT_EQ(paragraphs.size(), 3u);
  EXPECT_EQ(paragraphs[1].text, "Body of page b ends here.");
}

TEST(PdfLinesTest, SentencesGoOnAcrossPagesWordsAcrossLines) {
  const auto paragraphs = JoinPdfLines(
      {Line(0, 700, "She said that \"the pier is strong and the har-"),
       Line(0, 714, "bour is deep, and"), Line(1, 72, "that it will stand\"."),
       Line(1, 114, "A new paragraph after a gap.")},
      2);
  ASSERT_EQ(paragraphs.size(), 2u);
  EXPECT_EQ(paragraphs[0].text,
            "She said that \"the pier is strong and the harbour is deep, and "
            "that it will stand\".");
}

TEST(PdfLinesTest, LargestIsTitleBoldIsHeading) {
  const auto paragraphs = JoinPdfLines(
      {Line(0, 100, "A Title Of The Day", 400, 20, true),
       Line(0, 150, "Costs", 120, 11, true),
       Line(0, 170,
            "Body text that is long enough to set the size of the body here."),
       Line(0, 184, "And more of it, so that nothing is in doubt.")},
      1);
  ASSERT_EQ(paragraphs.size(), 3u);
  EXPECT_TRUE(paragraphs[0].title);
  EXPECT_TRUE(paragraphs[1].heading);
  EXPECT_FALSE(paragraphs[2].heading);
}

TEST(PdfLinesTest, LabelsOpenParagraphs) {
  const auto paragraphs = JoinPdfLines(
      {Line(0, 100, "Question: Is it true what"),
       Line(0, 114, "they say of the pier"), Line(0, 128, "Ann Aye: It is.")},
      1);
  ASSERT_EQ(paragraphs.size(), 2u);
  EXPECT_EQ(paragraphs[1].text, "Ann Aye: It is.");
}

TEST(PdfTest, BrokenFileIsAnIssue) {
  Issues issues;
  const DecodedDocument document = Decode(
      {"%PDF-1.4\nnothing of the kind", "application/pdf", ""}, {}, issues);
  EXPECT_EQ(document.text, "");
  EXPECT_FALSE(document.map.available());
  ASSERT_FALSE(issues.list().empty());
  EXPECT_EQ(issues.list()[0].code, IssueCode::kBrokenMarkup);
}

}  // namespace
}  // namespace quoth::parse
