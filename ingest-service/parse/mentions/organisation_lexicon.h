// Bodies, parties, companies, news outlets, offices of state.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/role_lexicon.h"

namespace quoth::parse {

enum class OrganisationKind : uint8_t {
  kBody,
  kParty,
  kOutlet,
  kCompany,
  kAgency,
  kLegislature,
  kCourt,
  kOffice,
};

class OrganisationLexicon {
 public:
  struct Organisation {
    std::string name;
    OrganisationKind kind = OrganisationKind::kBody;
    int32_t country = kNone;  // Into the places.
    RoleClass head = kNone;   // Role of the one who leads it.
  };

  static absl::StatusOr<std::unique_ptr<const OrganisationLexicon>> Load(
      std::string_view organisations, const PlaceLexicon& places,
      const RoleLexicon& roles, Gazetteer& gazetteer);

  const std::vector<Organisation>& organisations() const {
    return organisations_;
  }
  // Is this a word that ends names of organisations ("Party", "Ministry")?
  static bool IsSuffix(uint64_t word_hash);
  // A word that begins them and takes "of": "Department", "Ministry".
  static bool TakesOf(uint64_t word_hash);

 private:
  std::vector<Organisation> organisations_;
};

}  // namespace quoth::parse
