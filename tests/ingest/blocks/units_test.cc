#include "ingest-service/parse/blocks/units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quoth::parse {
namespace {

using testing::ElementsAre;

std::vector<std::string> Units(std::string_view text) {
  std::vector<Unit> units = UnitsFromLines(text);
  JoinBrokenUnits(text, units);
  std::vector<std::string> texts;
  for (const Unit& unit : units) texts.emplace_back(unit.range.of(text));
  return texts;
}

TEST(UnitsTest, BlankLinesAndSingleLines) {
  EXPECT_THAT(Units("One.\n\nTwo.\n \nThree."),
              ElementsAre("One.", "Two.", "Three."));
  EXPECT_THAT(Units("A first paragraph.\nA second paragraph."),
              ElementsAre("A first paragraph.", "A second paragraph."));
}

TEST(UnitsTest, HardWrappedProseIsPutTogether) {
  const std::string_view text =
      "The mayor said on Monday that the\npier would open in spring, and "
      "that\nthe ferry would run every hour of\n"
      "the day.\n\nShe thanked the crews who had\nworked two winters in the "
      "cold, and\nthe people of the town for their\n"
      "patience.";
  EXPECT_EQ(Units(text).size(), 2u);
}

TEST(UnitsTest, SentenceALineIsOneParagraph) {
  std::string text;
  for (int i = 0; i < 12; ++i)
    text += "She said , after a while , that it was cold .\n";
  EXPECT_EQ(Units(text).size(), 1u);
}

TEST(UnitsTest, BrokenParagraphsJoin) {
  struct Case {
    std::string_view text;
    std::size_t units;
    std::string_view why;
  };
  const Case cases[] = {
      {"“The council ignored the calls by the Harbour Master and the\n\nPort "
       "Office to stop the works.”",
       1, "an open quotation, though a capital follows"},
      {"The council ignored the calls by the master and the whole port of "
       "Porto\n\nand went on with the works.",
       1, "goes on in lower case"},
      {"“The council ignored all the calls by the Harbour Master.\n\nThe Port "
       "Office stopped the works.”",
       2, "the first part ends a sentence"},
      {"No end to the works in sight\n\nthe council said.", 2,
       "a heading is no half paragraph"},
      {"“An open quotation that nobody ever closed, and that just stops\n\n“A "
       "new quotation starts here.”",
       2, "a new opening mark starts a paragraph"},
      {"A line that stands over the name of its author, and does not end\n\nby "
       "Ann Aye",
       2, "a byline"},
  };
  for (const Case& c : cases) EXPECT_EQ(Units(c.text).size(), c.units) << c.why;
}

}  // namespace
}  // namespace quoth::parse
