#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

using testing::ElementsAre;

TEST(TeiTest, UtterancesHaveVoicesNotesAreStage) {
  const std::string_view xml =
      R"(<?xml version="1.0"?><TEI xml:lang="en"><teiHeader><titleStmt><title>Sitting</title>
    </titleStmt><person xml:id="p1"><persName><surname>Bee</surname><forename>Bo</forename></persName></person>
    <settingDesc><setting><date when="2021-03-04"/></setting></settingDesc></teiHeader><text><body>
    <head>Harbour</head><note type="speaker">The Chair:</note><u who="#AyeAnn"><seg>Open &amp; begin.</seg></u>
    <u who="#p1"><seg>Thank you.</seg><kinesic><desc>Applause</desc></kinesic><seg>More.</seg></u></body></text></TEI>)";
  const DecodedDocument document = DecodeAs("application/tei+xml", xml);
  EXPECT_THAT(TextsOf(document, MarkupKind::kParagraph),
              ElementsAre("Open & begin.", "Thank you.", "More."));
  EXPECT_THAT(TextsOf(document, MarkupKind::kStage),
              testing::Contains("Applause"));
  std::vector<std::string> voices;
  for (const Markup& m : document.markup) {
    if (m.kind == MarkupKind::kVoice) voices.push_back(m.value);
  }
  EXPECT_THAT(voices, ElementsAre("The Chair", "Bo Bee", "Bo Bee", "Bo Bee"));
  EXPECT_THAT(ValuesOf(document, "said"), ElementsAre("2021-03-04"));
  EXPECT_EQ(SourceOf(document, xml, "& begin."), "&amp; begin.");
}

TEST(TeiTest, EntitiesAreNeverExpanded) {
  const DecodedDocument document =
      DecodeAs("application/tei+xml", R"(<?xml version="1.0"?>
    <!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
    <TEI><text><body><p>x &b; &c; y</p></body></text></TEI>)");
  EXPECT_EQ(document.text, "x &b; &c; y");
}

TEST(TeiTest, TokensJoin) {
  const DecodedDocument document = DecodeAs(
      "application/tei+xml",
      "<?xml version=\"1.0\"?><TEI><text><body><u "
      "who=\"#A\"><seg><w>We</w>\n<w join=\"right\">agree</w>\n<pc>.</pc>"
      "</seg></u></body></text></TEI>");
  EXPECT_EQ(document.text, "We agree.");
}

}  // namespace
}  // namespace quoth::parse
