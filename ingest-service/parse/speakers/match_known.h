// Does a speaker of a document mean one that is known?
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/speakers/known_speakers.h"

namespace quoth::parse {

// What the document says of the speaker.
struct SpeakerClues {
  EntityKind kind = EntityKind::kUnknown;
  // Slugs of the names it goes by, best first.
  std::vector<std::string> names;
  std::string surname;         // Plain slug; empty unless that is all there is.
  bool surname_rival = false;  // A public figure of that surname may be meant.
  RoleEvidence roles;
  // Slugs of the bodies that the document names.
  const std::vector<std::string>* bodies = nullptr;
};

struct KnownMatch {
  KnownSpeakerPtr speaker;  // Null: none.
  // "authority", "authority-role", "authority-context", "surname-known",
  // "surname-role"; without a speaker "namesake" when the name is known but
  // roles speak against it, "ambiguous-name" when several fit, else empty. A
  // literal.
  std::string_view rule;
  float confidence = 0;
};

KnownMatch MatchKnown(const KnownSpeakers& known, const SpeakerClues& clues,
                      const Lexicons& lexicons);

}  // namespace quoth::parse
