// Labels of turns -> people, also those whose names no lexicon knows.
#include "ingest-service/parse/mentions/turn_speakers.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/ingest/mentions/read_text.h"

namespace quoth::parse {
namespace {

// "label" or "label (aside)" -> the person.
std::string Person(const std::string& name, const std::string& aside) {
  DecodedDocument document;
  document.text = aside;
  Turn turn;
  turn.name = name;
  turn.aside = {0, static_cast<uint32_t>(aside.size())};
  return PersonOfTurn(document, turn, TestLexicons());
}

TEST(TurnSpeakersTest, LabelsNamePeople) {
  struct Case {
    const char *name, *aside, *want, *why;
  };
  const Case cases[] = {
      {"Adaeze Nwokolo", "", "Adaeze Nwokolo", "a name"},
      {"MS. HARCOURT", "", "Harcourt", "an honorific, capitals"},
      {"FOREIGN MINISTER ALBUQUERQUE", "", "Albuquerque", "an office"},
      {"The Prime Minister", "Rhiannon Bevan", "Rhiannon Bevan",
       "the bracket has the name"},
      {"Rhiannon Bevan", "Lab", "Rhiannon Bevan", "a party"},
      {"Oliver Penhale", "St Ives", "Oliver Penhale", "a constituency"},
      {"THE CHAIR", "", "", "no name at all"},
      {"Minister", "", "", "an office alone"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(Person(c.name, c.aside), c.want) << c.why;
}

TEST(TurnSpeakersTest, ChainsForLabels) {
  DecodedDocument document;
  document.text = "Interview with Commissioner Radu Ionescu";
  Layout layout;
  for (const char* name :
       {"Ionescu", "Zdravka Halvor", "THE CHAIR", "Ionescu"}) {
    Turn turn;
    turn.name = name;
    layout.turns.push_back(turn);
  }
  Mentions mentions;
  AddTurnSpeakers(document, layout, TestLexicons(), mentions);
  ASSERT_EQ(mentions.turn_chains.size(), 4u);
  const auto name = [&](std::size_t turn) {
    const int32_t chain = mentions.turn_chains[turn];
    return chain == kNone ? std::string() : mentions.chains[chain].name;
  };
  EXPECT_EQ(name(0), "Radu Ionescu") << "completed from the text";
  EXPECT_EQ(name(1), "Zdravka Halvor");
  EXPECT_EQ(name(2), "") << "invented nobody";
  EXPECT_EQ(mentions.turn_chains[0], mentions.turn_chains[3]);
}

}  // namespace
}  // namespace quoth::parse
