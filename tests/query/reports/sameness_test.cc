// Words, runs and the rule that says whether two statements are the same.
#include "query-service/reports/sameness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "query-service/reports/sketch.h"
#include "query-service/reports/words.h"

namespace quoth::query {
namespace {

TEST(WordsTest, PrintedFormsOfTheSameWordsAreEqual) {
  const struct {
    const char* a;
    const char* b;
    const char* why;
  } kCases[] = {
      {"We don't know.", "we don’t know", "apostrophes and case"},
      {"\"We\" go 'on'", "“We” go ‘on’", "quotation marks"},
      {"a well-known man", "a well known man", "hyphens part words"},
      {"yes – we can", "yes, we can", "dashes"},
      {"first … second", "first second", "where 'he said' stood"},
      {"the [prime] minister", "the prime minister", "brackets"},
      {"1,000 men", "1000 men", "thousands"},
      {"café", "cafe\xCC\x81", "composed and decomposed"},
      {"Ängste", "Angste", "accents"},
      {"soft\xC2\xADly", "softly", "soft hyphens"},
      {"ＡＢ", "ab", "full-width letters"},
      {"НЕТ", "нет", "case of other scripts"},
  };
  for (const auto& c : kCases) EXPECT_EQ(WordsOf(c.a), WordsOf(c.b)) << c.why;
  EXPECT_NE(WordsOf("no men"), WordsOf("nomen"));
  EXPECT_EQ(WordsOf("我们不知道").size(), 5u) << "a word each without spaces";
  EXPECT_TRUE(WordsOf("\xff\xfe …!").empty());
  EXPECT_EQ(WordsOf("a b c d", 2).size(), 2u);
}

TEST(SketchTest, TextsThatShareNineWordsShareARun) {
  const std::string shared =
      "the treaty must be renewed before winter comes to us";
  const std::string one =
      "Nobody in this room can deny it after what happened last week in "
      "Vienna: " +
      shared + ", or else every promise of the last ten years is void.";
  const std::string other =
      "Looking back at all the summits, conferences and letters of a decade "
      "one thing stands out, " +
      shared + " and that was never in doubt among those who were there.";
  const auto a = RunsOf(WordsOf(one), "");
  const auto b = RunsOf(WordsOf(other), "");
  std::vector<WordRun> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(),
                        std::back_inserter(both));
  EXPECT_FALSE(both.empty());
  EXPECT_TRUE(std::is_sorted(a.begin(), a.end()));
  EXPECT_LE(a.size(), WordsOf(one).size() / 2);
}

TEST(SketchTest, RunsAreBoundedAndShortTextsNeedASpeaker) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "word" + std::to_string(i) + " ";
  EXPECT_EQ(RunsOf(WordsOf(text), "").size(), kRunsMax);
  EXPECT_TRUE(RunsOf(WordsOf("Not yet."), "").empty());
  EXPECT_EQ(RunsOf(WordsOf("Not yet."), "ada").size(), 1u);
  EXPECT_NE(RunsOf(WordsOf("Not yet."), "ada"),
            RunsOf(WordsOf("Not yet."), "bob"));
  EXPECT_TRUE(RunsOf({}, "ada").empty());
  for (const WordRun run : RunsOf(WordsOf(text), ""))
    EXPECT_LT(run, WordRun{1} << 40);
}

TEST(ClusterTest, IsOfTheWordsAlone) {
  EXPECT_EQ(ClusterOf(WordsOf("“We don't know,” … “not yet.”")),
            ClusterOf(WordsOf("we DON’T know not yet")));
  EXPECT_NE(ClusterOf(WordsOf("we do not know yet")),
            ClusterOf(WordsOf("we do not know it")));
  EXPECT_EQ(ClusterOf(WordsOf("not yet")), "");
  EXPECT_EQ(ClusterOf(WordsOf("we do not know yet")).size(), 17u);
}

TEST(SamenessTest, Rule) {
  constexpr Circumstances kAda{1, 737'000};
  constexpr Circumstances kAdaLater{1, 737'400};
  constexpr Circumstances kBob{2, 737'000};
  constexpr Circumstances kBobLater{2, 737'400};
  constexpr Circumstances kNobody{0, 0};
  const char* const kQuote =
      "The agreement cannot be signed unless both sides withdraw their heavy "
      "weapons from the line of contact.";
  const struct {
    const char* a;
    Circumstances of_a;
    const char* b;
    Circumstances of_b;
    bool same;
    const char* why;
  } kCases[] = {
      {kQuote, kAda, kQuote, kBobLater, true, "attributed otherwise"},
      {kQuote, kAda, kQuote, kNobody, true, "by nobody known"},
      {kQuote, kAda,
       "The agreement cannot be signed unless both sides withdraw their heavy "
       "weapons",
       kAda, true, "cut at its end"},
      {kQuote, kAda, "both sides withdraw their heavy weapons from the line",
       kBob, true, "part of it"},
      {kQuote, kAda,
       "The agreement can not be signed until both sides withdraw their heavy "
       "weapons from the line of contact",
       kAda, true, "small changes"},
      {kQuote, kAda,
       "The agreement is a threat to all of us and the heavy weapons remain.",
       kAda, false, "the same matter in other words"},
      {"We will see what happens.", kAda, "We will see what happens", kAda,
       true, "five words, the same speaker"},
      {"We will see what happens.", kAda, "We will see what happens", kBobLater,
       false, "anybody may say that"},
      {"We will see what happens.", kAda, "We will see what happens", kBob,
       true, "on the same day: attributed otherwise"},
      {"No comment.", kAda, "No comment", kAda, true, "short, same day"},
      {"No comment.", kAda, "No comment", kAdaLater, false, "another occasion"},
      {"No comment.", kAda, "No comment", kBob, false, "another speaker"},
      {"withdraw their heavy weapons from the line", kBob, kQuote, kBob, true,
       "a fragment, the same speaker"},
      {"sides withdraw their heavy weapons", kBob, kQuote, kAda, false,
       "a fragment of another's"},
      {"", kAda, "", kAda, false, "nothing is the same as nothing"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(IsSameStatement(WordsOf(c.a), c.of_a, WordsOf(c.b), c.of_b),
              c.same)
        << c.why;
    EXPECT_EQ(IsSameStatement(WordsOf(c.b), c.of_b, WordsOf(c.a), c.of_a),
              c.same)
        << c.why << ", turned round";
  }
}

}  // namespace
}  // namespace quoth::query
