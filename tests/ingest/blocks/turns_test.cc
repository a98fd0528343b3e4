#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/blocks/laid_out.h"

namespace quoth::parse {
namespace {

using testing::ElementsAre;

TEST(TurnsTest, InterviewWithContinuingParagraphs) {
  const LaidOut d = LayOut(
      "Interview with Ann Aye\n\nQuestion: Is the pier ready?\n\nAnn Aye: It "
      "is. We worked two winters.\n\n"
      "And we kept our word. (Laughter.)\n\n(Applause)\n\nQuestion: "
      "When?\n\nAnn Aye: In spring.\n\nTo be continued...");
  EXPECT_THAT(
      d.Lines(),
      ElementsAre("title: Interview with Ann Aye", "turn: Is the pier ready?",
                  "turn: It is. We worked two winters.",
                  "turn: And we kept our word.", "stage: (Laughter.)",
                  "stage: (Applause)", "turn: When?", "turn: In spring.",
                  "furniture: To be continued..."));
  ASSERT_EQ(d.layout.turns.size(), 4u);
  EXPECT_EQ(d.layout.turns[0].role, TurnRole::kQuestion);
  EXPECT_EQ(d.layout.turns[1].name, "Ann Aye");
  EXPECT_EQ(d.layout.turns[1].role, TurnRole::kSpeaker);
  EXPECT_EQ(d.layout.turns[1].first_block, 2u);
  EXPECT_EQ(d.layout.turns[1].last_block, 5u);
}

TEST(TurnsTest, LabelsOnTheirOwnLine) {
  const LaidOut d = LayOut(
      "**Host**\n\nWelcome to the show, all of you.\n\n**Ann Aye**\n\nThank "
      "you for having me.\n\n"
      "**Host**\n\nWhat is new at the harbour?\n\n**Ann Aye**\n\nThe pier is, "
      "and the ferry.\n",
      "text/markdown");
  ASSERT_EQ(d.layout.turns.size(), 4u);
  EXPECT_EQ(d.layout.turns[1].name, "Ann Aye");
  EXPECT_THAT(d.Lines(), testing::Contains("turn: Thank you for having me."));
}

TEST(TurnsTest, BoldQuestionsOverPlainAnswers) {
  const LaidOut d = LayOut(
      "# Talk of the week\n\n**Is the pier ready at last?**\n\nI think it "
      "is.\n\nWe worked hard.\n\n"
      "**What did it cost the town?**\n\nI would rather not say.\n\n**And what "
      "will come next?**\n\nWe shall see.\n",
      "text/markdown");
  ASSERT_EQ(d.layout.turns.size(), 6u);
  EXPECT_EQ(d.layout.turns[0].role, TurnRole::kQuestion);
  EXPECT_EQ(d.layout.turns[1].role, TurnRole::kAnswer);
  EXPECT_EQ(d.layout.turns[1].last_block - d.layout.turns[1].first_block, 1u);
}

TEST(TurnsTest, WhoOnlyAsksIsTheInterviewer) {
  const LaidOut d = LayOut(
      "Gazette: Is the pier ready?\n\nAye: It is, and it was "
      "cheap.\n\nGazette: When does it open?\n\n"
      "Aye: In spring, when the ferry comes.\n\nGazette: And then?\n\nAye: "
      "Then we rest for a while.");
  ASSERT_EQ(d.layout.turns.size(), 6u);
  EXPECT_EQ(d.layout.turns[0].role, TurnRole::kQuestion);
  EXPECT_EQ(d.layout.turns[1].role, TurnRole::kSpeaker);
}

TEST(TurnsTest, ArticlesHaveNone) {
  for (std::string_view text :
       {"Aye: The pier is ready.\n\nThe mayor said on Monday that the pier was "
        "ready. It will open in spring.\n\n"
        "Here is what we know: it cost forty million.\n\nShe added: “We kept "
        "our word.”",
        "Results by ward\n\nNorth: 1,769.\n\nSouth: 1,501.\n\nEast: "
        "547.\n\nNorth: 2,316.",
        "The Latest: Towns vote\n\nStill to come: results in the "
        "north.\n\nSome prose about the vote, and more of "
        "it.\n\nStill to come: results in the south."}) {
    EXPECT_TRUE(LayOut(text).layout.turns.empty()) << text;
  }
}

TEST(TurnsTest, ExcerptInAnArticleEndsWithItsLastTurn) {
  std::string prose;
  for (int i = 0; i < 6; ++i)
    prose +=
        "The mayor spoke on the radio about the pier, and about what it cost "
        "the town.\n\n";
  const LaidOut d = LayOut("Mayor on the radio\n\n" + prose +
                           "HOST: Is it ready?\n\nAYE: It is, and it was "
                           "cheap.\n\nHOST: When will it open?\n\n"
                           "AYE: In spring, if the ferry comes.\n\nThe council "
                           "meets again on Monday to decide.");
  ASSERT_EQ(d.layout.turns.size(), 4u);
  EXPECT_EQ(d.Lines().back(),
            "paragraph: The council meets again on Monday to decide.");
}

TEST(TurnsTest, AsideNamesTheOffice) {
  const LaidOut d = LayOut(
      "The Prime Minister (Bo Bee): The sitting may begin now.\n\nAnn Aye: I "
      "thank the minister "
      "for that.\n\nThe Prime Minister (Bo Bee): It is nothing at all.");
  ASSERT_EQ(d.layout.turns.size(), 3u);
  EXPECT_EQ(d.layout.turns[0].name, "The Prime Minister");
  EXPECT_EQ(d.layout.turns[0].aside.of(d.document.text), "Bo Bee");
}

TEST(TurnsTest, InitialsAndPlainNameLines) {
  const LaidOut initial = LayOut(
      "Ann Aye: We are open to talks, as ever.\n\nA. Bee: May I add a word to "
      "that?\n\n"
      "Ann Aye: Please, go ahead.\n\nA. Bee: We never closed the door.");
  ASSERT_EQ(initial.layout.turns.size(), 4u);
  EXPECT_EQ(initial.layout.turns[1].name, "A. Bee");
  const LaidOut lines = LayOut(
      "Interviewer\nGood morning. What is new?\n\nAnn Aye\nThe pier is "
      "ready.\n\n"
      "Interviewer\nAnd the ferry?\n\nAnn Aye\nIt runs every hour.");
  ASSERT_EQ(lines.layout.turns.size(), 4u);
  EXPECT_EQ(lines.layout.turns[3].name, "Ann Aye");
}

TEST(TurnsTest, StyledQuestionsMayNameTheAsker) {
  const LaidOut d = LayOut(
      "# Talk\n\n**The Gazette: Is it ready at last?**\n\nI think so.\n\n"
      "**And what did it cost?**\n\nI would not say.\n\n**When does it "
      "open?**\n\nWe shall see.\n",
      "text/markdown");
  ASSERT_EQ(d.layout.turns.size(), 6u);
  EXPECT_EQ(d.layout.turns[0].name, "The Gazette");
  EXPECT_THAT(d.Lines(), testing::Contains("turn: Is it ready at last?"));
}

}  // namespace
}  // namespace quoth::parse
