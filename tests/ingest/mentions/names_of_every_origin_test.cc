// Names that no lexicon has, from everywhere, by what stands around them; and
// descriptions of those who bear them. All people are invented.
#include <gtest/gtest.h>

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

TEST(NamesOfEveryOriginTest, FamilyNamesMayComeFirst) {
  Check({
      {"Chinese",
       "Chinese climate envoy Lin Haoran spoke. Lin said talks would resume.",
       "Lin said", 1, "Lin Haoran"},
      {"Korean",
       "South Korean Foreign Minister Baek Joon-ho spoke. Baek agreed.",
       "Baek agreed", 1, "Baek Joon-ho"},
      {"Hungarian",
       "Orbanics Gyorgy, the mayor of Szeged, spoke. Orbanics said no.",
       "Orbanics said", 1, "Orbanics Gyorgy"},
      {"Vietnamese people go by the last word",
       "Spokesperson Tran Thi Minh Hoa spoke. Hoa said no.", "Hoa said", 1,
       "Tran Thi Minh Hoa"},
      {"a given name that no lexicon has",
       "Roshan Pradhan grows rice. \"Sixty years,\" Roshan said.",
       "Roshan said", 1, "Roshan Pradhan"},
      {"an Icelander by her given name",
       "Prime Minister Katrín Sigurðardóttir spoke. Katrín said no.",
       "Katrín said", 1, "Katrín Sigurðardóttir"},
      {"two of one first word: no guess",
       "Quao Haoran met Quao Weimin. Then Quao spoke.", "Quao spoke", 1,
       "Quao"},
  });
}

TEST(NamesOfEveryOriginTest, ParticlesInitialsAndLetters) {
  Check({
      {"particle at the beginning of a sentence",
       "Prime Minister Joost van der Meulen spoke. Van der Meulen said no.",
       "Van der", 1, "Joost van der Meulen"},
      {"particles after a title",
       "Luc de la Rochette spoke. Later Mr. de la Rochette said no.", "Mr.", 1,
       "Luc de la Rochette"},
      {"an Arabic article, small and with a capital",
       "Oil Minister Karim al-Jubouri spoke. Al-Jubouri said no.", "Al-Jubouri",
       1, "Karim al-Jubouri"},
      {"bin", "Prince Faisal bin Turki spoke. Prince Faisal said no.",
       "Prince Faisal said", 1, "Faisal bin Turki"},
      {"initials with and without spaces",
       "J. D. Hartwell met A.B. Okonjo. Hartwell said no.", "Hartwell said", 1,
       "J. D. Hartwell"},
      {"letters behind a name", "Sir Keith Ashdown MP spoke. Ashdown said no.",
       "Ashdown said", 1, "Keith Ashdown"},
      {"a counsel's letters", "Helena Drax KC spoke. Drax said no.",
       "Drax said", 1, "Helena Drax"},
      {"hyphens and apostrophes",
       "Marie-Claire Dubois-Leroy met Siobhan O'Rourke. O'Rourke said no.",
       "O'Rourke said", 1, "Siobhan O'Rourke"},
      {"two surnames, by the first",
       "President Camilo Restrepo Vallejo spoke. Restrepo said no.",
       "Restrepo said", 1, "Camilo Restrepo Vallejo"},
      {"Cyrillic", "Сергей Данморов spoke. Then Данморов agreed.",
       "Данморов agreed", 1, "Сергей Данморов"},
  });
}

TEST(NamesOfEveryOriginTest, TitlesAndRolesAreNoNames) {
  Check({
      {"a portfolio no lexicon has", "Irrigation Minister Hossam Fahmy spoke.",
       "Irrigation", 1, "Hossam Fahmy"},
      {"a trade at the beginning of a sentence",
       "Hydrologist Akiko Inoue spoke.", "Hydrologist", 1, "Akiko Inoue"},
      {"a title no lexicon has", "Wójt Grzegorz Brzeczyk spoke.", "Wójt", 1,
       "Grzegorz Brzeczyk"},
      {"an office of a body no lexicon has",
       "Secretary General of the League of Ports Ahmed Benali spoke.",
       "Secretary", 1, "Ahmed Benali"},
      {"an unknown name in a headline, behind its title",
       "Prime Minister Tuvale Sopoaga at Climate Summit: We Are Sinking",
       "Prime", 1, "Tuvale Sopoaga"},
  });
}

TEST(DescriptionsTest, OfPeopleWhoseTradeTheTextTells) {
  Check({
      {"learned behind the name",
       "Harriet Braithwaite, a vet, lives there. The vet said no.", "The vet",
       1, "Harriet Braithwaite"},
      {"learned before the name",
       "They asked the volcanologist Ana Ruiz. The volcanologist said no.",
       "The volcanologist", 1, "Ana Ruiz"},
      {"two of one trade: no guess",
       "Harriet Braithwaite, a vet, met Ana Ruiz, a vet. The vet said no.",
       "The vet", 1, ""},
      {"the head of the department",
       "Health Minister Ana Petrescu came. The head of the department agreed.",
       "The head", 1, "Ana Petrescu"},
      {"the head of what the office is over",
       "Health Minister Ana Petrescu met Finance Minister Karl Bergman. The "
       "head of health agreed.",
       "The head", 1, "Ana Petrescu"},
      {"chief of what the office is over",
       "Turkish Energy Minister Orhan Karahan came. The Turkish energy chief "
       "agreed.",
       "The Turkish", 1, "Orhan Karahan"},
      {"a counterpart has the same office",
       "Turkish Foreign Minister Mert Aydin met his Greek counterpart Nikos "
       "Stavrou. The Greek minister agreed.",
       "The Greek", 1, "Nikos Stavrou"},
      {"the latter",
       "Senator Paul Whitby debated Governor Ruth Kessler. The latter said "
       "taxes would fall.",
       "The latter", 1, "Ruth Kessler"},
      {"the former",
       "Senator Paul Whitby debated Governor Ruth Kessler. The former said "
       "taxes would fall.",
       "The former", 1, "Paul Whitby"},
      {"the only person there is",
       "Thiago Montenegro has apologised. \"I was wrong,\" the striker wrote.",
       "the striker", 1, "Thiago Montenegro"},
      {"an office that is not the only person's",
       "Police chief Ana Ruiz came. The driver said no.", "The driver", 1,
       "The driver"},
  });
}

TEST(DescriptionsTest, OfBodies) {
  Check({
      {"by the last word of its name",
       "The International Harbour Council met. The council said no.",
       "The council", 1, "International Harbour Council"},
      {"a union whose name has a possessive",
       "The Mine Workers' Union met. The union said no.", "The union", 1,
       "Mine Workers' Union"},
      {"the company", "Kansuki Mining Corp. owns the pit. The company said no.",
       "The company", 1, "Kansuki Mining Corp."},
      {"a company of one word", "NorTram runs trams. The company said no.",
       "The company", 1, "NorTram"},
      {"by the first word of its name",
       "Kansuki Mining Corp. owns the pit. Kansuki said no.", "Kansuki said", 1,
       "Kansuki Mining Corp."},
      {"another company",
       "Kansuki Mining Corp. owns the pit. The Chilean company said no.",
       "The Chilean", 1, "The Chilean company"},
  });
}

TEST(PronounsTest, PassByCredits) {
  Check({
      {"a photographer is spoken of by nobody",
       "Defence Minister Adi Wiratama spoke. Photo: Carl Quang\n\nHe said no.",
       "He said", 1, "Adi Wiratama"},
  });
}

}  // namespace
}  // namespace quoth::parse
