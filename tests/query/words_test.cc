// What counts as a word, and lists of statements packed and read again.
#include "query-service/words/words.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "query-service/words/postings.h"

namespace quoth::query {
namespace {

std::string StemsOf(std::string_view text) {
  std::string out;
  VisitWords(text, [&](const Word& word) {
    if (!out.empty()) out.push_back(' ');
    out.append(word.stem);
    EXPECT_LT(word.begin, word.end);
    EXPECT_LE(word.end, text.size());
  });
  return out;
}

TEST(WordsTest, TextsComeApartAsPeopleExpect) {
  const struct {
    const char* text;
    const char* stems;
  } kCases[] = {
      {"", ""},
      {" ,.- ", ""},
      {"Arms control, again.", "arm control again"},
      {"Treaties and treaty", "treaty and treaty"},
      {"news is news", "news is news"},  // No plural.
      {"Paris crisis across", "paris crisis across"},
      {"Putin's visit", "putin visit"},
      {"the allies' plan", "the ally plan"},
      {"don\u2019t won't", "dont wont"},
      {"l'Europe d\u2019Estaing", "l europe d estaing"},
      {"U.S. and U.K. agree. Done", "us and uk agree done"},
      {"J.Smith", "j smith"},  // Initials only when each is alone.
      {"1,000 or 3.5 or 1,2,3", "1000 or 3.5 or 1 2 3"},
      {"COVID-19", "covid 19"},
      {"Caf\u00e9 na\u00efve \u0141\u00f3d\u017a", "cafe naive lodz"},
      {"cafe\u0301", "cafe"},  // An accent of its own.
      {"stra\u00dfe STRASSE", "strasse strasse"},
      {"\u041b\u0430\u0432\u0440\u043e\u0432",
       "\u043b\u0430\u0432\u0440\u043e\u0432"},
      {"\u0399\u03a3\u03a7\u03a5\u03a3", "\u03b9\u03c3\u03c7\u03c5\u03c3"},
      {"\u6838\u6b66\u5668",  // Characters, and pairs of neighbours.
       "\u6838 \u6838\u6b66 \u6b66 \u6b66\u5668 \u5668"},
      {"\uff21\uff22", "ab"},  // Wide forms.
      {"soft\u00adhyphen", "softhyphen"},
      {"a\xff"
       "b",
       "a b"},  // What is no UTF-8 parts words.
  };
  for (const auto& test : kCases)
    EXPECT_EQ(StemsOf(test.text), test.stems) << test.text;
}

TEST(WordsTest, PositionsAndBytesLeadBackToTheText) {
  const std::string text = "The \u201cCaf\u00e9\u201d it's \u6838\u6b66 done";
  std::vector<std::tuple<std::string, std::string, unsigned>> words;
  VisitWords(text, [&](const Word& word) {
    words.emplace_back(word.folded,
                       text.substr(word.begin, word.end - word.begin),
                       word.position);
  });
  const decltype(words) expected = {{"the", "The", 0},
                                    {"cafe", "Caf\u00e9", 1},
                                    {"it", "it", 2},
                                    {"\u6838", "\u6838", 3},
                                    {"\u6838\u6b66", "\u6838\u6b66", 3},
                                    {"\u6b66", "\u6b66", 4},
                                    {"done", "done", 5}};
  EXPECT_EQ(words, expected);
}

TEST(WordsTest, EndlessWordsAreCutAtACharacter) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "\u0434";
  int words = 0;
  VisitWords(text, [&](const Word& word) {
    ++words;
    EXPECT_LE(word.folded.size(), kWordBytesMax);
    EXPECT_EQ(word.folded.size() % 2, 0u);
    EXPECT_EQ(word.end, text.size());
  });
  EXPECT_EQ(words, 1);
}

std::vector<WordPosting> Random(std::mt19937& random, std::uint32_t statements,
                                std::uint32_t one_in, bool often) {
  std::vector<WordPosting> postings;
  for (std::uint32_t rank = 0; rank < statements; ++rank) {
    if (random() % one_in != 0) continue;
    const auto times =
        often && random() % 4 == 0 ? 1 + random() % kTimesMax : 1;
    postings.push_back(
        {static_cast<std::uint16_t>(rank), static_cast<std::uint8_t>(times)});
  }
  if (postings.empty()) postings.push_back({7, 1});
  return postings;
}

TEST(PostingsTest, WhatIsPackedIsReadInBlocksAndByAsking) {
  std::mt19937 random(5);
  for (const std::uint32_t statements : {100u, 4'096u, 65'536u}) {
    for (const std::uint32_t one_in : {1u, 2u, 11u, 40u, 700u, 60'000u}) {
      for (const bool often : {false, true}) {
        const auto postings = Random(random, statements, one_in, often);
        const std::string bytes = EncodePostings(postings, statements);
        EXPECT_EQ(CountPostings(bytes), postings.size());
        std::map<std::uint32_t, int> expected;
        for (const WordPosting& p : postings) {
          expected[p.rank] = p.times;
          EXPECT_LE(p.times, MostTimes(bytes));
        }
        PostingReader reader(bytes);
        ASSERT_TRUE(reader.ok());
        std::map<std::uint32_t, int> read;
        while (!reader.AtEnd()) {
          const PostingReader::Bound bound = reader.NextBound();
          const PostingReader::Block block = reader.TakeBlock();
          for (std::uint32_t i = 0; i < block.size; ++i) {
            EXPECT_GE(block.ranks[i], bound.rank_min);
            EXPECT_LE(block.times[i], bound.times_max);
            read[block.ranks[i]] = block.times[i];
          }
        }
        EXPECT_EQ(read, expected);
        PostingReader asked(bytes);
        for (std::uint32_t rank = 0; rank < statements;
             rank += 1 + random() % 3) {
          const auto found = expected.find(rank);
          ASSERT_EQ(asked.TimesOf(rank),
                    found == expected.end() ? 0 : found->second)
              << rank;
        }
      }
    }
  }
}

TEST(PostingsTest, DamageIsNeverReadBeyond) {
  std::mt19937 random(6);
  for (const std::uint32_t one_in : {2u, 40u, 5'000u}) {
    const std::string whole =
        EncodePostings(Random(random, 65'536, one_in, true), 65'536);
    for (int i = 0; i < 2'000; ++i) {
      std::string bytes = whole.substr(0, random() % (whole.size() + 1));
      for (int n = 0; n < 3 && !bytes.empty(); ++n)
        bytes[random() % std::min<std::size_t>(bytes.size(), 64)] =
            static_cast<char>(random());
      // A copy without slack, so that a sanitizer sees every step too far.
      const std::vector<char> exact(bytes.begin(), bytes.end());
      PostingReader reader(std::string_view(exact.data(), exact.size()));
      while (reader.TakeBlock().size != 0) {
      }
      PostingReader asked(std::string_view(exact.data(), exact.size()));
      for (std::uint32_t rank = 0; rank < 65'536; rank += 97)
        (void)asked.TimesOf(rank);
    }
  }
}

}  // namespace
}  // namespace quoth::query
