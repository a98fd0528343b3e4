#include "ingest-service/parse/speakers/match_known.h"

#include <algorithm>
#include <optional>

namespace quoth::parse {
namespace {

bool KindsAgree(EntityKind here, EntityKind there) {
  if (here == EntityKind::kUnknown || there == EntityKind::kUnknown)
    return true;
  if (here == there) return true;
  // What a body is, documents and operators see differently.
  const auto body = [](EntityKind kind) {
    return kind == EntityKind::kOrganisation || kind == EntityKind::kOffice;
  };
  return body(here) && body(there);
}

struct Candidate {
  KnownSpeakerPtr speaker;
  RoleVerdict verdict = RoleVerdict::kSilent;
};

std::vector<Candidate> Candidates(std::vector<KnownSpeakerPtr> found,
                                  const SpeakerClues& clues,
                                  const Lexicons& lexicons) {
  std::vector<Candidate> out;
  for (KnownSpeakerPtr& speaker : found) {
    if (!KindsAgree(clues.kind, speaker->kind)) continue;
    const RoleVerdict verdict = Compare(clues.roles, speaker->roles, lexicons);
    out.push_back({std::move(speaker), verdict});
  }
  return out;
}

// The only one for which `holds`.
template <typename Holds>
const Candidate* Only(const std::vector<Candidate>& candidates, Holds holds) {
  const Candidate* only = nullptr;
  for (const Candidate& candidate : candidates) {
    if (!holds(candidate)) continue;
    if (only != nullptr) return nullptr;
    only = &candidate;
  }
  return only;
}

bool Agrees(const Candidate& candidate) {
  return candidate.verdict == RoleVerdict::kAgree;
}

// The document names a body of this speaker, and it may be the one.
bool InContext(const Candidate& candidate, const SpeakerClues& clues) {
  if (clues.bodies == nullptr || candidate.verdict == RoleVerdict::kContradict)
    return false;
  return std::any_of(candidate.speaker->roles.bodies.begin(),
                     candidate.speaker->roles.bodies.end(),
                     [&](const std::string& body) {
                       return std::binary_search(clues.bodies->begin(),
                                                 clues.bodies->end(), body);
                     });
}

KnownMatch ByFullName(const std::vector<Candidate>& candidates,
                      const SpeakerClues& clues) {
  if (const Candidate* one = Only(candidates, Agrees))
    return {one->speaker, "authority-role", 0.97f};
  if (candidates.size() == 1) {
    if (candidates.front().verdict == RoleVerdict::kContradict)
      return {nullptr, "namesake", 0.6f};
    return {candidates.front().speaker, "authority", 0.95f};
  }
  if (const Candidate* one = Only(
          candidates, [&](const Candidate& c) { return InContext(c, clues); }))
    return {one->speaker, "authority-context", 0.85f};
  // All but one are spoken against: not proof, but no guess between people.
  if (const Candidate* one = Only(candidates, [](const Candidate& c) {
        return c.verdict != RoleVerdict::kContradict;
      }))
    return {one->speaker, "authority", 0.8f};
  return {nullptr, "ambiguous-name", 0.5f};
}

KnownMatch BySurname(const std::vector<Candidate>& candidates,
                     const SpeakerClues& clues) {
  if (const Candidate* one = Only(candidates, Agrees))
    return {one->speaker, "surname-role", 0.9f};
  if (clues.surname_rival || candidates.size() != 1 ||
      candidates.front().verdict == RoleVerdict::kContradict)
    return {nullptr, {}, 0};
  return {candidates.front().speaker, "surname-known", 0.8f};
}

}  // namespace

KnownMatch MatchKnown(const KnownSpeakers& known, const SpeakerClues& clues,
                      const Lexicons& lexicons) {
  for (const std::string& name : clues.names) {
    if (name.empty()) continue;
    const std::vector<Candidate> candidates =
        Candidates(known.ByName(name), clues, lexicons);
    if (!candidates.empty()) return ByFullName(candidates, clues);
  }
  if (clues.surname.empty()) return {};
  return BySurname(Candidates(known.BySurname(clues.surname), clues, lexicons),
                   clues);
}

}  // namespace quoth::parse
