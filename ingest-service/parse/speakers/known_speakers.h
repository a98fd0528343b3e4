// Speakers that are known beyond one document: what operators declared. Given
// to the parser from outside; may be absent.
//
// What documents show of each other's speakers is deliberately not here: a
// document's speakers follow from its own words and from what was declared, so
// that they are the same in whatever order documents come.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/speakers/role_evidence.h"

namespace quoth::parse {

struct KnownSpeaker {
  std::string slug;
  std::string display_name;
  EntityKind kind = EntityKind::kUnknown;  // kUnknown: not declared.
  RoleEvidence roles;
  std::string wikidata;  // "Q58217" or empty.
};
using KnownSpeakerPtr = std::shared_ptr<const KnownSpeaker>;

// Safe to call from many threads. What was merged away is never returned: the
// one that took its place has its names.
class KnownSpeakers {
 public:
  virtual ~KnownSpeakers() = default;
  // Those one of whose names has this slug (speaker_slug.h), in the order of
  // their own slugs; a handful at most.
  virtual std::vector<KnownSpeakerPtr> ByName(std::string_view slug) const = 0;
  // Those whose surname has this plain slug; two of many are enough to tell
  // that there are rivals.
  virtual std::vector<KnownSpeakerPtr> BySurname(
      std::string_view slug) const = 0;
  // The one with this slug, or that it was merged into; null when unknown.
  virtual KnownSpeakerPtr BySlug(std::string_view slug) const = 0;
};

}  // namespace quoth::parse
