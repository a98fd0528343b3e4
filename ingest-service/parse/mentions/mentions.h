// Stage 5 of 9 (pipeline.h): tokens -> mentions of people, organisations,
// places and roles, and chains of those that mean the same one.
#pragma once

#include <string>
#include <vector>

#include "ingest-service/parse/metadata/metadata.h"
#include "ingest-service/parse/sentences/sentences.h"

namespace quoth::parse {

class Lexicons;  // lexicons.h

enum class EntityKind : uint8_t {
  kUnknown,
  kPerson,
  kOrganisation,  // Parties, companies, agencies, outlets, bodies.
  kPlace,         // Countries and cities; as a speaker, its government.
  kOffice,        // "the Kremlin", "the White House", "Foreign Ministry"
  kGroup,         // "two officials", "analysts", "critics"
  kDocument,      // "the statement", "the report", "a new study"
};

enum class MentionForm : uint8_t {
  kName,     // "Sergey Lavrov", "Lavrov", "Mr. Lavrov", "NATO"
  kNominal,  // "the Russian foreign minister", "the minister", "a source"
  kPronoun,  // "he", "him", "they", "she", "it", "I"
};

enum class Gender : uint8_t { kUnknown, kMale, kFemale, kNeuter };

struct Mention {
  Range range;  // With title and modifiers: "Acting Minister Sergey Lavrov".
  Range name;   // The name alone: "Sergey Lavrov"; empty for others.
  Range role;   // Title or role words: "Acting Minister", apposed roles too.
  EntityKind kind = EntityKind::kUnknown;
  MentionForm form = MentionForm::kName;
  Gender gender = Gender::kUnknown;
  bool plural = false;
  bool quoted = false;  // Inside quotation marks or a turn.
  uint32_t sentence = 0;
  uint32_t first_token = 0;
  uint32_t end_token = 0;  // Exclusive.
  int32_t chain = kNone;
  float chain_confidence = 0;   // That it belongs to that chain, 0..1.
  std::string_view chain_rule;  // How: "exact-name", "surname", "role",
                                // "pronoun-subject", ... A literal.
};

// Everything said of one entity in one document.
struct Chain {
  EntityKind kind = EntityKind::kUnknown;
  Gender gender = Gender::kUnknown;
  bool plural = false;
  std::string name;  // Best full form in the document.
  std::vector<std::string> aliases;
  std::vector<std::string> roles;  // As printed, most frequent first.
  std::vector<uint32_t> mentions;  // In document order.
  bool full_name = false;          // `name` has more than one word.
  int32_t figure = kNone;          // Into AuthorityLexicon::figures().
  int32_t place = kNone;           // Into PlaceLexicon::places().
  int32_t organisation = kNone;    // Into OrganisationLexicon::organisations().
};

struct Mentions {
  std::vector<Mention> mentions;  // By position; they may nest, outer first.
  std::vector<Chain> chains;
  // By Layout::turns: the chain that the label names, or kNone.
  std::vector<int32_t> turn_chains;
};

Mentions FindMentions(const DecodedDocument& document, const Layout& layout,
                      const Metadata& metadata, const Sentences& sentences,
                      const Lexicons& lexicons);

}  // namespace quoth::parse
