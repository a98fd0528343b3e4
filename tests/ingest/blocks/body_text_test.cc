#include "ingest-service/parse/blocks/body_text.h"

#include <gtest/gtest.h>

#include "tests/ingest/blocks/laid_out.h"

namespace quoth::parse {
namespace {

TEST(BodyTextTest, BodyWithoutFurniture) {
  const LaidOut d = LayOut(
      "The pier is ready\n\nBy Ann Aye\n\nPORTO (Wire) — The mayor said on "
      "Monday that the pier would open in spring, "
      "and that was that.\n\nPhoto: A. Berg\n\nShe thanked the "
      "crews.\n\nRelated Posts");
  EXPECT_EQ(BodyText(d.document, d.layout),
            "PORTO (Wire) — The mayor said on Monday that the pier would open "
            "in spring, and that was that.\n\n"
            "She thanked the crews.");
}

TEST(BodyTextTest, TurnsKeepTheirLabels) {
  const LaidOut d = LayOut(
      "Q: Why?\n\nAnn Aye: Because it was time.\n\nQ: And now?\n\nAnn Aye: Now "
      "we rest a while.");
  EXPECT_EQ(BodyText(d.document, d.layout),
            "Q: Why?\n\nAnn Aye: Because it was time.\n\nQ: And now?\n\nAnn "
            "Aye: Now we rest a while.");
}

}  // namespace
}  // namespace quoth::parse
