// Revision tokens: what goes out comes back, anything else is refused.
#include "service-kit/revision/revision.h"

#include <gtest/gtest.h>

#include <random>

#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

TEST(RevisionTest, RoundTrip) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 1000; ++i) {
    const Revision revision{.epoch = random(), .offset = random() >> (i % 64)};
    const std::string token = FormatRevision(revision);
    EXPECT_EQ(token.size(), 28u);
    EXPECT_EQ(
        token.find_first_not_of(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        token.npos);
    ASSERT_TRUE(ParseRevision("after", token).ok());
    EXPECT_EQ(*ParseRevision("after", token), revision);
  }
}

// Tokens are kept by clients: their form may never change for a version.
TEST(RevisionTest, FormIsFixed) {
  EXPECT_EQ(FormatRevision({.epoch = 0x0123456789abcdef, .offset = 42}),
            "AQEjRWeJq83vAAAAAAAAACpxczZK");
}

TEST(RevisionTest, EveryOneCharacterChangeIsNoticed) {
  const std::string token = FormatRevision({.epoch = 99, .offset = 12345});
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ParseRevision("after", changed).ok()) << i;
  }
}

TEST(RevisionTest, RefusesOtherText) {
  const std::string token = FormatRevision({.epoch = 1, .offset = 1});
  const std::string_view wrong[] = {
      "",   // Absent is the caller's business, not a token.
      "1",  // A number, as other systems have it.
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",     // Right length, wrong sum.
      "!!!!!!!!!!!!!!!!!!!!!!!!!!!!",     // Right length, not base64.
      std::string_view(token).substr(1),  // Cut.
  };
  for (const std::string_view text : wrong) {
    const auto parsed = ParseRevision("at_least_as_fresh", text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(FieldOf(parsed.status()), "at_least_as_fresh");
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_FALSE(ParseRevision("after", token + "AAAA").ok());
}

TEST(RevisionTest, EpochIsSixteenHexDigits) {
  EXPECT_EQ(FormatEpoch(0xabc), "0000000000000abc");
}

}  // namespace
}  // namespace quoth::kit
