// Filter expressions: what they find, held against a look at every statement,
// and what their errors say.
#include <set>

#include "query-service/filter/expression.h"
#include "service-kit/status/status.h"
#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

class FilterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    MadeDocument first;
    first.id = "one";
    first.outlet = "First Post";
    first.published = MakeDate(2021, 3, 4);
    first.statements = {{.key = "k0",
                         .speaker = "ada-lovelace",
                         .about = {"arms-control"},
                         .said = MakeDate(2021, 1, 18),
                         .text = "The treaty holds"},
                        {.key = "k1",
                         .speaker = "sergei-lavrov",
                         .about = {"sanctions"},
                         .mentions = {"arms-control"},
                         .said = MakeDate(2020),
                         .text = "No balance of power",
                         .kind = quoth::v1::STATEMENT_KIND_TURN,
                         .confidence = 0.5f},
                        {.key = "k2",
                         .about = {},
                         .text = "Treaties fall",
                         .kind = quoth::v1::STATEMENT_KIND_INDIRECT,
                         .confidence = 0.25f}};
    MadeDocument second;
    second.id = "two";
    second.outlet = "Second Post";
    second.language = "de";
    second.statements = {{.key = "k3",
                          .speaker = "sergei-lavrov",
                          .about = {"new-start"},
                          .text = "Power of balance",
                          .confidence = 0.75f}};
    index_.Apply({Vocabulary({{"arms-control", {}},
                              {"new-start", {"arms-control"}},
                              {"sanctions", {}}}),
                  Put(first), Put(second)});
  }

  absl::StatusOr<std::set<std::string>> Find(const std::string& expression) {
    quoth::v1::ListStatementsRequest request;
    request.mutable_filter()->set_expression(expression);
    auto page = index_.List(request);
    if (!page.ok()) return page.status();
    std::set<std::string> keys;
    for (const auto& s : page->statements())
      keys.insert(s.name().substr(s.name().rfind('/') + 1));
    return keys;
  }
  TestIndex index_;
};

TEST_F(FilterTest, FindsWhatItSays) {
  const struct {
    const char* expression;
    std::set<std::string> keys;
  } kCases[] = {
      {"", {"k0", "k1", "k2", "k3"}},
      {"speaker = ada-lovelace", {"k0"}},
      {"speaker = \"speakers/ada-lovelace\"", {"k0"}},
      {"speaker:lavrov", {"k1", "k3"}},  // Words of the name.
      {"speaker:\"Sergei Lavrov\"", {"k1", "k3"}},
      {"speaker:*", {"k0", "k1", "k3"}},
      {"NOT speaker:*", {"k2"}},
      {"speaker != ada-lovelace", {"k1", "k2", "k3"}},
      {"speaker = ada-lovelace OR speaker = sergei-lavrov", {"k0", "k1", "k3"}},
      {"topic = arms-control", {"k0", "k1", "k3"}},  // And what is narrower.
      {"about = arms-control", {"k0", "k3"}},
      {"mentions = arms-control", {"k1"}},
      {"topic = arms-control topic = sanctions", {"k1"}},
      {"topic = sanctions OR topic = new-start", {"k1", "k3"}},
      {"role = mentions", {"k1"}},
      {"kind = direct", {"k0", "k3"}},
      {"kind != DIRECT", {"k1", "k2"}},
      {"outlet = \"first post\"", {"k0", "k1", "k2"}},
      {"document = two", {"k3"}},
      {"document = one AND document = two", {}},
      {"language = DE", {"k3"}},
      {"confidence >= 0.5 confidence < 0.9", {"k1", "k3"}},
      {"said_on = 2021-01", {"k0"}},
      {"said_on >= 2020-06", {"k0", "k1", "k2"}},  // 2020 may be later.
      {"said_on < 2021", {"k1"}},
      {"said_on > 2020 said_on <= 2021-02", {"k0"}},
      {"NOT said_on:*", {"k3"}},
      {"published_on = 2021-03-04", {"k0", "k1", "k2"}},
      {"treaty", {"k0", "k2"}},
      {"\"treaty\"", {"k0"}},
      {"text:\"balance of power\"", {"k1"}},
      {"balance power", {"k1", "k3"}},
      {"balance -text:\"balance of power\"", {"k3"}},
      // OR binds closer than AND.
      {"balance AND speaker:* OR treaty", {"k1", "k3"}},
      {"(balance AND language = de) OR treaty", {"k0", "k2", "k3"}},
      {"NOT (kind = turn OR kind = indirect)", {"k0", "k3"}},
      {"speaker = nobody", {}},
  };
  for (const auto& test : kCases) {
    const auto found = Find(test.expression);
    ASSERT_TRUE(found.ok()) << test.expression << ": " << found.status();
    EXPECT_EQ(*found, test.keys) << test.expression;
    // The same as part of something larger, where no list is found for it.
    if (test.expression[0] == '\0') continue;
    const auto tested = Find("-(-(" + std::string(test.expression) + "))");
    ASSERT_TRUE(tested.ok()) << tested.status();
    EXPECT_EQ(*tested, test.keys) << "as a test: " << test.expression;
  }
}

TEST_F(FilterTest, ErrorsPointAtTheColumn) {
  const struct {
    std::string expression;
    std::string column;
  } kCases[] = {
      {"speeker = ada", "column 1:"},
      {"kind = direct AND speeker = ada", "column 19:"},
      {"kind = loud", "column 8:"},
      {"said_on >= soon", "column 12:"},
      {"said_on = 2021-02-30", "column 11:"},
      {"confidence > 2", "column 14:"},
      {"speaker < ada", "column 1:"},
      {"(kind = direct", "column 1:"},
      {"kind = direct)", "column 14:"},
      {"kind = ", "column 8:"},
      {"\"never closed", "column 1:"},
      {"\"\u00e9\u00e9\" speeker = ada", "column 6:"},  // Characters.
      {"AND kind = direct", "column 1:"},
      {"kind = direct OR", "column 17:"},
      {"= direct", "column 1:"},
      {"a, b", "column 2:"},
      {"said_on >= 2021 said_on < 2020", "column 27:"},  // Turned round.
      {"speaker = \"Ada Lovelace\"", "column 11:"},
      {"topic:***", "column 7:"},
      {std::string(40, '(') + "a" + std::string(40, ')'), "column 33:"},
      {[] {
         std::string many;
         for (int i = 0; i < 1'001; ++i) many += "a ";
         return many;
       }(),
       "column 2001:"},
  };
  for (const auto& test : kCases) {
    const auto found = Find(test.expression);
    ASSERT_FALSE(found.ok()) << test.expression;
    EXPECT_EQ(kit::FieldOf(found.status()), "filter.expression");
    EXPECT_NE(std::string(found.status().message()).find(test.column),
              std::string::npos)
        << test.expression << ": " << found.status();
  }
  EXPECT_EQ(kit::FieldOf(Find(std::string(20'000, 'x')).status()),
            "filter.expression");
}

TEST_F(FilterTest, AThousandTermsAreServed) {
  std::string expression = "speaker = ada-lovelace";
  for (int i = 1; i < 900; ++i) expression += " OR a" + std::to_string(i);
  const auto found = Find(expression);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, std::set<std::string>{"k0"});
  std::string speakers;
  for (int i = 0; i < 700; ++i)
    speakers +=
        (i == 0 ? "" : " OR ") + std::string("speaker=s") + std::to_string(i);
  speakers += " OR speaker=ada-lovelace";
  const auto many = Find(speakers);
  ASSERT_TRUE(many.ok()) << many.status();
  EXPECT_EQ(*many, std::set<std::string>{"k0"});
}

}  // namespace
}  // namespace quoth::query::testing
