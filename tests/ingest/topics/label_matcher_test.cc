#include "ingest-service/parse/topics/label_matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace quoth::parse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LabelMatcherTest : public testing::Test {
 protected:
  void Add(uint32_t topic, std::string_view text, bool subject = false,
           bool imported = false, std::string_view language = "en") {
    LabelPattern pattern;
    pattern.concept_index = topic;
    pattern.text = text;
    pattern.language = language;
    pattern.subject = subject;
    pattern.imported = imported;
    bool weak = false;
    problem_ = matcher_.Add(pattern, common_, weak);
    weak_ = weak;
  }

  std::vector<std::string> Found(const std::string& text,
                                 std::string_view language = "en") {
    std::vector<LabelWord> words;
    matches_.clear();
    matcher_.Find(text, {0, static_cast<uint32_t>(text.size())},
                  matcher_.LanguagesOf(language), words, matches_);
    std::vector<std::string> found;
    for (const LabelMatch& match : matches_) {
      if (!match.nested) found.emplace_back(match.range.of(text));
    }
    return found;
  }

  LabelMatcher matcher_;
  CommonWords common_ = ReadCommonWords("who\nus\nit\nturkey\nlaw\n# no\n");
  LabelProblem problem_ = LabelProblem::kNone;
  bool weak_ = false;
  std::vector<LabelMatch> matches_;
};

TEST_F(LabelMatcherTest, CaseTellsNamesFromWords) {
  Add(1, "US");
  Add(2, "WHO");
  Add(3, "Turkey");
  Add(4, "vaccines", true);
  Add(5, "NATO");
  const struct {
    std::string text;
    std::vector<std::string> found;
    const char* why;
  } kRows[] = {
      {"the US said", {"US"}, "an acronym"},
      {"told us so", {}, "a pronoun"},
      {"who said the WHO knows", {"WHO"}, "a pronoun and an acronym"},
      {"the U.S.-led force", {"U.S."}, "dotted, in a compound"},
      {"Vaccines help; a vaccine helps", {"Vaccines", "vaccine"}, "plurals"},
      {"a turkey in Turkey", {"Turkey"}, "the bird and the country"},
      {"Nato said", {"Nato"}, "British papers spell acronyms so"},
      {"nato", {}, "lower case is no acronym"},
      {"WHO SAYS THAT TURKEY AND US FORCES MUST LEAVE",
       {"TURKEY"},
       "where all is in capitals, common words are not acronyms"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Found(row.text), row.found) << row.text << ": " << row.why;
  }
}

TEST_F(LabelMatcherTest, LongestWinsAndKeepsWhatIsNested) {
  Add(1, "UN");
  Add(2, "UN Security Council");
  Add(3, "Security");
  EXPECT_THAT(Found("the UN Security Council met"),
              ElementsAre("UN Security Council"));
  ASSERT_EQ(matches_.size(), 3u);
  EXPECT_TRUE(matches_[1].nested);
  EXPECT_THAT(Found("the UN. Security Council"), ElementsAre("UN", "Security"));
}

TEST_F(LabelMatcherTest, CoordinationIsUndone) {
  Add(1, "world economy", true);
  Add(2, "foreign policy", true);
  Add(3, "East Africa", false);
  EXPECT_THAT(Found("world politics and economy"),
              ElementsAre("world politics and economy"));
  EXPECT_THAT(Found("foreign and security policy"),
              ElementsAre("foreign and security policy"));
  EXPECT_THAT(Found("the Middle East and North Africa"), IsEmpty())
      << "names are not taken apart";
  EXPECT_THAT(Found("the world is vast, and economy counts"), IsEmpty());
}

TEST_F(LabelMatcherTest, LanguagesKeepApart) {
  Add(1, "pain", true, false, "fr");  // Bread.
  Add(2, "Nord Stream");
  Add(3, "trade", true);
  EXPECT_THAT(Found("the pain of trade"), ElementsAre("trade"));
  EXPECT_THAT(Found("le pain et Nord Stream", "fr-FR"),
              ElementsAre("pain", "Nord Stream"));
}

TEST_F(LabelMatcherTest, LabelsThatCannotWorkAreRefused) {
  Add(1, "...");
  EXPECT_EQ(problem_, LabelProblem::kNoWords);
  Add(1, "a b c d e f g h i j k l m");
  EXPECT_EQ(problem_, LabelProblem::kTooManyWords);
  Add(1, "42");
  EXPECT_EQ(problem_, LabelProblem::kTooShort);
  Add(1, "of");
  EXPECT_EQ(problem_, LabelProblem::kTooShort);
  Add(1, "law", true, true);
  EXPECT_TRUE(weak_) << "a common word of a foreign vocabulary";
  Add(1, "law", true, false);
  EXPECT_FALSE(weak_) << "ours were chosen";
  Add(1, "drama (literature)", true, true);
  EXPECT_TRUE(weak_) << "a qualifier says that the word is ambiguous";
}

TEST_F(LabelMatcherTest, MasksHideAndVanish) {
  Add(1, "New York");
  Add(9, "New York Times");
  matcher_.MarkMask(9);
  EXPECT_THAT(Found("the New York Times of New York"), ElementsAre("New York"));
}

TEST_F(LabelMatcherTest, HostileTextTakesLinearTime) {
  Add(1, "a a a a a a a a a a a b", true);
  Add(2, "aaa", true);
  std::string text;
  for (int k = 0; k < (1 << 20); ++k) text += "a ";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(Found(text), IsEmpty());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

}  // namespace
}  // namespace quoth::parse
