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
#include "ingest-service/parse/speakers/speaker_slug.h"

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
  // "full-name", "surname-only", "figure", "country", "name", "unknown-name",
  // "description", or as match_known.h has them. A literal.
  std::string_view rule;
  std::string wikidata;  // "Q58217", from the authority; mostly empty.
};

struct Speakers {
  std::vector<ResolvedSpeaker> speakers;
  std::vector<int32_t> by_chain;  // Chain index -> speaker index or kNone.
};

// The same whatever other documents say; `known` alone reaches beyond this one.
Speakers ResolveSpeakers(const DecodedDocument& document,
                         const Metadata& metadata, const Mentions& mentions,
                         const Attributions& attributions,
                         const Lexicons& lexicons,
                         const KnownSpeakers* known = nullptr);

}  // namespace quoth::parse
