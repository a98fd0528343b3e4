// Speeches and statements that are printed whole.
#include "ingest-service/parse/blocks/speeches.h"

#include <gtest/gtest.h>

#include <string>

#include "ingest-service/parse/blocks/blocks.h"
#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {
namespace {

TEST(Speeches, TitlesThatNameOne) {
  struct Row {
    const char* title;
    bool speech;
    const char* why;
  };
  for (const Row& row : {
           Row{"Remarks by Prime Minister Ana Belmonte", true, "plain"},
           Row{"Opening Statement of Dr. Aye Bee", true, "two words before"},
           Row{"Chancellor Bee\xE2\x80\x99s keynote speech in Oslo", true,
               "the owner first"},
           Row{"Statement on the budget causes a stir", false, "nobody's"},
           Row{"Minister regrets his remarks", false, "about one"},
           Row{"A speech nobody heard", false, "no owner"},
       }) {
    EXPECT_EQ(NamesSpeech(row.title), row.speech) << row.why;
  }
}

Layout Split(const std::string& text) {
  Issues issues;
  const DecodedDocument document =
      Decode(SourceDocument{text, "text/plain", ""}, DecodeLimits{}, issues);
  return SplitBlocks(document, issues);
}

constexpr char kTitle[] = "Remarks by Mayor Ana Belmonte at the harbour\n\n";

TEST(Speeches, EveryParagraphIsHers) {
  const Layout layout =
      Split(std::string(kTitle) +
            "I thank you all for coming to this quay today.\n\n"
            "The old cranes are gone. They fed three streets.\n\n"
            "We shall build a market here before the winter.\n");
  ASSERT_EQ(layout.turns.size(), 1u);
  EXPECT_EQ(layout.turns[0].role, TurnRole::kAnswer);
  int turns = 0;
  for (const Block& block : layout.blocks)
    turns += block.kind == BlockKind::kTurn;
  EXPECT_EQ(turns, 3);
}

TEST(Speeches, AReportAboutASpeechIsNone) {
  const Layout layout =
      Split(std::string(kTitle) +
            "The mayor said that a market would be built.\n\n"
            "\"We shall build it before the winter,\" she said.\n\n"
            "The old cranes are gone, and nobody knows where.\n");
  EXPECT_TRUE(layout.turns.empty());
}

}  // namespace
}  // namespace quoth::parse
