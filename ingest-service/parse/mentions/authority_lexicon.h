// Public figures: an authority for documents that give a surname and an office
// only. See the header of speakers.tsv for what it may be used for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/mentions.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/role_lexicon.h"

namespace quoth::parse {

class AuthorityLexicon {
 public:
  struct Figure {
    std::string name;                    // "Sergey Lavrov"
    std::vector<std::string> spellings;  // Others.
    std::string wikidata;                // "Q58217" or empty.
    Gender gender = Gender::kUnknown;
    std::string country;    // As the file has it.
    int32_t place = kNone;  // The country as a place.
    absl::InlinedVector<RoleClass, 3> roles;
  };

  static absl::StatusOr<std::unique_ptr<const AuthorityLexicon>> Load(
      std::string_view speakers, const PlaceLexicon& places,
      const RoleLexicon& roles, Gazetteer& gazetteer);

  const std::vector<Figure>& figures() const { return figures_; }
  // Those whose last name folds to this hash (HashWord).
  const std::vector<uint32_t>& BySurname(uint64_t surname_hash) const;
  // By the key of a whole name (name_key.h); kNone when unknown.
  int32_t ByKey(std::string_view key) const;

 private:
  std::vector<Figure> figures_;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> by_surname_;
  absl::flat_hash_map<std::string, uint32_t> by_key_;
};

}  // namespace quoth::parse
