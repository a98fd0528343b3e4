#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/blocks/laid_out.h"

namespace quoth::parse {
namespace {

using testing::Contains;
using testing::ElementsAre;

constexpr std::string_view kProse =
    "The mayor said on Monday that the pier would open in spring, and that the "
    "ferry would run every hour.";

std::string Article(std::string_view line, std::string_view below) {
  return "The Pier Is Ready\n\n" + std::string(kProse) + "\n\n" +
         std::string(line) + "\n\n" + std::string(below);
}

TEST(HeadingsTest, UnmarkedLines) {
  struct Case {
    std::string_view line, below;
    const char* kind;
    std::string_view why;
  };
  const Case cases[] = {
      {"No end to the works in sight", kProse, "heading",
       "a short line without an end, over prose"},
      {"The Town Is Ready To Pay For The Pier:",
       "“We will pay,” the mayor wrote.", "heading",
       "title case and a colon over a quotation"},
      {"She added:", "“We will pay,” and left.", "paragraph", "a cue"},
      {"The mayor put it this way on Monday:", "“We will pay.”", "paragraph",
       "sentence case"},
      {"From Ann Aye Writing At The Gazette:", "“We will pay.”", "paragraph",
       "names the source"},
      {"FULL TEXT.", kProse, "heading", "all capitals"},
      {"It was over.", kProse, "paragraph", "a short sentence"},
      {"and so on without an end", kProse, "paragraph", "starts in lower case"},
  };
  for (const Case& c : cases) {
    const LaidOut d = LayOut(Article(c.line, c.below));
    EXPECT_THAT(d.Lines(),
                Contains(std::string(c.kind) + ": " + std::string(c.line)))
        << c.why;
  }
}

TEST(HeadingsTest, SectionsPointToTheHeadingAbove) {
  const LaidOut d = LayOut(Article("No end to the works in sight", kProse));
  ASSERT_EQ(d.layout.blocks.size(), 4u);
  EXPECT_EQ(d.layout.blocks[1].section, kNone);
  EXPECT_EQ(d.layout.blocks[3].section, 2);
}

TEST(HeadingsTest, TitleAmongFurniture) {
  struct Case {
    std::string text;
    std::string_view title, why;
  };
  const std::string prose(kProse);
  const Case cases[] = {
      {"Skip to content\nThe pier is ready for spring – The Gazette\n\n" +
           prose,
       "The pier is ready for spring", "the outlet after a dash"},
      {"Home News The pier is ready for spring\nFerries call off the strike in "
       "the north today.\n\n"
       "The pier is ready for spring\n\nby A. Aye\n\n" +
           prose,
       "The pier is ready for spring", "a trail of links repeats it"},
      {"Photo caption\n\nThe pier is ready\n\n" + prose, "The pier is ready",
       "an empty caption first"},
      {"Mayor: pier is ready.\n\n" + prose + "\n\n" + prose,
       "Mayor: pier is ready.", "a full stop after it"},
  };
  for (const Case& c : cases) {
    const LaidOut d = LayOut(c.text);
    EXPECT_THAT(d.Lines(), Contains("title: " + std::string(c.title))) << c.why;
  }
  for (const Block& block : LayOut(prose + "\n\n" + prose).layout.blocks) {
    EXPECT_NE(block.kind, BlockKind::kTitle) << "a text may have no title";
  }
}

}  // namespace
}  // namespace quoth::parse
