// Tags made with the vocabulary that ships: each row is a sentence and why it
// gets, or does not get, a topic.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"
#include "quoth_vocabulary_data.h"

namespace quoth::parse {
namespace {

using testing::Contains;
using testing::Not;

const Vocabulary& Shipped() {
  static const auto* const vocabulary = [] {
    std::vector<VocabularySource> sources;
    VocabularyOptions options;
    for (const auto& file : vocabulary::EmbeddedFiles()) {
      if (file.name.ends_with(".ttl")) {
        sources.push_back({file.name, file.contents, false});
      } else if (file.name == "common_words.tsv") {
        options.common_words = file.contents;
      }
    }
    LoadReport report;
    auto built = Vocabulary::Build(sources, options, &report);
    if (!built.ok()) ADD_FAILURE() << built.status();
    return built->release();
  }();
  return *vocabulary;
}

// A document of a title, a heading, a question and one statement; all but the
// statement may be empty.
struct Sample {
  std::string statement;
  std::string title, heading, question, lead_in, role;
};

struct Made {
  DecodedDocument document;
  Layout layout;
  Metadata metadata;
  Mentions mentions;
  Attributions attributions;
};

Range Append(Made& made, const std::string& text) {
  const auto begin = static_cast<uint32_t>(made.document.text.size());
  made.document.text += text;
  const auto end = static_cast<uint32_t>(made.document.text.size());
  made.document.text += "\n\n";
  return {begin, end};
}

Made Make(const Sample& sample) {
  Made made;
  made.metadata.language = "en";
  auto add_block = [&](BlockKind kind, const std::string& text) {
    Block block;
    block.kind = kind;
    block.range = Append(made, text);
    made.layout.blocks.push_back(block);
    return static_cast<int32_t>(made.layout.blocks.size()) - 1;
  };
  Attribution statement;
  if (!sample.title.empty()) {
    const int32_t at = add_block(BlockKind::kTitle, sample.title);
    made.metadata.title = sample.title;
    made.metadata.title_range = made.layout.blocks[at].range;
  }
  if (!sample.question.empty()) {
    Turn turn;
    turn.role = TurnRole::kQuestion;
    turn.first_block = turn.last_block =
        static_cast<uint32_t>(add_block(BlockKind::kTurn, sample.question));
    made.layout.turns.push_back(turn);
    statement.question = 0;
  }
  if (!sample.heading.empty()) {
    statement.section = add_block(BlockKind::kHeading, sample.heading);
  }
  if (!sample.role.empty()) {
    made.mentions.chains.emplace_back();
    made.mentions.chains.back().roles.push_back(sample.role);
    statement.chain = 0;
  }
  statement.block = static_cast<uint32_t>(
      add_block(BlockKind::kParagraph, sample.lead_in + sample.statement));
  const Range block = made.layout.blocks.back().range;
  statement.spans.push_back(
      {block.begin + static_cast<uint32_t>(sample.lead_in.size()), block.end});
  made.attributions.statements.push_back(statement);
  return made;
}

std::vector<Tag> TagsOf(const Sample& sample) {
  const Made made = Make(sample);
  return TagTopics(made.document, made.layout, made.metadata, made.mentions,
                   made.attributions, Shipped())
      .by_statement.at(0);
}

std::vector<std::string> LabelsOf(const Sample& sample) {
  std::vector<std::string> labels;
  for (const Tag& tag : TagsOf(sample)) {
    labels.push_back(Shipped().at(tag.concept_index).preferred);
  }
  return labels;
}

TEST(TaggingTest, ShippedVocabularyLoadsWhole) {
  EXPECT_GE(Shipped().size(), 800u);
  EXPECT_NE(Shipped().FindSlug("arms-control"), kNone);
  EXPECT_TRUE(Shipped().IsAncestor(
      static_cast<uint32_t>(Shipped().FindSlug("arms-control")),
      static_cast<uint32_t>(Shipped().FindSlug("new-start"))));
}

TEST(TaggingTest, StatementsGetTheirTopics) {
  const struct {
    const char* statement;
    const char* topic;
    const char* why;
  } kRows[] = {
      {"We will extend the New Strategic Arms Reduction Treaty.", "New START",
       "a long name"},
      {"We will extend the New Strategic Arms Reduction Treaty.",
       "arms control", "implied by the treaty"},
      {"US-led forces will stay.", "United States", "a compound"},
      {"Washington has refused again.", "United States", "a metonym"},
      {"The Russians will not agree.", "Russia", "a demonym in the plural"},
      {"The UK’s position is clear.", "United Kingdom", "curly possessive"},
      {"Russian-American relations are at a low.", "Russia-US relations",
       "hyphenated demonyms"},
      {"The dialogue between Moscow and Washington has stopped.",
       "Russia-US relations", "two capitals"},
      {"India's ties with China are improving.", "China-India relations",
       "ties of one with another"},
      {"Sino-Japanese relations are cold.", "China-Japan relations",
       "a prefix form"},
      {"France and Germany maintain close relations.",
       "France-Germany relations", "and"},
      {"The Malvinas are ours.", "Falkland Islands", "another name"},
      {"The downing of the Malaysian Boeing was a crime.", "MH17",
       "an affair by what papers call it"},
      {"Foreign and security policy must change.", "foreign policy",
       "a coordination"},
      {"Both sides accused NATO of meddling in elections.", "NATO",
       "an acronym"},
      {"Islamic State claimed the bombing.", "Islamic State",
       "a name over a plain word"},
      {"The right to self-determination is in the UN Charter.",
       "self-determination", "a hyphen"},
      {"Tens of thousands demanded gun control.", "gun control", "a subject"},
      {"The Senate must confirm the judge; climate change is real.",
       "climate change", "a second subject"},
      {"Côte d’Ivoire and Türkiye signed.", "Ivory Coast", "accents"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(LabelsOf({row.statement}), Contains(row.topic))
        << row.statement << ": " << row.why;
  }
}

TEST(TaggingTest, OtherWordsGetNone) {
  const struct {
    const char* statement;
    const char* topic;
    const char* why;
  } kRows[] = {
      {"He told us who did it.", "United States", "a pronoun"},
      {"He told us who did it.", "World Health Organization", "a pronoun"},
      {"We had a head start this year.", "New START", "lower case"},
      {"He reads the New York Times.", "New York", "a masked name"},
      {"It is a matter of law.", "law", "a generic word by itself"},
      {"They met in the Sea of Japan.", "Japan", "part of a longer name"},
      {"South Korea agreed.", "North Korea", "the other one"},
      {"Russia and Italy were mentioned; so was Chad.",
       "Italy-Russia relations", "no relation word"},
      {"Risks include confrontation, North Korea, Iran and floods.",
       "Iran-North Korea relations", "a list, not a relation"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(LabelsOf({row.statement}), Not(Contains(row.topic)))
        << row.statement << ": " << row.why;
  }
}

TEST(TaggingTest, ContextTellsSensesApart) {
  EXPECT_THAT(LabelsOf({"Tbilisi is the capital of Georgia."}),
              Contains("Georgia"));
  const auto state =
      LabelsOf({"Voters in Atlanta decide Georgia's Senate race."});
  EXPECT_THAT(state, Contains("Georgia (US state)"));
  EXPECT_THAT(state, Not(Contains("Georgia")));
  EXPECT_THAT(LabelsOf({"The pandemic hit in 2020; the coronavirus spread."}),
              Contains("COVID-19"));
  EXPECT_THAT(LabelsOf({"The pandemic of 1918 killed millions."}),
              Not(Contains("COVID-19")));
}

TEST(TaggingTest, PartsOfPeoplesNamesAreNoPlaces) {
  Made made = Make({"Jim Jordan spoke of Jordan River."});
  Mention mention;
  mention.kind = EntityKind::kPerson;
  mention.form = MentionForm::kName;
  mention.range = mention.name = {0, 10};
  made.mentions.mentions.push_back(mention);
  const auto topics = TagTopics(made.document, made.layout, made.metadata,
                                made.mentions, made.attributions, Shipped());
  for (const Tag& tag : topics.by_statement[0]) {
    EXPECT_GE(tag.evidence.begin, 10u);
  }
}

TEST(TaggingTest, AboutnessComesFromAroundTheStatement) {
  const std::string vague = "We see no progress there.";
  EXPECT_THAT(LabelsOf({vague}), testing::IsEmpty());
  EXPECT_THAT(LabelsOf({.statement = vague, .heading = "Vaccines"}),
              Contains("vaccines"));
  EXPECT_THAT(
      LabelsOf({.statement = vague, .question = "What of arms control?"}),
      Contains("arms control"));
  EXPECT_THAT(LabelsOf({.statement = vague,
                        .title = "Talks on arms control",
                        .lead_in = "They spoke of arms control. "}),
              Contains("arms control"))
      << "a title, and the paragraph names it";
  EXPECT_THAT(LabelsOf({.statement = vague, .title = "Talks on arms control"}),
              Contains("arms control"))
      << "a title about one matter";
  EXPECT_THAT(LabelsOf({.statement = vague,
                        .title = "Arms control, vaccines and fisheries"}),
              testing::IsEmpty())
      << "a title that strings many things together";
  EXPECT_THAT(LabelsOf({.statement = vague, .title = "Elections in spring"}),
              Not(Contains("elections")))
      << "a backdrop says nothing of a statement that does not name it";
  EXPECT_THAT(LabelsOf({.statement = "We discussed sanctions.",
                        .title = "Talks on arms control"}),
              Not(Contains("arms control")))
      << "a statement on a matter of its own";
  EXPECT_THAT(LabelsOf({.statement = vague,
                        .lead_in = "Referring to the Arctic, Mr. Li said "}),
              Contains("Arctic"));
  EXPECT_THAT(LabelsOf({.statement = vague, .role = "Finance Minister"}),
              Contains("economy"))
      << "a speaker's field";
  EXPECT_THAT(LabelsOf({.statement = "We want better relations with Turkey.",
                        .role = "Russian foreign minister"}),
              Contains("Russia-Turkey relations"))
      << "whose relations is told by the speaker's country";
}

TEST(TaggingTest, TitlesSpeakOnlyForStatementsThatSayLittle) {
  EXPECT_THAT(LabelsOf({.statement = "Inflation and unemployment hit pensions.",
                        .title = "Talks on arms control"}),
              Not(Contains("arms control")));
}

TEST(TaggingTest, TagsCarryEvidenceSourceAndRole) {
  const Sample sample{.statement = "Arms control matters. Arms control works.",
                      .heading = "Arms control"};
  const Made made = Make(sample);
  const auto topics = TagTopics(made.document, made.layout, made.metadata,
                                made.mentions, made.attributions, Shipped());
  ASSERT_FALSE(topics.by_statement[0].empty());
  const Tag& tag = topics.by_statement[0][0];
  EXPECT_EQ(Shipped().at(tag.concept_index).slug, "arms-control");
  EXPECT_EQ(tag.role, TagRole::kAbout);
  EXPECT_EQ(tag.source, TagSource::kText);
  EXPECT_EQ(tag.evidence.of(made.document.text), "Arms control");
  EXPECT_GT(tag.confidence, 0.9f);
}

TEST(TaggingTest, TagsAreFewSortedAndUnique) {
  std::string all;
  for (uint32_t k = 0; k < Shipped().size(); k += 7) {
    all += Shipped().at(k).preferred + ", ";
  }
  const auto tags = TagsOf({all});
  EXPECT_LE(tags.size(), 16u);
  for (std::size_t k = 1; k < tags.size(); ++k) {
    EXPECT_GE(tags[k - 1].confidence, tags[k].confidence);
    for (std::size_t m = 0; m < k; ++m) {
      EXPECT_NE(tags[m].concept_index, tags[k].concept_index);
    }
  }
}

TEST(TaggingTest, EveryPreferredEnglishLabelOfANameFindsItsConcept) {
  int missed = 0;
  for (uint32_t k = 0; k < Shipped().size(); ++k) {
    const Concept& topic = Shipped().at(k);
    if (topic.mask || topic.kind == ConceptKind::kSubject) continue;
    if (topic.preferred.find('(') != std::string::npos) continue;
    const auto labels = LabelsOf({"they spoke of " + topic.preferred +
                                  " and of " + topic.preferred + " again"});
    if (std::find(labels.begin(), labels.end(), topic.preferred) ==
        labels.end()) {
      ++missed;
      ADD_FAILURE() << topic.preferred;
    }
  }
  EXPECT_EQ(missed, 0);
}

TEST(TaggingTest, RecurringPhrasesBecomeCandidates) {
  const Made made = Make(
      {.statement = "The Red Otter Accord is dead. Nobody liked the Red Otter "
                    "Accord, and the wool levy fell with the Red Otter "
                    "Accord. Russia knew of the wool levy.",
       .heading = "Wool levy ends"});
  const auto topics =
      TagTopics(made.document, made.layout, made.metadata, made.mentions,
                made.attributions, Shipped());
  std::vector<std::string> phrases;
  for (const KeyPhrase& phrase : topics.key_phrases) {
    phrases.push_back(phrase.text);
  }
  EXPECT_THAT(phrases, testing::ElementsAre("Red Otter Accord", "wool levy"));
  EXPECT_TRUE(topics.key_phrases[1].in_heading);
  EXPECT_EQ(topics.key_phrases[0].times, 3u);
}

TEST(TaggingTest, HostileTextTakesLinearTime) {
  std::string pairs;
  for (int k = 0; k < 60000; ++k) pairs += "Russia and China have relations ";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(TagsOf({pairs}).empty());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(15));
}

}  // namespace
}  // namespace quoth::parse
