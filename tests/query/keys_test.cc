// Keys: order, round trip, and KEYS.md's examples held to the code.
#include "query-service/index/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>

#include "query-service/index/change_batch.h"
#include "query-service/index/record.h"

namespace quoth::query {
namespace {

std::string Hex(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    hex.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return hex;
}

std::string Posted(std::string prefix, Day day, StatementId id) {
  AppendPosting(prefix, {day, id});
  return prefix;
}

TEST(KeysTest, PostingsAreNewestFirstUndatedLastThenAsTheyCame) {
  std::mt19937_64 random(1);
  std::vector<Posting> postings;
  for (int i = 0; i < 2'000; ++i) {
    postings.push_back(
        {static_cast<Day>(random() % 5 == 0 ? 0 : random() % (kDayMax + 1)),
         random() % (kStatementIdMax + 1)});
  }
  postings.push_back({kDayMax, kStatementIdMax});
  postings.push_back({kUndated, 0});
  for (const std::string& prefix :
       {AllPrefix(), SpeakerPrefix(7), TopicPrefix(0xffffffff),
        PairPrefix(1, 2), OutletPrefix(3), DocumentPrefix("a-document")}) {
    std::vector<std::pair<std::string, Posting>> keyed;
    for (const Posting& posting : postings) {
      const std::string key = Posted(prefix, posting.day, posting.id);
      ASSERT_EQ(PostingOf(key, prefix.size()), posting);
      ASSERT_LT(key, PrefixEnd(prefix));
      keyed.emplace_back(key, posting);
    }
    std::sort(keyed.begin(), keyed.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < keyed.size(); ++i) {
      const Posting& a = keyed[i - 1].second;
      const Posting& b = keyed[i].second;
      ASSERT_TRUE(a.day > b.day || (a.day == b.day && a.id <= b.id));
    }
  }
  EXPECT_EQ(PostingOf("Ashort", 1), std::nullopt);
}

TEST(KeysTest, MoreStatementsComeFirstInListsByCount) {
  EXPECT_LT(CountListKey(OrdinalKind::kSpeaker, 10, "a"),
            CountListKey(OrdinalKind::kSpeaker, 9, "a"));
  EXPECT_LT(CountListKey(OrdinalKind::kSpeaker, 9, "a"),
            CountListKey(OrdinalKind::kSpeaker, 9, "b"));
  EXPECT_LT(CountListKey(OrdinalKind::kSpeaker, 1, "z"),
            CountListKey(OrdinalKind::kSpeaker, 0, "a"));
}

TEST(KeysTest, PrefixEndSkipsTheLargestByte) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
}

TEST(RecordTest, RoundTrip) {
  RecordFacts facts;
  facts.kind = 2;
  facts.said = {737000, 737030};
  facts.published = {737040, 737040};
  facts.speaker = 5;
  facts.outlet = 6;
  facts.language = 7;
  facts.confidence = 0.5f;
  facts.direct = {{1, kDirectAbout}, {9, kDirectMentions}};
  facts.inherited = {{2, kInheritedAbout}};
  facts.runs = {7, 0xff02030405};
  facts.key = "key";
  const std::string bytes = EncodeRecord(facts, "statement bytes");
  const auto view = RecordView::Of(bytes);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->statement(), "statement bytes");
  EXPECT_EQ(view->key(), "key");
  EXPECT_EQ(view->sort_day(), 737000u);
  EXPECT_EQ(EncodeRecord(FactsOf(*view), view->statement()), bytes);
  // Any cut is found, or reads as a shorter statement.
  for (std::size_t size = 0; size < 44; ++size) {
    EXPECT_FALSE(RecordView::Of(std::string_view(bytes).substr(0, size)));
  }
}

// Lines of KEYS.md: | `what` | `hex` | ...
TEST(KeysTest, ExamplesOfTheDocumentAreTrue) {
  const Day day = DayOf(2021, 2, 3);
  const std::map<std::string, std::string> made = {
      {"all", Posted(AllPrefix(), day, 258)},
      {"speaker", Posted(SpeakerPrefix(3), day, 258)},
      {"topic", Posted(TopicPrefix(4), day, 258)},
      {"pair", Posted(PairPrefix(3, 4), day, 258)},
      {"outlet", Posted(OutletPrefix(5), day, 258)},
      {"document", Posted(DocumentPrefix("ab"), day, 258)},
      {"run", Posted(RunPrefix(0x0102030405), AgeOf(day), 258)},
      {"undated", Posted(SpeakerPrefix(3), kUndated, 258)},
      {"statement", StatementKey(258)},
      {"statement name", StatementNameKey("ab", "k1")},
      {"ordinal", OrdinalKey(OrdinalKind::kSpeaker, "ada")},
      {"speaker row", SpeakerKey(3)},
      {"topic row", TopicKey(4)},
      {"pair counter", PairCounterKey(3, 4)},
      {"topic pair counter", TopicPairCounterKey(4, 3)},
      {"total counter", TotalCounterKey()},
      {"outlet counter", OutletCounterKey(5)},
      {"kind counter", KindCounterKey(1)},
      {"count list", CountListKey(OrdinalKind::kSpeaker, 2, "ada")},
      {"folded list",
       FoldedListKey(OrdinalKind::kTopic, "arms control", "arms")},
      {"sound list", SoundListKey(OrdinalKind::kSpeaker, "ada", "ada")},
      {"name list", NameListKey(OrdinalKind::kSpeaker, "ada")},
      {"merge list", MergeListKey("ada", "a-l")},
      {"text hash list", TextHashKey(0x0102030405060708, day, "ab")},
      {"role", RoleKey(3, 0x0102030405060708, day, "ab")},
      {"word", WordKey("arm", 2)},
      {"word lengths", WordLengthsKey(2)},
      {"word gone", WordGoneKey(258)},
      {"outlet mark", OutletMark(5)},
      {"change", ChangeKey(258)},
  };
  const char* const source = std::getenv("QUOTH_SOURCE_DIR");
  ASSERT_NE(source, nullptr);
  std::ifstream in(std::string(source) + "/query-service/index/KEYS.md");
  ASSERT_TRUE(in) << "KEYS.md is missing";
  std::map<std::string, std::string> written;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    const std::size_t name_end = line.find('`', 3);
    const std::size_t hex_begin = line.find('`', name_end + 1);
    const std::size_t hex_end = line.find('`', hex_begin + 1);
    ASSERT_NE(hex_end, std::string::npos) << line;
    written[line.substr(3, name_end - 3)] =
        line.substr(hex_begin + 1, hex_end - hex_begin - 1);
  }
  for (const auto& [name, key] : made) {
    EXPECT_EQ(written[name], Hex(key))
        << "| `" << name << "` | `" << Hex(key) << "` |";
  }
  EXPECT_EQ(written.size(), made.size());
}

}  // namespace
}  // namespace quoth::query
