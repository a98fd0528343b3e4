// A mention with what its words say beyond their range: what the chains are
// built from.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest-service/parse/mentions/document_words.h"
#include "ingest-service/parse/mentions/mentions.h"
#include "ingest-service/parse/mentions/role_lexicon.h"

namespace quoth::parse {

// Token ranges are half-open.
struct TokenRun {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool empty() const { return end <= begin; }
};

struct RoleFact {
  int32_t form = kNone;  // Into RoleLexicon::forms(); kNone for a title.
  RoleClass role = kNone;
  int32_t country = kNone;  // A place that the role is of.
  int32_t body = kNone;     // An organisation that it is of.
  TokenRun words;           // As printed.
};

struct FoundMention {
  Mention mention;
  TokenRun name;  // Empty unless a name.
  std::vector<RoleFact> roles;
  int32_t figure = kNone;  // Whole name of a public figure.
  int32_t organisation = kNone;
  int32_t place = kNone;   // Place names; the country of collectives.
  TokenRun possessor;      // "Trump's" of "Trump's spokesman".
  bool honorific = false;  // "Mr."
  bool person_evidence = false;
  bool definite = false;  // Nominals: may mean one named elsewhere.
  bool headline = false;
  int32_t learned_from = kNone;  // First token of the name it was learned of.
  uint8_t last_two = 0;          // 1 "the former", 2 "the latter".
  int32_t apposed_to = kNone;    // Another mention: same entity.
  float apposed_confidence = 0;
};

using FoundMentions = std::vector<FoundMention>;

// Each appends in the order of text; the caller sorts.
void FindNames(const DocumentWords& words, FoundMentions& found);
// `taken`: 1 for tokens inside a name already found.
void FindNominals(const DocumentWords& words, const std::vector<uint8_t>& taken,
                  FoundMentions& found);
void FindPronouns(const DocumentWords& words, FoundMentions& found);
// "The vet" where "Aye Bee, a vet," was read; "the latter". Marks what it finds
// as taken.
void FindLearnedNominals(const DocumentWords& words,
                         std::vector<uint8_t>& taken, FoundMentions& found);
// Joins "the foreign minister, X," and "X, the foreign minister," and "X is the
// minister"; `found` is sorted.
void LinkAppositions(const DocumentWords& words, FoundMentions& found);

}  // namespace quoth::parse
