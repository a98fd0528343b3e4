// Pairing of quotation marks: what is quoted, whatever the marks.
#include "ingest-service/parse/attribution/quotes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace quoth::parse {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Paired {
  std::vector<std::string> pieces;  // Of outermost quotations, in order.
  std::vector<std::string> nested;
  uint64_t issues = 0;
};

// Each line of the text is a block.
Paired Pair(const std::string& text) {
  DecodedDocument document;
  document.text = text;
  Layout layout;
  for (uint32_t at = 0; at < text.size();) {
    uint32_t end =
        static_cast<uint32_t>(std::min(text.find('\n', at), text.size()));
    if (end > at) {
      Block block;
      block.range = {at, end};
      layout.blocks.push_back(block);
    }
    at = end + 1;
  }
  Issues issues;
  const Quotes quotes = PairQuotes(document, layout, issues);
  Paired paired;
  for (const Quote& quote : quotes.quotes) {
    for (uint32_t i = 0; i < quote.piece_count; ++i) {
      const std::string piece(
          quotes.pieces[quote.first_piece + i].of(document.text));
      (quote.depth == 0 ? paired.pieces : paired.nested).push_back(piece);
    }
  }
  paired.issues = issues.list().size();
  return paired;
}

TEST(PairQuotes, AllKindsOfMarks) {
  const struct {
    const char* text;
    const char* quoted;
    const char* why;
  } kCases[] = {
      {"He said \"go on\" twice.", "go on", "straight"},
      {"He said “go on” twice.", "go on", "curly"},
      {"Il dit « allez » deux fois.", "allez", "French, spaced"},
      {"Er sagte »geh« zweimal.", "geh", "German guillemets face inwards"},
      {"Er sagte „geh weiter“ zweimal.", "geh weiter", "low and high"},
      {"Er sagte „geh weiter” zweimal.", "geh weiter", "Polish"},
      {"Han sa ”gå vidare” igen.", "gå vidare", "Swedish: one glyph for both"},
      {"彼は「行け」と言った。", "行け", "corner brackets"},
      {"He said ''go on'' twice.", "go on", "doubled singles"},
      {"He said ``go on'' twice.", "go on", "back-ticks"},
      {"He said “go on\" twice.", "go on", "curly opens, straight closes"},
      {"He said ‘go on’ twice.", "go on", "British"},
      {"He said 'go on' twice.", "go on", "straight singles"},
      {"“Our interests, ”he said.", "Our interests,", "closing mark misplaced"},
      {"\"Our interests, \"he said. \"We", "Our interests,",
       "the same with straight marks"},
      {"(“go on”)", "go on", "inside brackets"},
      {"—“go on”—", "go on", "between dashes"},
      {"\" Go on , \" he said .", "Go on ,", "spaces on both sides"},
  };
  for (const auto& c : kCases) {
    const Paired paired = Pair(c.text);
    ASSERT_FALSE(paired.pieces.empty()) << c.why;
    EXPECT_EQ(paired.pieces[0], c.quoted) << c.why;
  }
}

TEST(PairQuotes, ApostrophesAreNoMarks) {
  for (const char* text :
       {"It's the dogs' bowl and 'em boys' too.", "The ’90s weren’t ours.",
        "Rock 'n' roll isn't dead.", "'Tis the season.", "He stood 6' 2\" tall",
        "O’Neill’s and James’ house"}) {
    EXPECT_THAT(Pair(text).pieces, IsEmpty()) << text;
  }
}

TEST(PairQuotes, PossessiveInsideSingles) {
  EXPECT_THAT(Pair("It was ‘the voters’ choice,’ she said.").pieces,
              ElementsAre("the voters’ choice,"));
}

TEST(PairQuotes, Nested) {
  const Paired paired = Pair("“He told me ‘never again’ and left.”");
  EXPECT_THAT(paired.pieces, ElementsAre("He told me ‘never again’ and left."));
  EXPECT_THAT(paired.nested, ElementsAre("never again"));
}

TEST(PairQuotes, NestedInTheSameStraightMarks) {
  const Paired paired = Pair("\"They fear \"the neighbour\" more. So do I.\"");
  EXPECT_THAT(paired.pieces,
              ElementsAre("They fear \"the neighbour\" more. So do I."));
}

TEST(PairQuotes, ReopenedParagraphsAreOneQuotation) {
  const Paired paired =
      Pair("“First part.\n\n“Second part.\n\n“Last,” he said.");
  EXPECT_THAT(paired.pieces,
              ElementsAre("First part.", "Second part.", "Last,"));
  EXPECT_EQ(paired.issues, 0u);
}

TEST(PairQuotes, GoesOnOverLinesWithoutMarks) {
  const Paired paired = Pair("\"One line.\nAnother line.\nThe end,\" he said.");
  EXPECT_THAT(paired.pieces,
              ElementsAre("One line.", "Another line.", "The end,"));
}

TEST(PairQuotes, UnclosedEndsWithItsBlock) {
  const Paired paired = Pair("“Never closed.\nPlain text.\n“Good,” he said.");
  EXPECT_THAT(paired.pieces, ElementsAre("Never closed.", "Good,"));
  EXPECT_GE(paired.issues, 1u);
}

TEST(PairQuotes, UnclosedEndsWhereTheNextBegins) {
  const Paired paired = Pair("“Never closed, he said. “Good,” he added.");
  ASSERT_EQ(paired.pieces.size(), 2u);
  EXPECT_EQ(paired.pieces[1], "Good,");
}

TEST(PairQuotes, MissingOpeningMark) {
  const Paired paired = Pair("We will go,” he said.");
  EXPECT_THAT(paired.pieces, ElementsAre("We will go,"));
  EXPECT_EQ(paired.issues, 1u);
}

// Hostile input: time stays linear, nothing breaks.
TEST(PairQuotes, HostileInputIsLinear) {
  std::string only_open, only_straight, mixed, singles;
  for (int i = 0; i < 400'000; ++i) {
    only_open += "“";
    only_straight += "\"";
    mixed += "“a\" ‘b «c ";
    singles += "' ";
  }
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string* text :
       {&only_open, &only_straight, &mixed, &singles}) {
    Pair(*text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(PairQuotes, TenThousandQuotesInOneParagraph) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "“Word number so,” he said. ";
  EXPECT_EQ(Pair(text).pieces.size(), 10'000u);
}

}  // namespace
}  // namespace quoth::parse
