// Chains to canonical speakers.
#include "ingest-service/parse/speakers/speakers.h"

#include <gtest/gtest.h>

#include "tests/ingest/mentions/read_text.h"

namespace quoth::parse {
namespace {

// The speaker of the mention at `phrase`.
ResolvedSpeaker SpeakerOf(const ReadText& read, std::string_view phrase,
                          const KnownSpeakers* known = nullptr) {
  const Mention* mention = read.At(phrase);
  if (mention == nullptr || mention->chain == kNone) return {};
  Attributions attributions;
  Attribution statement;
  statement.chain = mention->chain;
  attributions.statements.push_back(statement);
  const Speakers speakers = ResolveSpeakers(
      read.document, {}, read.mentions, attributions, TestLexicons(), known);
  return speakers.speakers[speakers.by_chain[mention->chain]];
}

TEST(SpeakersTest, NamesAreCanonical) {
  const struct {
    const char* why;
    const char* text;
    const char* phrase;
    const char* display;
    const char* slug;
    bool local;
  } rows[] = {
      {"as printed", "Carla Ostrova agreed.", "Carla", "Carla Ostrova",
       "carla-ostrova", false},
      {"given name's spelling", "Sergei Dunmorov agreed.", "Sergei",
       "Sergey Dunmorov", "sergey-dunmorov", false},
      {"Cyrillic", "Сергей Данморов agreed.", "Сергей", "Sergey Danmorov",
       "sergey-danmorov", false},
      {"initials do not part one person", "Peter J. Dunmore agreed.", "Peter",
       "Peter J. Dunmore", "peter-dunmore", false},
      {"surname and office of a public figure",
       "German Chancellor Merkel agreed.", "German", "Angela Merkel",
       "angela-merkel", false},
      {"office and country must agree", "Bolivian Chancellor Merkel agreed.",
       "Bolivian", "Merkel", "merkel", true},
      {"surname alone proves nothing", "Then Merkel agreed.", "Merkel",
       "Merkel", "merkel", true},
      {"another spelling of a figure", "Sergej Lawrow agreed.", "Sergej",
       "Sergey Lavrov", "sergey-lavrov", false},
      {"capital", "Then Beijing agreed.", "Beijing", "China", "china", false},
      {"side", "The Chinese side agreed.", "The Chinese", "China", "china",
       false},
      {"office", "Then the Kremlin agreed.", "Kremlin", "Kremlin", "kremlin",
       false},
      {"unnamed", "Two officials agreed.", "Two", "Two officials",
       "two-officials", true},
  };
  for (const auto& row : rows) {
    const ReadText read(row.text);
    const ResolvedSpeaker speaker = SpeakerOf(read, row.phrase);
    EXPECT_EQ(speaker.display_name, row.display) << row.why;
    EXPECT_EQ(speaker.slug, row.slug) << row.why;
    EXPECT_EQ(speaker.local, row.local) << row.why;
    EXPECT_FALSE(speaker.rule.empty()) << row.why;
  }
}

class OneSpeaker : public KnownSpeakers {
 public:
  explicit OneSpeaker(int rivals) : rivals_(rivals) {}
  std::vector<KnownSpeakerPtr> ByName(std::string_view) const override {
    return {};
  }
  std::vector<KnownSpeakerPtr> BySurname(std::string_view key) const override {
    if (key != "dunmore") return {};
    KnownSpeaker known;
    known.slug = "peter-dunmore";
    known.display_name = "Peter Dunmore";
    return std::vector<KnownSpeakerPtr>(
        static_cast<std::size_t>(rivals_),
        std::make_shared<const KnownSpeaker>(known));
  }
  KnownSpeakerPtr BySlug(std::string_view) const override { return nullptr; }

 private:
  const int rivals_;
};

TEST(SpeakersTest, AKnownSpeakerWithoutRivalsOwnsTheSurname) {
  const ReadText read("Mr. Dunmore agreed.");
  const OneSpeaker one(1);
  EXPECT_EQ(SpeakerOf(read, "Mr.", &one).slug, "peter-dunmore");
  EXPECT_FALSE(SpeakerOf(read, "Mr.", &one).local);
  const OneSpeaker two(2);
  EXPECT_TRUE(SpeakerOf(read, "Mr.", &two).local)
      << "two of one name: no guess";
}

TEST(SpeakersTest, ChainsOfOneSpeakerShareIt) {
  const ReadText read("Moscow agreed. Russia agreed.");
  Attributions attributions;
  for (std::size_t id = 0; id < read.mentions.chains.size(); ++id) {
    Attribution statement;
    statement.chain = static_cast<int32_t>(id);
    attributions.statements.push_back(statement);
  }
  const Speakers speakers = ResolveSpeakers(read.document, {}, read.mentions,
                                            attributions, TestLexicons());
  ASSERT_EQ(speakers.speakers.size(), 1u);
  EXPECT_EQ(speakers.speakers[0].display_name, "Russia");
}

TEST(PersonSlugTest, IsMadeOfSmallLettersAndHyphens) {
  EXPECT_EQ(PersonSlug("Robert F. Dunmore Jr.", TestLexicons()),
            "robert-dunmore");
  EXPECT_EQ(PersonSlug("Mohamed El-Dunmore", TestLexicons()),
            PersonSlug("Muhammad El-Dunmore", TestLexicons()));
  EXPECT_EQ(PersonSlug("", TestLexicons()), "");
  for (char c : PersonSlug("Ælfric Ó Dúnmøre-Šmith", TestLexicons())) {
    EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '-') << c;
  }
}

}  // namespace
}  // namespace quoth::parse
