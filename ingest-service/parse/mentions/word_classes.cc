#include "ingest-service/parse/mentions/word_classes.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

struct Group {
  WordClass kind;
  std::string_view words;  // Separated by spaces.
};

constexpr Group kGroups[] = {
    {WordClass::kDefinite, "the this that these those der die das dem den des"},
    {WordClass::kIndefinite, "a an another ein eine einer einem einen"},
    {WordClass::kQuantifier,
     "one two three four five six seven eight nine ten several many some few "
     "most all both other others various numerous multiple any each every no "
     "dozens hundreds more fewer half"},
    {WordClass::kPossessive, "his her their its our my your"},
    {WordClass::kPronoun,
     "he him himself she hers herself they them themselves it itself i me "
     "myself we us ourselves you yourself er ihn ihm sie es wir ich"},
    {WordClass::kRelative, "who whom whose which what where when why how"},
    {WordClass::kPreposition,
     "of in on at by for from to with about against between into through "
     "during before after above below under over among within without "
     "across behind beyond near since until upon toward towards despite via "
     "per as like than amid amidst around alongside von in mit bei nach aus "
     "auf zu zum zur im am"},
    {WordClass::kConjunction,
     "and or but nor so yet because although though while if unless whether "
     "und oder aber dass"},
    {WordClass::kAuxiliary,
     "is are was were be been being am has have had having do does did will "
     "would shall should can could may might must cannot isn't aren't wasn't "
     "weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't "
     "couldn't shouldn't 's 're 've 'll 'd 'm ist sind war waren hat haben "
     "wird werden"},
    {WordClass::kReporting,
     "said says say saying told tells telling added adds asked asks wrote "
     "writes argued argues noted notes called calls claimed claims explained "
     "explains insisted insists stressed stresses warned warns believes "
     "believed thinks thought suggested suggests announced announces "
     "tweeted replied replies responded responds declared declares vowed "
     "pledged promised acknowledged admitted predicted urged stated states "
     "according reported reports pointed emphasized affirmed underlined "
     "recalled concluded continued complained joked sagte sagt erklärte "
     "teilte betonte meinte"},
    {WordClass::kAdverb,
     "not also then now here there very too just only even still again never "
     "always often once however meanwhile later earlier recently today "
     "yesterday tomorrow tonight perhaps maybe indeed instead already soon "
     "yes well actually really finally thus therefore moreover furthermore "
     "first last next ago away back up down out off together"},
    {WordClass::kCalendar,
     "monday tuesday wednesday thursday friday saturday sunday january "
     "february april june july august september october november "
     "december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. "
     "montag dienstag mittwoch donnerstag freitag samstag sonntag januar "
     "februar juni juli oktober dezember christmas easter thanksgiving "
     "eastern northern southern skip subscribe advertisement photo image"},
    {WordClass::kModifier,
     "former acting then-president ex- deputy senior chief interim outgoing "
     "incoming current newly-elected one-time onetime longtime long-time "
     "veteran retired late embattled top leading vice assistant associate "
     "presumptive democratic republican gop conservative liberal fellow "
     "prominent first-term freshman potential likely"},
};

constexpr Pronoun kPronouns[] = {
    {"he", Gender::kMale, false, 3, true, false},
    {"him", Gender::kMale, false, 3, false, false},
    {"his", Gender::kMale, false, 3, false, true},
    {"himself", Gender::kMale, false, 3, false, false},
    {"she", Gender::kFemale, false, 3, true, false},
    {"her", Gender::kFemale, false, 3, false, true},
    {"hers", Gender::kFemale, false, 3, false, true},
    {"herself", Gender::kFemale, false, 3, false, false},
    {"they", Gender::kUnknown, true, 3, true, false},
    {"them", Gender::kUnknown, true, 3, false, false},
    {"their", Gender::kUnknown, true, 3, false, true},
    {"themselves", Gender::kUnknown, true, 3, false, false},
    {"it", Gender::kNeuter, false, 3, true, false},
    {"its", Gender::kNeuter, false, 3, false, true},
    {"itself", Gender::kNeuter, false, 3, false, false},
    {"i", Gender::kUnknown, false, 1, true, false},
    {"me", Gender::kUnknown, false, 1, false, false},
    {"my", Gender::kUnknown, false, 1, false, true},
    {"we", Gender::kUnknown, true, 1, true, false},
    {"us", Gender::kUnknown, true, 1, false, false},
    {"our", Gender::kUnknown, true, 1, false, true},
    {"you", Gender::kUnknown, false, 2, true, false},
    {"your", Gender::kUnknown, false, 2, false, true},
    {"who", Gender::kUnknown, false, 3, true, false},
    {"which", Gender::kUnknown, false, 3, true, false},
    {"er", Gender::kMale, false, 3, true, false},
    {"ihm", Gender::kMale, false, 3, false, false},
    {"ihn", Gender::kMale, false, 3, false, false},
};

}  // namespace

void AddWordClasses(Gazetteer& gazetteer) {
  for (const Group& group : kGroups) {
    std::string_view words = group.words;
    while (!words.empty()) {
      const std::size_t space = words.find(' ');
      gazetteer.Add(words.substr(0, space), LexKind::kFunction, CaseRule::kAny,
                    static_cast<uint32_t>(group.kind));
      if (space == std::string_view::npos) break;
      words.remove_prefix(space + 1);
    }
  }
}

const Pronoun* FindPronoun(uint64_t hash) {
  static const auto* const table = [] {
    auto* made = new absl::flat_hash_map<uint64_t, const Pronoun*>;
    for (const Pronoun& pronoun : kPronouns) {
      made->emplace(HashWord(pronoun.form), &pronoun);
    }
    return made;
  }();
  const auto found = table->find(hash);
  return found == table->end() ? nullptr : found->second;
}

}  // namespace quoth::parse
