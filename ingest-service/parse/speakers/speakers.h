// Stage 7 of 9 (pipeline.h): chains -> canonical speakers.
//
// A speaker has a slug that is the same for every spelling of the name
// (transliteration key). Without evidence across documents a speaker stays
// local to its document, and says so.
#pragma once

#include <string>
#include <vector>

#include "ingest-service/parse/attribution/attribution.h"
#include "ingest-service/parse/speakers/known_speakers.h"

namespace quoth::parse {

struct ResolvedSpeaker {
  std::string slug;          // [a-z0-9-]+; "sergey-lavrov". Local ones carry
                             // the document: made by the record stage.
  std::string display_name;  // Canonical spelling: "Sergey Lavrov".
  EntityKind kind = EntityKind::kUnknown;
  std::vector<std::string> spellings;  // Seen in this document.
  std::vector<std::string> roles;      // As printed.
  bool local = false;                  // No evidence beyond this document.
  float confidence = 0;
  std::string_view rule;  // "full-name", "authority", "surname-known",
                          // "surname-only", "country", "name",
                          // "description". A literal.
  std::string wikidata;   // "Q58217", from the authority; mostly empty.
};

struct Speakers {
  std::vector<ResolvedSpeaker> speakers;
  std::vector<int32_t> by_chain;  // Chain index -> speaker index or kNone.
};

Speakers ResolveSpeakers(const DecodedDocument& document,
                         const Metadata& metadata, const Mentions& mentions,
                         const Attributions& attributions,
                         const Lexicons& lexicons,
                         const KnownSpeakers* known = nullptr);

// The slug of a person's name in any spelling: "sergey-lavrov". Initials
// between the first and the last word, and "Jr." are left out. Empty when the
// name has no letters.
std::string PersonSlug(std::string_view name, const Lexicons& lexicons);

}  // namespace quoth::parse
