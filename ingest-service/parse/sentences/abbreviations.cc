#include "ingest-service/parse/sentences/abbreviations.h"

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace quoth::parse {
namespace {

using Table = absl::flat_hash_map<std::string_view, Abbreviation>;
using WordSet = absl::flat_hash_set<std::string_view>;

const Table& Abbreviations() {
  static const Table* const table = [] {
    auto* made = new Table;
    auto add = [made](Abbreviation kind,
                      std::initializer_list<std::string_view> words) {
      for (std::string_view word : words) made->emplace(word, kind);
    };
    add(Abbreviation::kTitle,
        {"Mr",   "Mrs",  "Ms",   "Mx",     "Dr",   "Prof", "Sen",  "Sens",
         "Rep",  "Reps", "Gov",  "Govs",   "Gen",  "Lt",   "Col",  "Sgt",
         "Capt", "Maj",  "Cmdr", "Adm",    "Rev",  "Hon",  "St",   "Pres",
         "Amb",  "Atty", "Supt", "Messrs", "Mme",  "Mlle", "Cpl",  "Pvt",
         "Brig", "Cdr",  "Det",  "Insp",   "Dist", "Msgr", "Asst", "Assoc",
         "Hr",   "Fr",   "Sec",  "Dep",    "Del",  "Ald",  "Spc",  "Ste",
         "Mt",   "Ft",   "Ing",  "Dipl",   "Sra",  "Srta", "MR",   "MRS",
         "MS",   "DR",   "SEN",  "REP",    "GOV",  "GEN",  "PROF", "LT",
         "COL",  "AMB",  "Mag",  "Kard",   "Hrn",  "Vors"});
    add(Abbreviation::kBeforeNumber,
        {"No",  "Nos",  "no",  "Jan",  "Feb", "Mar", "Apr", "Jun",
         "Jul", "Aug",  "Sep", "Sept", "Oct", "Nov", "Dec", "p",
         "pp",  "Vol",  "vol", "Art",  "art", "Fig", "fig", "Ch",
         "ch",  "Sect", "Nr",  "Abs",  "Okt", "Dez", "Mrz", "S"});
    add(Abbreviation::kInside,
        {"vs",    "v",   "cf",   "viz",  "al",  "approx", "ca",  "bzw",
         "usw",   "ggf", "evtl", "inkl", "sog", "bspw",   "vgl", "zzgl",
         "abzgl", "zw",  "mind", "max",  "dt",  "engl",   "geb", "gest"});
    add(Abbreviation::kEither,
        {"Inc", "Corp",  "Ltd",  "Co",   "Cos",  "Bros",  "Jr",  "Sr",   "Esq",
         "etc", "est",   "Dept", "Univ", "Ave",  "Blvd",  "Rd",  "Ala",  "Ariz",
         "Ark", "Calif", "Colo", "Conn", "Del",  "Fla",   "Ga",  "Ill",  "Ind",
         "Kan", "Ky",    "La",   "Md",   "Mich", "Minn",  "Mo",  "Mont", "Neb",
         "Nev", "Okla",  "Ore",  "Pa",   "Tenn", "Tex",   "Va",  "Vt",   "Wis",
         "Wyo", "Mass",  "Wash", "Miss", "Mio",  "Mrd",   "Std", "Str",  "plc",
         "Pty", "Bhd",   "Assn", "Natl", "Intl", "Gov't", "PhD", "Bt"});
    return made;
  }();
  return *table;
}

const WordSet& Openers() {
  static const WordSet* const set = new WordSet{
      "The",     "A",         "An",        "He",      "She",      "It",
      "They",    "We",        "I",         "You",     "His",      "Her",
      "Its",     "Their",     "Our",       "My",      "Your",     "This",
      "That",    "These",     "Those",     "There",   "Here",     "In",
      "On",      "At",        "By",        "For",     "From",     "To",
      "With",    "As",        "But",       "And",     "Or",       "So",
      "Yet",     "If",        "When",      "While",   "Where",    "Why",
      "How",     "What",      "Who",       "Which",   "After",    "Before",
      "Since",   "Until",     "Once",      "Because", "Although", "Though",
      "However", "Meanwhile", "Now",       "Then",    "Also",     "Not",
      "No",      "Yes",       "Is",        "Are",     "Was",      "Were",
      "Do",      "Does",      "Did",       "Has",     "Have",     "Had",
      "Will",    "Would",     "Can",       "Could",   "Should",   "May",
      "Some",    "Many",      "Most",      "Other",   "Others",   "Another",
      "Several", "Both",      "Each",      "Every",   "All",      "Last",
      "Earlier", "Later",     "Despite",   "During",  "Under",    "Over",
      "About",   "Asked",     "According", "Instead", "Still",    "Even",
      "Only",    "Just",      "Der",       "Die",     "Das",      "Ein",
      "Eine",    "Er",        "Sie",       "Es",      "Wir",      "Ich",
      "Im",      "Am",        "Auf",       "Nach",    "Bei",      "Mit",
      "Von",     "Aus",       "Für",       "Und",     "Aber",     "Dies",
      "Diese",   "Dieser",    "Als",       "Wenn",    "Nun",      "Dort",
      "Da",      "Auch",      "Zu",        "Zur",     "Zum",      "Bis",
      "Seit",    "Laut"};
  return *set;
}

}  // namespace

Abbreviation AbbreviationOf(std::string_view word) {
  if (word.size() > 6) return Abbreviation::kNone;
  const auto found = Abbreviations().find(word);
  return found == Abbreviations().end() ? Abbreviation::kNone : found->second;
}

bool OpensSentences(std::string_view word) {
  return word.size() <= 9 && Openers().contains(word);
}

bool FollowsOrdinal(std::string_view word) {
  static const WordSet* const set = new WordSet{
      "Januar",  "Jänner",     "Februar",    "März",        "April",
      "Mai",     "Juni",       "Juli",       "August",      "September",
      "Oktober", "November",   "Dezember",   "Jahrhundert", "Jahrhunderts",
      "Platz",   "Mal",        "Geburtstag", "Runde",       "Etage",
      "Klasse",  "Bundestag",  "Jahrestag",  "Wahlperiode", "Spieltag",
      "Minute",  "Lebensjahr", "Weltkrieg",  "Armee",       "Division"};
  return set->contains(word);
}

bool IsCommonReportingVerb(std::string_view word) {
  static const WordSet* const set = new WordSet{
      "said",      "says",     "asked",    "asks",     "replied",   "added",
      "told",      "wrote",    "writes",   "tweeted",  "cried",     "exclaimed",
      "shouted",   "answered", "returned", "inquired", "demanded",  "continued",
      "quipped",   "joked",    "declared", "wondered", "repeated",  "remarked",
      "whispered", "murmured", "muttered", "insisted", "explained", "sagte",
      "fragte",    "erklärte", "rief"};
  return set->contains(word);
}

}  // namespace quoth::parse
