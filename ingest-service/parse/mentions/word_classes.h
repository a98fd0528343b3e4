// The closed classes of English (and the commonest German) words: what bounds a
// noun phrase, and the pronouns.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::parse {

enum class WordClass : uint8_t {
  kNone,        // An open class: nouns, verbs, adjectives.
  kDefinite,    // the, this, that
  kIndefinite,  // a, an, another
  kQuantifier,  // one, two, several, many, some
  kPossessive,  // his, her, their
  kPronoun,     // he, him, they
  kRelative,    // who, which
  kPreposition,
  kConjunction,
  kAuxiliary,  // is, was, will, has
  kReporting,  // said, told, added
  kAdverb,     // not, also, then
  kCalendar,   // Monday, January
  kModifier,   // former, acting, deputy: stands within a role
};

struct Pronoun {
  std::string_view form;
  Gender gender;
  bool plural;
  uint8_t person;  // 1, 2, 3
  bool subject;
  bool possessive;
};

void AddWordClasses(Gazetteer& gazetteer);

// The pronoun of that folded form; null for other words.
const Pronoun* FindPronoun(uint64_t hash);

}  // namespace quoth::parse
