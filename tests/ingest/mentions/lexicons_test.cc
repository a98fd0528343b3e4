// The lexicon files: they load, they mean what their headers say, and a broken
// one is named with its line.
#include "ingest-service/parse/lexicons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_key.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/pronoun_model.h"
#include "ingest-service/parse/mentions/role_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"
#include "tests/ingest/mentions/read_text.h"

namespace quoth::parse {
namespace {

using ::testing::HasSubstr;

absl::Status LoadWith(std::string_view file, std::string_view contents) {
  return Lexicons::Load(
             [&](std::string_view name) -> absl::StatusOr<std::string_view> {
               if (name == file) return contents;
               // The stages under test do without it.
               if (name == "attribution.weights") {
                 return absl::NotFoundError("left out");
               }
               const std::string_view data = lexicon::EmbeddedFile(name);
               if (data.data() == nullptr)
                 return absl::NotFoundError(std::string(name));
               return data;
             })
      .status();
}

TEST(LexiconsTest, BrokenFilesAreNamedWithLineAndReason) {
  const struct {
    const char* why;
    const char* file;
    const char* contents;
    const char* want;
  } rows[] = {
      {"too few fields", "places.tsv", "# header\nAyeland\tcountry\n",
       "places.tsv:2: expected 4 fields"},
      {"unknown kind", "places.tsv", "Ayeland\tplanet\tAyeland\t-\n",
       "places.tsv:1: kind is"},
      {"unknown country", "places.tsv", "Ayetown\tcity\tAyeland\t-\n",
       "places.tsv:1: the country"},
      {"unknown place", "demonyms.tsv", "Nowhere\tNowherian\t-\n",
       "demonyms.tsv:1: no such place"},
      {"gender", "given_names.tsv", "Aye\tx\n", "given_names.tsv:1: gender"},
      {"empty field", "given_names.tsv", "\tm\n",
       "given_names.tsv:1: the first field is empty"},
      {"kind of variants", "name_variants.tsv", "Aye\tother\tBee\n",
       "name_variants.tsv:1: kind"},
      {"class of a title", "titles.tsv", "Aye.\t-\tno-such-class\n",
       "titles.tsv:1: unknown class"},
      {"kind of a role", "roles.tsv", "aye\tanimal\taye\t-\t-\n",
       "roles.tsv:1: kind"},
      {"organisation's kind", "organisations.tsv", "Aye\tzoo\t-\t-\t-\n",
       "organisations.tsv:1: unknown kind"},
      {"identifier", "speakers.tsv", "Aye Bee\t-\t123\t-\t-\tpresident\n",
       "speakers.tsv:1: a Wikidata"},
      {"weights", "pronouns.weights", "no_such_feature 1\n",
       "pronouns.weights:1: expected"},
  };
  for (const auto& row : rows) {
    const absl::Status status = LoadWith(row.file, row.contents);
    EXPECT_FALSE(status.ok()) << row.why;
    EXPECT_THAT(std::string(status.message()), HasSubstr(row.want)) << row.why;
  }
}

TEST(LexiconsTest, AMissingModelMeansRulesAlone) {
  EXPECT_TRUE(LoadWith("pronouns.weights", "").ok());
}

TEST(NameLexiconTest, JoinsSpellingsAndShortForms) {
  const NameLexicon& names = TestLexicons().names();
  EXPECT_EQ(names.CanonicalSpelling("Sergei"), "Sergey");
  EXPECT_EQ(names.CanonicalSpelling("Сергей"), "Sergey");
  EXPECT_EQ(names.CanonicalSpelling("Mohamed"), "Mohamed")
      << "kept as people write it";
  EXPECT_EQ(names.KeySpelling("Mohamed"), "Mohammed");
  EXPECT_TRUE(names.SameGivenName(HashWord("Mike"), HashWord("Michael")));
  EXPECT_TRUE(names.SameGivenName(HashWord("Sergej"), HashWord("SERGUEI")));
  EXPECT_FALSE(names.SameGivenName(HashWord("Mike"), HashWord("Mark")));
}

TEST(RoleLexiconTest, KnowsWiderWords) {
  const RoleLexicon& roles = TestLexicons().roles();
  auto fit = [&](const char* asked, const char* have) {
    return roles.Fit(roles.forms()[*roles.FindForm(asked)].role,
                     roles.forms()[*roles.FindForm(have)].role);
  };
  EXPECT_EQ(fit("minister of foreign affairs", "top diplomat"), 1.0f);
  EXPECT_GT(fit("minister", "foreign minister"), 0.5f);
  EXPECT_GT(fit("diplomat", "foreign minister"), 0.5f);
  EXPECT_EQ(fit("finance minister", "foreign minister"), 0.0f);
  EXPECT_TRUE(roles.FindForm("secretaries of state").has_value());
  EXPECT_TRUE(roles.FindForm("spokeswomen").has_value());
  EXPECT_TRUE(roles.FindForm("attorneys general").has_value());
}

TEST(NameKeyTest, OneKeyForTheSpellingsOfAName) {
  const struct {
    const char* why;
    std::vector<const char*> names;
  } rows[] = {
      {"Cyrillic and its transcriptions",
       {"Sergey Lavrov", "Sergei Lavrov", "Serguei Lavrov", "Sergej Lawrow",
        "Сергей Лавров", "SERGEY LAVROV"}},
      {"accents", {"François Dunmôre", "Francois Dunmore"}},
      {"German ow, English ov, old off",
       {"Iwan Petrow", "Ivan Petrov", "Ivan Petroff"}},
      {"tch, tsch, ch", {"Oleg Grishchenko", "Oleg Grischtschenko"}},
      {"endings of given names",
       {"Dmitri Orlov", "Dmitry Orlov", "Dmitriy Orlov", "Dmitrij Orlow"}},
  };
  for (const auto& row : rows) {
    for (const char* name : row.names)
      EXPECT_EQ(NameKey(name), NameKey(row.names.front())) << row.why;
  }
  EXPECT_EQ(NameKey("Barack Obama"), "barack obama")
      << "Slavic rules for Slavic names only";
  EXPECT_NE(NameKey("Carla Ostrova"), NameKey("Carlo Ostrova"));
  EXPECT_EQ(NameKey(""), "");
  EXPECT_EQ(NameKey("—"), "");
  EXPECT_LE(NameKey(std::string(100'000, 'a')).size(), 200u);
}

TEST(AuthorityLexiconTest, NamesAreWholeAndRolesKnown) {
  for (const auto& figure : TestLexicons().authority().figures()) {
    EXPECT_NE(figure.name.find(' '), std::string::npos) << figure.name;
    EXPECT_FALSE(figure.roles.empty())
        << figure.name << ": no role of roles.tsv";
  }
}

TEST(PronounModelTest, FeaturesHaveNames) {
  for (std::size_t f = 0; f < kPronounFeatures; ++f)
    EXPECT_FALSE(PronounModel::FeatureName(f).empty());
}

}  // namespace
}  // namespace quoth::parse
