#include "ingest-service/parse/topics/label_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace quoth::parse {
namespace {

std::vector<LabelWord> Split(std::string_view text) {
  std::vector<LabelWord> words;
  SplitLabelWords(text, 0, words);
  return words;
}

std::vector<uint64_t> Keys(std::string_view text) {
  std::vector<uint64_t> keys;
  for (const LabelWord& word : Split(text)) keys.push_back(word.key);
  return keys;
}

TEST(LabelTextTest, SpellingsOfOneLabelHaveOneKey) {
  const struct {
    std::string_view a, b;
  } kSame[] = {
      {"vaccine", "Vaccines"},  // Plural, case.
      {"treaty", "treaties"},
      {"tax", "taxes"},
      {"virus", "viruses"},
      {"crisis", "crises"},  // Irregular.
      {"woman", "women"},
      {"US", "U.S."},  // Dotted abbreviation.
      {"US", "U.S"},
      {"UK", "U.K.'s"},                 // With a possessive.
      {"Russia", "Russia’s"},           // Curly apostrophe.
      {"Falklands", "the Falklands'"},  // See below: "the" is dropped.
      {"Nagorno-Karabakh", "Nagorno Karabakh"},
      {"Nagorno-Karabakh", "Nagorno–Karabakh"},  // En dash.
      {"COVID-19", "Covid-19"},
      {"Côte d'Ivoire", "Cote d’Ivoire"},  // Accents.
      {"Großbritannien", "GROSSBRITANNIEN"},
      {"Россия", "РОССИЯ"},
      {"trade & industry", "trade and industry"},
      {"St. Petersburg", "St Petersburg"},
  };
  for (const auto& row : kSame) {
    std::string_view b = row.b;
    if (b.substr(0, 4) == "the ") b.remove_prefix(4);
    EXPECT_EQ(Keys(row.a), Keys(b)) << row.a << " / " << row.b;
  }
}

TEST(LabelTextTest, OtherWordsHaveOtherKeys) {
  const struct {
    std::string_view a, b;
  } kDifferent[] = {
      {"economic", "economics"},  // "-ics" is no plural.
      {"news", "New York"},
      {"united", "unit"},  // No stemming but of plurals.
      {"Russia", "Russian"},
      {"class", "clas"},  // "-ss" stays.
      {"will", "wills estate"},
  };
  for (const auto& row : kDifferent) {
    EXPECT_NE(Keys(row.a), Keys(row.b)) << row.a << " / " << row.b;
  }
}

TEST(LabelTextTest, ShapesTellNamesAndAcronyms) {
  const struct {
    std::string_view word;
    WordShape shape;
  } kShapes[] = {
      {"turkey", WordShape::kLower},      {"Turkey", WordShape::kCapital},
      {"NATO", WordShape::kAllCaps},      {"U.S.", WordShape::kAllCaps},
      {"NGOs", WordShape::kAllCaps},      {"G20", WordShape::kAllCaps},
      {"iPhone", WordShape::kMixed},      {"2020", WordShape::kNumber},
      {"A", WordShape::kOneCapital},      {"Étranger", WordShape::kCapital},
      {"McConnell", WordShape::kCapital},
  };
  for (const auto& row : kShapes) {
    ASSERT_EQ(Split(row.word).size(), 1u) << row.word;
    EXPECT_EQ(Split(row.word)[0].shape, row.shape) << row.word;
  }
}

TEST(LabelTextTest, GapsKeepSentencesApart) {
  const struct {
    std::string_view text;
    WordGap gap;  // Before the second word.
  } kGaps[] = {
      {"New START", WordGap::kSpace},
      {"New “START", WordGap::kSpace},  // Quotation marks do not part.
      {"Russian-American", WordGap::kHyphen},
      {"Malvinas/Falklands", WordGap::kComma},
      {"Russia, China", WordGap::kComma},
      {"Russia – China", WordGap::kComma},  // A dash with space is a pause.
      {"Russia. China", WordGap::kStop},
      {"Russia\nChina", WordGap::kSpace},   // A line break.
      {"Russia\n\nChina", WordGap::kStop},  // A paragraph's end.
      {"U.S. Congress", WordGap::kSpace},   // Its full stop is its own.
  };
  for (const auto& row : kGaps) {
    ASSERT_EQ(Split(row.text).size(), 2u) << row.text;
    EXPECT_EQ(Split(row.text)[1].gap, row.gap) << row.text;
  }
}

TEST(LabelTextTest, RangesLeaveOutTheClitic) {
  const std::string text = "the Falklands’ and Russia's claims";
  const auto words = Split(text);
  ASSERT_EQ(words.size(), 5u);
  EXPECT_EQ(words[1].range.of(text), "Falklands");
  EXPECT_TRUE(words[1].possessive);
  EXPECT_EQ(words[3].range.of(text), "Russia");
  EXPECT_TRUE(words[3].possessive);
}

TEST(LabelTextTest, FoldsForDisplayKeys) {
  EXPECT_EQ(FoldLabel("  New–START  Treaty! "), "new start treaty");
  EXPECT_EQ(FoldLabel("Côte d'Ivoire"), "cote divoire");
  EXPECT_EQ(FoldLabel("Ёлка"), "елка");
  EXPECT_EQ(FoldLabel("U.S.A."), "usa");
  EXPECT_EQ(FoldLabel("..."), "");
}

TEST(LabelTextTest, HostileTextTakesLinearTime) {
  std::string one_word(8 << 20, 'A');
  std::string dots, quotes, marks;
  for (int k = 0; k < (2 << 20); ++k) {
    dots += "A.";
    quotes += "\"'";
    marks += "\xCC\x81";  // Combining acute.
  }
  for (const std::string* text : {&one_word, &dots, &quotes, &marks}) {
    const auto start = std::chrono::steady_clock::now();
    Split(*text);
    FoldLabel(*text);
    EXPECT_LT(std::chrono::steady_clock::now() - start,
              std::chrono::seconds(10));
  }
}

}  // namespace
}  // namespace quoth::parse
