#include "ingest-service/parse/blocks/datelines.h"
#include "ingest-service/parse/blocks/furniture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/blocks/laid_out.h"

namespace quoth::parse {
namespace {

TEST(FurnitureTest, LinesAndWhatMerelyBeginsLikeThem) {
  struct Case {
    std::string_view unit;
    Furniture is;
  };
  const Case cases[] = {
      {"Skip to content", Furniture::kLine},
      {"SHARE THIS ARTICLE", Furniture::kLine},
      {"Read more: The ferry strikes", Furniture::kLine},
      {"* * *", Furniture::kLine},
      {"This article was originally published on Gazette.", Furniture::kLine},
      {"Related Posts", Furniture::kEndZone},
      {"Leave a Reply", Furniture::kEndZone},
      {"Copyright © A. Aye, 2021", Furniture::kEndZone},
      {"△Image source: the harbour office", Furniture::kCaption},
      {"The mayor at the pier. Photo: A. Berg", Furniture::kCaption},
      {"By Ann Aye and Bo Bee", Furniture::kByline},
      {"by HarbourPress", Furniture::kByline},
      {"The Gazette, January 26, 2021", Furniture::kDateline},
      {"Published: 26 January 2021", Furniture::kDateline},
      {"Printing money is not the answer, the mayor said.", Furniture::kNone},
      {"Shared values hold the town together, she said.", Furniture::kNone},
      {"By Monday the pier was ready, and the town with it.", Furniture::kNone},
      {"Commentators were divided.", Furniture::kNone},
      {"On January 26, 2021, she spoke to the council.", Furniture::kNone},
      {"Search teams found the boat on Monday near the pier.",
       Furniture::kNone},
  };
  for (const Case& c : cases) EXPECT_EQ(FurnitureOf(c.unit), c.is) << c.unit;
}

TEST(FurnitureTest, Datelines) {
  struct Case {
    std::string_view paragraph, dateline, why;
  };
  const Case cases[] = {
      {"PORTO, Dec 29 (Wire) — The pier is ready.", "PORTO, Dec 29 (Wire) —",
       "place, date, agency"},
      {"PORTO (Wire) - The pier is ready.", "PORTO (Wire) -",
       "place and agency"},
      {"PORTO — The pier is ready.", "PORTO —", "place alone, in capitals"},
      {"DES PORTOS, Iowa -- The pier is ready.", "DES PORTOS, Iowa --",
       "a state in small letters"},
      {"Porto (Wire) – The pier is ready.", "Porto (Wire) –",
       "an agency vouches"},
      {"The pier — long awaited — is ready.", "", "a dash in prose"},
      {"Ann Aye (20px North, 2.741) - a player", "", "numbers in brackets"},
      {"THE TOWN FAVOURS ANN AYE, BUT THE COUNCIL DOES NOT - Some say", "",
       "a headline in capitals"},
      {"CHAPTER I — The pier", "", "a chapter"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(c.paragraph.substr(0, DatelineBytes(c.paragraph)), c.dateline)
        << c.why;
  }
}

TEST(FurnitureTest, Biographies) {
  EXPECT_TRUE(
      IsBiography("Ann Aye is a Porto-based analyst who writes on harbours."));
  EXPECT_TRUE(IsBiography("Bo Bee covers ports for The Gazette."));
  EXPECT_TRUE(IsBiography("Cy Cee contributed to this report."));
  EXPECT_FALSE(IsBiography("Ann Aye is not an analyst, the mayor said."));
  EXPECT_FALSE(
      IsBiography("“Ann Aye is a fine columnist,” said Bo Bee, an editor."));
  EXPECT_FALSE(IsBiography("The Gazette reports that the pier is ready."));
}

TEST(FurnitureTest, EndZoneRunsToTheEndOnlyNearIt) {
  const std::string prose =
      "The mayor said on Monday that the pier would open in spring, and the "
      "ferry would run.\n\n";
  std::string text = "The pier is ready\n\n";
  for (int i = 0; i < 6; ++i) text += prose;
  const LaidOut d = LayOut(text +
                           "Related Posts\n\nFerries strike in the north of "
                           "the country, says union.");
  EXPECT_EQ(
      d.Lines().back(),
      "furniture: Ferries strike in the north of the country, says union.");
  const LaidOut early = LayOut("The pier is ready\n\n" + prose +
                               "Comments\n\n" + prose + prose + prose);
  EXPECT_EQ(early.layout.blocks.back().kind, BlockKind::kParagraph);
}

}  // namespace
}  // namespace quoth::parse
