#include "ingest-service/parse/blocks/masthead.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/blocks/laid_out.h"

namespace quoth::parse {
namespace {

using testing::Contains;
using testing::IsSupersetOf;

TEST(MastheadTest, Trails) {
  struct Case {
    std::string_view line;
    bool trail;
    std::string_view why;
  };
  const Case cases[] = {
      {"Home › Interviews › Engineering", true, "arrows"},
      {"Valley Herald > World", true, "a site and its part"},
      {"Politics  |  World  |  Sport", true, "parts of a site"},
      {"NEWS  SPORT  OPINION  JOBS", true, "wide gaps"},
      {"Home News Sport Business Opinion", true, "words for parts alone"},
      {"Main page / Press / Interviews", true, "slashes"},
      {"Port chief quits | Gulf Ledger", false, "a headline and its outlet"},
      {"Minister: income tax to fall in January", false, "a headline"},
      {"Talks between Lima / Quito / Bogotá fail again", false, "a headline"},
  };
  for (const Case& c : cases) EXPECT_EQ(IsTrail(c.line), c.trail) << c.why;
}

TEST(MastheadTest, Names) {
  EXPECT_TRUE(IsSectionLabel("Press and information"));
  EXPECT_FALSE(IsSectionLabel("Press chief resigns"));
  EXPECT_EQ(SiteOfTrail("The Meridian › Business"), "The Meridian");
  EXPECT_EQ(SiteOfTrail("Home › Business"), "");
  EXPECT_TRUE(HasOutletWord("Valley Herald"));
  EXPECT_FALSE(HasOutletWord("Amina Wanjiru"));
  EXPECT_TRUE(IsBareName("Ruairí Ó Conaill"));
  EXPECT_FALSE(IsBareName("The talks go on"));
  EXPECT_FALSE(IsBareName("May 6, 2027"));
}

constexpr std::string_view kProse =
    "The mayor said on Monday that the pier would open in spring, and that the "
    "ferry would run every hour.";

TEST(MastheadTest, TheTitleStandsBelowSiteAndNavigation) {
  const LaidOut page = LayOut(
      "Clyde Post\nNEWS  SPORT  OPINION  JOBS\n\nPier opens after long delay\n"
      "\n6 February 2020\n\n" +
      std::string(kProse));
  EXPECT_THAT(page.Lines(), Contains("title: Pier opens after long delay"));
}

TEST(MastheadTest, BareNamesUnderTheTitle) {
  const LaidOut page = LayOut(
      "What the envoy really said in Nairobi\n\nAmina Wanjiru\nThe Long Road\n"
      "20 March 2026\n\n" +
      std::string(kProse));
  EXPECT_THAT(page.Lines(),
              IsSupersetOf({"byline: Amina Wanjiru", "dateline: The Long Road",
                            "dateline: 20 March 2026"}));
}

TEST(MastheadTest, AnOccasionWithItsDateIsATitle) {
  const LaidOut page = LayOut(
      "Department Press Briefing – October 19, 2022\n\nAnn Aye, Spokesperson\n"
      "October 19, 2022\n\nMS. AYE: Good afternoon to all of you.\n\n"
      "QUESTION: Is it a ship?\n\nMS. AYE: It is a ship with a crew.\n");
  EXPECT_THAT(page.Lines(),
              Contains("title: Department Press Briefing – October 19, 2022"));
}

TEST(MastheadTest, ANameMayHoldAWordThatIsAVerbElsewhere) {
  const LaidOut page = LayOut(
      "Every map is an apology\n\nMeridian Notes: How do you begin a map?\n\n"
      "Ann Beaumont: With the water, always.\n\nMeridian Notes: And then?\n\n"
      "Ann Beaumont: With the names of dogs.\n");
  EXPECT_THAT(page.Lines(), Contains("turn: With the water, always."));
}

}  // namespace
}  // namespace quoth::parse
