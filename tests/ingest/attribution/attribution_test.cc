// Attribution as a reader sees it: text in, who said what out. Names and texts
// are invented.
#include "ingest-service/parse/attribution/attribution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "ingest-service/parse/lexicons.h"
#include "quoth_lexicon_data.h"

namespace quoth::parse {
namespace {

const Lexicons& LoadedLexicons() {
  static const std::unique_ptr<const Lexicons> kLexicons = [] {
    auto loaded = Lexicons::Load(
        [](std::string_view name) -> absl::StatusOr<std::string_view> {
          const std::string_view file = lexicon::EmbeddedFile(name);
          if (file.data() == nullptr) {
            return absl::NotFoundError(std::string(name));
          }
          return file;
        });
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return *std::move(loaded);
  }();
  return *kLexicons;
}

struct Read {
  std::string text;
  Layout layout;
  Mentions mentions;
  std::vector<Attribution> statements;
  Issues issues;

  std::string Words(const Attribution& a) const {
    std::string words;
    for (Range span : a.spans) {
      if (!words.empty()) words += " | ";
      words += span.of(text);
    }
    return words;
  }
  std::string Speaker(const Attribution& a) const {
    return a.chain != kNone ? mentions.chains[a.chain].name
                            : std::string(a.source.of(text));
  }
  // The statement with these words; null when there is none.
  const Attribution* Find(std::string_view words) const {
    for (const Attribution& a : statements) {
      if (Words(a) == words) return &a;
    }
    return nullptr;
  }
  std::string All() const {
    std::string all;
    for (const Attribution& a : statements) {
      all += "  [" + Speaker(a) + "] " + Words(a) + "\n";
    }
    return all;
  }
};

Read ReadText(const std::string& text) {
  Read read;
  SourceDocument source;
  source.bytes = text;
  source.declared_type = "text/plain; charset=utf-8";
  const DecodedDocument decoded = Decode(source, DecodeLimits{}, read.issues);
  read.text = decoded.text;
  read.layout = SplitBlocks(decoded, read.issues);
  const Metadata metadata = ReadMetadata(decoded, read.layout, {}, read.issues);
  const Sentences sentences = SplitSentences(decoded, read.layout, read.issues);
  read.mentions =
      FindMentions(decoded, read.layout, metadata, sentences, LoadedLexicons());
  read.statements = Attribute(decoded, read.layout, metadata, sentences,
                              read.mentions, LoadedLexicons(), read.issues)
                        .statements;
  return read;
}

constexpr char kLead[] =
    "Mayor Anna Brandt spoke to reporters in Halle on Monday about the new "
    "bridge over the river.\n\n";

TEST(Attribute, FormsOfReportedSpeech) {
  const struct {
    const char* sentence;
    const char* words;
    const char* speaker;
    StatementKind kind;
    const char* why;
  } kCases[] = {
      {"\"The bridge will open in May,\" Brandt said.",
       "The bridge will open in May,", "Anna Brandt", StatementKind::kDirect,
       "quotation before its cue"},
      {"Brandt said: \"The bridge will open in May.\"",
       "The bridge will open in May.", "Anna Brandt", StatementKind::kDirect,
       "after a colon"},
      {"“The bridge will open in May, ”Brandt said.",
       "The bridge will open in May,", "Anna Brandt", StatementKind::kDirect,
       "misplaced mark"},
      {"\"The bridge will open in May,\" Brandt said. \"We are glad about "
       "it.\"",
       "The bridge will open in May | We are glad about it.", "Anna Brandt",
       StatementKind::kDirect, "broken by its cue: one statement"},
      {"Brandt affirmed that the bridge would open in May.",
       "that the bridge would open in May.", "Anna Brandt",
       StatementKind::kIndirect, "that-clause"},
      {"The bridge will open in May, promised Brandt.",
       "The bridge will open in May", "Anna Brandt", StatementKind::kIndirect,
       "inverted"},
      {"According to Brandt, the bridge will open in May.",
       "the bridge will open in May", "Anna Brandt", StatementKind::kIndirect,
       "according to"},
      {"\"The bridge will open,\" retorted Brandt.", "The bridge will open,",
       "Anna Brandt", StatementKind::kDirect, "a rare verb beside the marks"},
      {"»The bridge will open in May«, said Brandt.",
       "The bridge will open in May", "Anna Brandt", StatementKind::kDirect,
       "guillemets that point inwards"},
      {"„The bridge will open in May“, said Brandt.",
       "The bridge will open in May", "Anna Brandt", StatementKind::kDirect,
       "low and high marks"},
      {"「The bridge will open in May,」 said Brandt.",
       "The bridge will open in May,", "Anna Brandt", StatementKind::kDirect,
       "corner brackets"},
      {"''The bridge will open in May,'' said Brandt.",
       "The bridge will open in May,", "Anna Brandt", StatementKind::kDirect,
       "doubled singles"},
      {"Brandt told reporters on Tuesday that the bridge would open in May.",
       "that the bridge would open in May.", "Anna Brandt",
       StatementKind::kIndirect, "behind whom and when"},
      {"Brandt, who has led the town since 2011, said the bridge would open in "
       "May.",
       "the bridge would open in May.", "Anna Brandt", StatementKind::kIndirect,
       "behind a relative clause"},
      {"In Brandt’s view, the bridge will open in May.",
       "the bridge will open in May", "Anna Brandt", StatementKind::kIndirect,
       "in the view of"},
      {"The bridge will open in May, Brandt said, adding that it is safe.",
       "The bridge will open in May", "Anna Brandt", StatementKind::kIndirect,
       "another cue follows"},
  };
  for (const auto& c : kCases) {
    const Read read = ReadText(std::string(kLead) + c.sentence + "\n");
    const Attribution* found = nullptr;
    for (const Attribution& a : read.statements) {
      std::string words = read.Words(a), wanted = c.words;
      // Stops at the end belong to neither.
      while (!words.empty() && (words.back() == '.' || words.back() == ',')) {
        words.pop_back();
      }
      while (wanted.back() == '.' || wanted.back() == ',') wanted.pop_back();
      if (words == wanted) found = &a;
    }
    ASSERT_NE(found, nullptr) << c.why << "\n" << read.All();
    EXPECT_EQ(read.Speaker(*found), c.speaker) << c.why;
    EXPECT_EQ(found->kind, c.kind) << c.why;
  }
}

TEST(Attribute, ListsOfCuesAreSeveralStatements) {
  const Read read = ReadText(std::string(kLead) +
                             "Brandt recalled that the old bridge fell in "
                             "1982, and pointed out that the new one had been "
                             "tested twice.\n");
  ASSERT_EQ(read.statements.size(), 2u) << read.All();
  for (const Attribution& a : read.statements) {
    EXPECT_EQ(read.Speaker(a), "Anna Brandt") << read.All();
  }
  EXPECT_EQ(read.Words(read.statements[0]), "that the old bridge fell in 1982");
}

TEST(Attribute, DashesOpenSpeech) {
  const Read read = ReadText(std::string(kLead) +
                             "—It is late, said Brandt. Go home.\n\n"
                             "She closed the door.\n\n"
                             "—Who is there? asked Brandt.\n");
  const Attribution* first = read.Find("It is late | Go home");
  if (first == nullptr) first = read.Find("It is late | Go home.");
  ASSERT_NE(first, nullptr) << read.All();
  EXPECT_EQ(first->kind, StatementKind::kDirect);
  EXPECT_EQ(read.Speaker(*first), "Anna Brandt");
  EXPECT_EQ(read.statements.size(), 2u) << read.All();
}

TEST(Attribute, AnswersWithoutLabelsAreThePrincipalSpeakers) {
  const Read read = ReadText(
      "Mayor Anna Brandt on the bridge\n\n"
      "Mayor Anna Brandt answered our questions in Halle on Monday.\n\n"
      "When will the bridge open?\n\n"
      "I hope in May. We are waiting for the last cable.\n\n"
      "Is it safe?\n\n"
      "I crossed it myself with forty lorries.\n");
  ASSERT_EQ(read.statements.size(), 2u) << read.All();
  for (const Attribution& a : read.statements) {
    EXPECT_EQ(a.kind, StatementKind::kTurn);
    EXPECT_EQ(read.Speaker(a), "Anna Brandt");
  }
}

TEST(Attribute, ContinuationIsMarkedAndLessSure) {
  const Read read =
      ReadText(std::string(kLead) +
               "Brandt affirmed that the old bridge would be closed in May. "
               "The new one would open in June.\n\n"
               "The town has two bridges.\n");
  ASSERT_EQ(read.statements.size(), 2u) << read.All();
  EXPECT_FALSE(read.statements[0].continuation);
  EXPECT_TRUE(read.statements[1].continuation);
  EXPECT_EQ(read.Speaker(read.statements[1]), "Anna Brandt");
  EXPECT_LE(read.statements[1].confidence, 0.5f);
}

TEST(Attribute, WhatIsNotSaidIsNoStatement) {
  for (const char* sentence :
       {"Brandt thanked her.", "Nobody said that the bridge would open.",
        "Did Brandt say that the bridge was safe?",
        "Referring to the bridge, Brandt smiled."}) {
    const Read read = ReadText(std::string(kLead) + sentence + "\n");
    EXPECT_TRUE(read.statements.empty()) << sentence << "\n" << read.All();
  }
}

TEST(Attribute, ScareQuotesAndTitlesAreNoStatements) {
  const Read read = ReadText(
      "The \"Red Line\" opened in 1931.\n\nThe novel “The Long Road Home” was "
      "filmed twice. Karl \"Bud\" Weber drove the first train.\n");
  EXPECT_TRUE(read.statements.empty()) << read.All();
}

TEST(Attribute, TurnsAnswerTheirQuestions) {
  const Read read = ReadText(
      "Interview with Minister Clara Odum, 3 March 2019\n\n"
      "Question: When will the port open?\n\n"
      "Clara Odum: It will open in June. The last crane came yesterday.\n\n"
      "We have waited long for this.\n\n"
      "Question: Who pays for it?\n\n"
      "Clara Odum: The three provinces share the costs.\n");
  std::vector<const Attribution*> turns;
  for (const Attribution& a : read.statements) {
    if (a.kind == StatementKind::kTurn) turns.push_back(&a);
  }
  ASSERT_EQ(turns.size(), 3u) << read.All();
  EXPECT_EQ(read.Words(*turns[1]), "We have waited long for this.");
  ASSERT_NE(turns[0]->question, kNone);
  EXPECT_EQ(turns[0]->question, turns[1]->question);
  EXPECT_NE(turns[0]->question, turns[2]->question);
  EXPECT_EQ(read.layout.turns[turns[0]->question].role, TurnRole::kQuestion);
}

TEST(Attribute, ReportInsideATurnIsNested) {
  const Read read = ReadText(
      "Interview with Minister Clara Odum, 3 March 2019\n\n"
      "Question: What comes next?\n\n"
      "Clara Odum: You heard what President Jonas Hale said on Friday that the "
      "border will stay open. They replied that it was too early. We hope "
      "so.\n");
  int nested = 0;
  for (const Attribution& a : read.statements) {
    if (a.nested_in == kNone) continue;
    ++nested;
    EXPECT_EQ(read.Speaker(a), "Jonas Hale") << read.All();
  }
  EXPECT_LE(nested, 1) << read.All();
}

TEST(Attribute, QuotationsUnderHeadingsGoToThePrincipalSpeaker) {
  const Read read = ReadText(
      "# What Governor Marta Ilves Said About Water\n\n"
      "Governor Marta Ilves held her yearly press conference last week. Here "
      "is "
      "what she said, by topic.\n\n"
      "## Reservoirs Are Filling Again:\n\n"
      "\"The reservoirs are filling again. We have had more rain this winter "
      "than in the five before it.\"\n\n"
      "## Prices Will Not Rise:\n\n"
      "\"Nobody in this province will pay more for water next year than this "
      "year. I give my word on that.\"\n");
  int headed = 0;
  for (const Attribution& a : read.statements) {
    if (a.kind != StatementKind::kDirect) continue;
    ++headed;
    EXPECT_EQ(read.Speaker(a), "Marta Ilves");
    EXPECT_TRUE(a.cue.empty());
    EXPECT_NE(a.section, kNone);
  }
  EXPECT_EQ(headed, 2) << read.All();
}

TEST(Attribute, ActsAreToldApart) {
  const struct {
    const char* sentence;
    SpeechAct act;
  } kCases[] = {
      {"Brandt said that the bridge would open in May.", SpeechAct::kSpeech},
      {"Brandt believes that the bridge will open in May.", SpeechAct::kBelief},
      {"Brandt hopes that the bridge will open in May.", SpeechAct::kPlan},
      {"Brandt asked whether the bridge would open in May.",
       SpeechAct::kQuestion},
  };
  for (const auto& c : kCases) {
    const Read read = ReadText(std::string(kLead) + c.sentence + "\n");
    ASSERT_FALSE(read.statements.empty()) << c.sentence;
    EXPECT_EQ(read.statements.back().act, c.act) << c.sentence;
  }
}

TEST(Attribute, OrderNestingAndConfidenceHold) {
  const Read read = ReadText(
      std::string(kLead) +
      "Brandt said that the bridge would open in May. \"We are ready,\" she "
      "added. Critics say that the costs are too high.\n");
  for (std::size_t i = 0; i < read.statements.size(); ++i) {
    const Attribution& a = read.statements[i];
    EXPECT_FALSE(a.spans.empty());
    EXPECT_GE(a.confidence, 0.f);
    EXPECT_LE(a.confidence, 1.f);
    EXPECT_FALSE(a.rule.empty());
    EXPECT_LT(a.nested_in, static_cast<int32_t>(i));
    if (i > 0) {
      EXPECT_GE(a.spans[0].begin, read.statements[i - 1].spans[0].begin);
    }
  }
}

// Bad input: no crash, linear time, nobody invented.
TEST(Attribute, SurvivesBadInput) {
  std::string quotes, marks, caps, brackets, said, greek, nested, dashes,
      introduced, asked;
  for (int i = 0; i < 10'000; ++i) {
    quotes += "“Word number so and so,” he said. ";
    marks += "“\"'”«";
    caps += "BRANDT SAID THE BRIDGE WILL OPEN ";
    brackets += "(((([[[";
    said += "said that ";
    greek += "Ο υπουργός είπε «ναι» χθες. ";
    nested += "he said that he said that ";
    dashes += "—a, said he.\n\n";
    introduced += "He said: “b” ";
    asked += "Why?\n\nI said so.\n\n";
  }
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& text :
       {quotes, marks, caps, brackets, said, greek, nested, dashes, introduced,
        asked, std::string(), std::string("\"I\" said A. “B” said C."),
        std::string("no caps at all "
                    "he said that it was so")}) {
    ReadText(text);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

TEST(Attribute, WithoutASpeakerNobodyIsInvented) {
  const Read read = ReadText(
      "\"The water rose in the night and nobody was there to see it come.\"\n");
  for (const Attribution& a : read.statements) {
    EXPECT_EQ(a.chain, kNone);
    EXPECT_TRUE(a.source.empty());
  }
}

}  // namespace
}  // namespace quoth::parse
