// What roles say of a person, for telling namesakes apart: offices, countries
// and bodies, read from the words of a role ("Russian Foreign Minister").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/mentions/mentions.h"
#include "ingest-service/parse/mentions/role_lexicon.h"

namespace quoth::parse {

struct RoleEvidence {
  std::vector<RoleClass> classes;   // Each once.
  std::vector<int32_t> countries;   // Places.
  std::vector<std::string> bodies;  // Slugs of organisations.

  bool empty() const {
    return classes.empty() && countries.empty() && bodies.empty();
  }
};

// Adds what a role as printed says; words that no lexicon has say nothing.
// Roles over 200 bytes are cut.
void AddRole(std::string_view role, const Lexicons& lexicons,
             RoleEvidence& evidence);
// Adds a body by name, known to a lexicon or not.
void AddBody(std::string_view organisation, const Lexicons& lexicons,
             RoleEvidence& evidence);

enum class RoleVerdict : uint8_t {
  kContradict,  // Different countries, or walks of life with nothing in common.
  kSilent,      // One of them says too little.
  kAgree,       // An office in common and no country against it, or a body.
};

RoleVerdict Compare(const RoleEvidence& a, const RoleEvidence& b,
                    const Lexicons& lexicons);

}  // namespace quoth::parse
