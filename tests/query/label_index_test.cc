#include "query-service/names/label_index.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quoth::query {
namespace {

enum : uint32_t { kDisarmament, kNewStart, kRussia, kKarabakh, kHealth, kUs };

LabelIndex Index() {
  const IndexedLabel labels[] = {
      {kDisarmament, "disarmament", "", true},
      {kDisarmament, "nuclear disarmament"},
      {kDisarmament, "Abrüstung"},
      {kNewStart, "New START", "", true},
      {kNewStart, "New Strategic Arms Reduction Treaty"},
      {kRussia, "Russia", "", true},
      {kRussia, "Россия"},
      {kRussia, "Moscow", "", false, true},
      {kKarabakh, "Nagorno-Karabakh", "", true},
      {kHealth, "health", "", true},
      {kHealth, "public health"},
      {kUs, "United States", "", true},
      {kUs, "US"},
  };
  return LabelIndex::Build(labels);
}

TEST(LabelIndexTest, FindsTopicsByWhatPeopleType) {
  const LabelIndex index = Index();
  const struct {
    std::string_view query;
    uint32_t topic;
    bool sure;
    const char* why;
  } kRows[] = {
      {"New START", kNewStart, true, "the preferred label"},
      {"new start", kNewStart, true, "case"},
      {"strategic arms reduction treaty", kNewStart, true, "most of its words"},
      {"Abrustung", kDisarmament, true, "another language, no umlaut"},
      {"россия", kRussia, true, "another script"},
      {"moscow", kRussia, true, "a metonym"},
      {"nagorno karabach", kKarabakh, true, "a misspelling"},
      {"Nagorno Karabakh", kKarabakh, true, "a space for a hyphen"},
      {"disarmement", kDisarmament, true, "a misspelling"},
      {"disarmament talks", kDisarmament, false, "one of two words"},
      {"united staets", kUs, true, "letters swapped"},
      {"U.S.", kUs, true, "dotted"},
      {"disarm", kDisarmament, false, "a beginning"},
  };
  for (const auto& row : kRows) {
    const auto found = index.Resolve(row.query, "", 3);
    ASSERT_FALSE(found.empty()) << row.query << ": " << row.why;
    EXPECT_EQ(found[0].topic, row.topic) << row.query << ": " << row.why;
    EXPECT_EQ(found[0].score >= LabelIndex::kSureScore, row.sure)
        << row.query << " " << found[0].score;
  }
}

TEST(LabelIndexTest, UnknownNamesAreNotSure) {
  const LabelIndex index = Index();
  for (const char* query : {"volleyball", "zzz", "", "???", "ukraine"}) {
    for (const LabelCandidate& candidate : index.Resolve(query, "", 5)) {
      EXPECT_LT(candidate.score, LabelIndex::kSureScore) << query;
    }
  }
}

TEST(LabelIndexTest, ExactBeatsEverythingElse) {
  const auto found = Index().Resolve("health", "", 5);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].topic, kHealth);
  EXPECT_FLOAT_EQ(found[0].score, 1.0f);
  EXPECT_EQ(found[0].label, "health");
}

TEST(LabelIndexTest, CompletesPrefixes) {
  const auto found = Index().Complete("n", 10);
  ASSERT_EQ(found.size(), 3u);  // New START, Nagorno-Karabakh, nuclear dis...
  EXPECT_EQ(Index().Complete("new str", 10)[0].topic, kNewStart);
  EXPECT_TRUE(Index().Complete("", 10).empty());
}

TEST(LabelIndexTest, LongQueriesAreCut) {
  EXPECT_NO_FATAL_FAILURE(Index().Resolve(std::string(1 << 20, 'x'), "", 5));
}

TEST(LabelIndexTest, PluralsCountAsTheirSingular) {
  const IndexedLabel labels[] = {{1, "treaties", "en", true},
                                 {2, "economic crisis", "en", true}};
  const LabelIndex index = LabelIndex::Build(labels);
  EXPECT_EQ(index.Resolve("treaty", "", 1)[0].topic, 1u);
  EXPECT_GE(index.Resolve("treaty", "", 1)[0].score, LabelIndex::kSureScore);
  EXPECT_GE(index.Resolve("economic crises", "", 1)[0].score,
            LabelIndex::kSureScore);
}

TEST(LabelIndexTest, TheLanguageAskedForWinsAmongEquals) {
  const IndexedLabel labels[] = {{1, "gift", "en", true},
                                 {2, "Gift", "de", true}};
  const LabelIndex index = LabelIndex::Build(labels);
  EXPECT_EQ(index.Resolve("gift", "en", 2)[0].topic, 1u);
  EXPECT_EQ(index.Resolve("gift", "de", 2)[0].topic, 2u);
}

}  // namespace
}  // namespace quoth::query
