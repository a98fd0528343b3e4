#include "ingest-service/parse/blocks/labels.h"

#include <gtest/gtest.h>

namespace quoth::parse {
namespace {

std::string NameIn(std::string_view line) {
  Unit unit;
  unit.range = {0, static_cast<uint32_t>(line.size())};
  const auto label = FindLabel(line, unit);
  return label && !label->bare ? label->name : "";
}

TEST(LabelsTest, LabelsAndProseWithAColon) {
  struct Case {
    std::string_view line, name, why;
  };
  const Case cases[] = {
      {"Ann Aye: Good morning.", "Ann Aye", "a name"},
      {"MR. AYE: Good morning.", "MR. AYE", "capitals and a title"},
      {"Question: Why?", "Question", "the word for it"},
      {"Question (translated from French): Why?", "Question", "an aside"},
      {"Question 2: Why?", "Question 2", "numbered"},
      {"Вопрос: Почему?", "Вопрос", "in Russian"},
      {"Q. Why?", "Q", "short form with a stop"},
      {"Q: Why?", "Q", "short form with a colon"},
      {"A - Because.", "A", "short form with a dash"},
      {"The Prime Minister (Bo Bee): We will.", "The Prime Minister",
       "an office, the name in brackets"},
      {"Minister for Trade and Industry: We will.",
       "Minister for Trade and Industry", "a long office"},
      {"Jean de la Aye: Oui.", "Jean de la Aye", "small words in a name"},
      {"[00:12:34] AYE: Hello.", "AYE", "a timestamp in front"},
      {">> AYE: Hello.", "AYE", "caption style"},
      {"\"AYE: Hello there.", "AYE", "a quoted transcript"},
      {"He had one rule in life: listen.", "", "lower case words"},
      {"Aye added: \"We will.\"", "", "a reporting verb"},
      {"The Latest: Towns cast votes.", "", "a series title"},
      {"Photo: A. Berg", "", "a credit"},
      {"Note: this was updated.", "", "a remark"},
      {"12:30 Lunch", "", "a time"},
      {"http://example.org", "", "an address"},
      {"Online: see more", "", "a pointer"},
      {"A.B. Aye came home.", "", "initials are no answer"},
      {"No colon here at all", "", "no colon"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(NameIn(c.line), c.name) << c.why << ": " << c.line;
}

TEST(LabelsTest, AsideIsGiven) {
  const std::string_view line = "The Prime Minister (Bo Bee): We will.";
  Unit unit;
  unit.range = {0, static_cast<uint32_t>(line.size())};
  const auto label = FindLabel(line, unit);
  ASSERT_TRUE(label.has_value());
  EXPECT_EQ(label->aside.of(line), "Bo Bee");
  EXPECT_EQ(line.substr(label->content), "We will.");
}

TEST(LabelsTest, StageDirections) {
  EXPECT_TRUE(IsStageDirection("(Applause)"));
  EXPECT_TRUE(IsStageDirection("[Laughter and applause.]"));
  EXPECT_TRUE(IsStageDirection("(Through interpreter.)"));
  EXPECT_FALSE(IsStageDirection("Applause"));
  EXPECT_FALSE(IsStageDirection("(one) and (two)"));
  EXPECT_FALSE(IsStageDirection("()"));
}

}  // namespace
}  // namespace quoth::parse
