// Mentions and chains, as tables of small texts about invented people: what a
// reader would say each phrase means.
#include "ingest-service/parse/mentions/mentions.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/ingest/mentions/read_text.h"

namespace quoth::parse {
namespace {

struct Row {
  const char* why;
  const char* text;
  const char* phrase;
  int nth;
  const char* want;  // The chain's name.
};

void Check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(ReadText(row.text).Chain(row.phrase, row.nth), row.want)
        << row.why << "\n"
        << row.text;
  }
}

TEST(NamesTest, AreCutFromRunsOfCapitals) {
  Check({
      {"given name and surname", "Then Peter Dunmore spoke.", "Peter", 1,
       "Peter Dunmore"},
      {"title before it", "Then Mr. Dunmore spoke.", "Mr.", 1, "Dunmore"},
      {"office and country before it",
       "Yesterday Bolivian Finance Minister Carla Ostrova resigned.",
       "Bolivian", 1, "Carla Ostrova"},
      {"small role before it", "It pleased spokesman Peter Dunmore.",
       "spokesman", 1, "Peter Dunmore"},
      {"office of a country before it",
       "Then President of Chile Rosa Quillan spoke.", "President", 1,
       "Rosa Quillan"},
      {"someone's aide", "Quillan spokesman Peter Dunmore agreed.", "Quillan",
       1, "Peter Dunmore"},
      {"an outlet's columnist",
       "Then Washington Post columnist Peter Dunmore wrote.", "Washington", 1,
       "Peter Dunmore"},
      {"initial", "Then Peter J. Dunmore spoke.", "Peter", 1,
       "Peter J. Dunmore"},
      {"particles", "Then Peter van der Dunmore spoke.", "Peter", 1,
       "Peter van der Dunmore"},
      {"junior", "Then Peter Dunmore Jr. spoke.", "Peter", 1,
       "Peter Dunmore Jr."},
      {"state before title", "Then Ohio Gov. Peter Dunmore spoke.", "Ohio", 1,
       "Peter Dunmore"},
      {"a company by its last word", "Then Dunmore Widgets Corp. paid.",
       "Dunmore", 1, "Dunmore Widgets Corp."},
      {"a department by 'of'", "The Department of Fish and Game agreed.",
       "Department", 1, "Department of Fish and Game"},
      {"a country, by another name", "It is in the Russian Federation now.",
       "Russian", 1, "Russia"},
      {"a ministry takes its country", "The Peruvian Foreign Ministry agreed.",
       "Peruvian", 1, "Peruvian Foreign Ministry"},
      {"a ministry, the country behind it",
       "The Ministry of Foreign Affairs of Peru agreed.", "Ministry", 1,
       "Peruvian Foreign Ministry"},
      {"an adjective of two places is none",
       "The Russian-American talks failed.", "Russian-American", 1, ""},
  });
}

TEST(ChainsTest, JoinTheFormsOfOneName) {
  Check({
      {"surname", "Carla Ostrova came. Ostrova left.", "Ostrova left", 1,
       "Carla Ostrova"},
      {"surname before the full name",
       "Ostrova leads\n\nThe mayor, Carla Ostrova, said so. Ostrova left.",
       "Ostrova left", 1, "Carla Ostrova"},
      {"another spelling of the given name",
       "Sergei Dunmorov came. Sergey Dunmorov left.", "Sergey", 1,
       "Sergei Dunmorov"},
      {"short form", "Michael Dunmore came. Mike Dunmore left.", "Mike", 1,
       "Michael Dunmore"},
      {"initial", "Peter Dunmore came. P. Dunmore left.", "P.", 1,
       "Peter Dunmore"},
      {"given name alone", "Carla Ostrova came. Carla left.", "Carla left", 1,
       "Carla Ostrova"},
      {"namesakes by gender of the title",
       "Peter Dunmore and Carla Dunmore came. Mrs. Dunmore left.", "Mrs.", 1,
       "Carla Dunmore"},
      {"namesakes by office",
       "Senator Peter Dunmore met Governor Carla Dunmore. Sen. Dunmore left.",
       "Sen.", 1, "Peter Dunmore"},
      {"acronym of the lexicon",
       "The World Health Organization met. The WHO agreed.", "WHO", 1,
       "World Health Organization"},
      {"acronym of the text", "The Budget Review Council met. The BRC agreed.",
       "BRC", 1, "Budget Review Council"},
  });
}

TEST(ChainsTest, DescriptionsFindTheirHolders) {
  Check({
      {"apposition", "Carla Ostrova, the finance minister, came.",
       "the finance", 1, "Carla Ostrova"},
      {"apposition, role first", "The finance minister, Carla Ostrova, came.",
       "The finance", 1, "Carla Ostrova"},
      {"the role of a title again",
       "Finance Minister Carla Ostrova came. The minister left.",
       "The minister", 1, "Carla Ostrova"},
      {"a wider word",
       "Bolivian Foreign Minister Carla Ostrova came. The Bolivian diplomat "
       "left.",
       "The Bolivian", 1, "Carla Ostrova"},
      {"the ministry's head is the minister",
       "Foreign Minister Carla Ostrova came. The head of the Foreign Ministry "
       "left.",
       "The head", 1, "Carla Ostrova"},
      {"office in capitals, without article",
       "Acting Foreign Minister Carla Ostrova came. Acting Foreign Minister "
       "stressed unity.",
       "Acting Foreign Minister stressed", 1, "Carla Ostrova"},
      {"told by 'is'", "Peter Dunmore is the mayor. The mayor left.",
       "The mayor", 1, "Peter Dunmore"},
      {"another country's minister is another",
       "Bolivian Finance Minister Carla Ostrova came. The Peruvian finance "
       "minister left.",
       "The Peruvian", 1, "The Peruvian finance minister"},
      {"another sex", "Finance Minister Carla Ostrova came. The chairman left.",
       "The chairman", 1, "The chairman"},
      {"an indefinite one is new",
       "Finance Minister Carla Ostrova came. A minister left.", "A minister", 1,
       "A minister"},
      {"someone's aide is someone else",
       "Mayor Peter Dunmore came. His spokesman left.", "His spokesman", 1,
       "His spokesman"},
      {"the same words again",
       "A report came. The report was long. The report ended.", "The report", 2,
       "The report"},
      {"a country speaks", "The Bolivian side hopes so.", "The Bolivian", 1,
       "Bolivia"},
      {"a verb is no document", "Then Dunmore notes that it rained.",
       "Dunmore notes", 1, "Dunmore"},
  });
}

TEST(ChainsTest, PronounsFindTheirAntecedents) {
  Check({
      {"the subject before", "Peter Dunmore came. He left.", "He", 1,
       "Peter Dunmore"},
      {"by gender", "Peter Dunmore met Carla Ostrova. She agreed.", "She", 1,
       "Carla Ostrova"},
      {"by gender, the other way",
       "Peter Dunmore met Carla Ostrova. He agreed.", "He", 1, "Peter Dunmore"},
      {"possessive", "Carla Ostrova praised her car.", "her", 1,
       "Carla Ostrova"},
      {"relative", "Peter Dunmore, who runs it, left.", "who", 1,
       "Peter Dunmore"},
      {"gender by title", "Ms. Dunmore met Mr. Quillan. She agreed.", "She", 1,
       "Dunmore"},
      {"after a role",
       "The Bolivian foreign minister, Carla Ostrova, came. She left.", "She",
       1, "Carla Ostrova"},
      {"of a body", "The Budget Review Council met. It agreed.", "It", 1,
       "Budget Review Council"},
      {"first person is left to attribution", "Peter Dunmore said, “I agree.”",
       "I agree", 1, ""},
      {"nobody to mean", "He left.", "He", 1, ""},
  });
}

TEST(MentionsTest, GroupsAndDocumentsAreFound) {
  const ReadText read(
      "Two senior officials agreed. According to the statement, many critics "
      "and Americans disagree.");
  ASSERT_NE(read.At("Two senior"), nullptr);
  EXPECT_EQ(read.At("Two senior")->kind, EntityKind::kGroup);
  EXPECT_TRUE(read.At("Two senior")->plural);
  ASSERT_NE(read.At("the statement"), nullptr);
  EXPECT_EQ(read.At("the statement")->kind, EntityKind::kDocument);
  ASSERT_NE(read.At("many critics"), nullptr);
  ASSERT_NE(read.At("Americans"), nullptr);
  EXPECT_EQ(read.At("Americans")->kind, EntityKind::kGroup);
}

TEST(MentionsTest, RangesSplitTitleAndName) {
  const ReadText read("Acting Finance Minister Carla Ostrova came.");
  const Mention* mention = read.At("Acting");
  ASSERT_NE(mention, nullptr);
  EXPECT_EQ(mention->name.of(read.document.text), "Carla Ostrova");
  EXPECT_EQ(mention->role.of(read.document.text), "Acting Finance Minister");
  EXPECT_EQ(mention->gender, Gender::kFemale);
}

TEST(MentionsTest, OrderNestingAndIndexesHold) {
  const ReadText read(
      "CNBC host Peter Dunmore, who met the Bolivian foreign minister, Carla "
      "Ostrova, said: “I like the United Nations.” He left. "
      "“She agreed,” Dunmore’s spokesman Ali Berg said of the report.\n\nThe "
      "Quillan campaign declined.");
  const auto& list = read.mentions.mentions;
  for (std::size_t i = 0; i < list.size(); ++i) {
    EXPECT_LT(list[i].first_token, list[i].end_token);
    EXPECT_TRUE(list[i].range.contains(list[i].name) || list[i].name.empty());
    if (i > 0) {
      EXPECT_LE(list[i - 1].range.begin, list[i].range.begin);
      if (list[i - 1].range.begin == list[i].range.begin) {
        EXPECT_GE(list[i - 1].range.end, list[i].range.end);
      }
    }
    if (list[i].chain == kNone) continue;
    ASSERT_LT(static_cast<std::size_t>(list[i].chain),
              read.mentions.chains.size());
    EXPECT_FALSE(list[i].chain_rule.empty());
    EXPECT_GT(list[i].chain_confidence, 0.0f);
    EXPECT_LE(list[i].chain_confidence, 1.0f);
  }
  EXPECT_TRUE(read.At("I like")->quoted);
  EXPECT_FALSE(read.At("He left")->quoted);
}

TEST(MentionsTest, CapitalsAloneProveNothing) {
  // All capitals: only what is known from the lexicons, no invented people.
  const ReadText shouted(
      "THE WEATHER WILL BE FINE AND DRY IN ALL PARTS, THEY SAID TODAY");
  for (const Mention& mention : shouted.mentions.mentions) {
    EXPECT_FALSE(mention.form == MentionForm::kName &&
                 mention.kind == EntityKind::kPerson);
  }
  // No capitals: public figures are still found.
  const ReadText small("yesterday angela merkel came. she left.");
  EXPECT_EQ(small.Chain("angela"), "angela merkel");
  // A headline's words are no people.
  const ReadText headline("Some Minds Change Over Lengthy Political Talks");
  for (const Mention& mention : headline.mentions.mentions) {
    EXPECT_NE(mention.kind, EntityKind::kPerson);
  }
}

TEST(MentionsTest, OtherScriptsDoNoHarm) {
  for (const char* text : {"Сергей Данморов сказал: «Мы готовы». Он ушёл.",
                           "他说：“好。”", "قال الوزير إنه مستعد",
                           "A. B. C. said X.", "X said Y. Y said X.", ""}) {
    const ReadText read(text);
    EXPECT_LT(read.mentions.mentions.size(), 50u);
  }
}

TEST(MentionsTest, HostileTextTakesLinearTime) {
  std::string namesakes;
  for (int i = 0; i < 10'000; ++i) {
    namesakes += "Peter";
    namesakes += static_cast<char>('a' + i % 26);
    namesakes += static_cast<char>('a' + i / 26 % 26);
    namesakes += static_cast<char>('a' + i / 676 % 26);
    namesakes += " Dunmore said so. He left. The minister agreed. ";
  }
  std::string capitals;
  for (int i = 0; i < 60'000; ++i) capitals += "Aye ";
  std::string roles;
  for (int i = 0; i < 60'000; ++i)
    roles += "the senior deputy foreign minister of the ";
  std::string letters;
  for (int i = 0; i < 100'000; ++i) letters += "A. ";
  std::string commas;
  for (int i = 0; i < 60'000; ++i) commas += "Dunmore, the minister, ";
  for (std::string* text : {&namesakes, &capitals, &roles, &letters, &commas}) {
    const auto start = std::chrono::steady_clock::now();
    const ReadText read(std::move(*text));
    EXPECT_LT(std::chrono::steady_clock::now() - start,
              std::chrono::seconds(30));
  }
}

}  // namespace
}  // namespace quoth::parse
