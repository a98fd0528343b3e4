// Countries, cities, regions; their adjectives and peoples.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/text.h"

namespace quoth::parse {

enum class PlaceKind : uint8_t { kCountry, kCapital, kState, kCity, kRegion };

class PlaceLexicon {
 public:
  struct Place {
    std::string name;
    std::string adjective;  // The first of demonyms.tsv, "Russian"; or empty.
    PlaceKind kind = PlaceKind::kCity;
    int32_t country = kNone;  // A place; a country's own index for itself.
  };

  static absl::StatusOr<std::unique_ptr<const PlaceLexicon>> Load(
      std::string_view places, std::string_view demonyms, Gazetteer& gazetteer);

  const std::vector<Place>& places() const { return places_; }
  // By name; kNone when unknown.
  int32_t Find(std::string_view name) const;

 private:
  std::vector<Place> places_;
  absl::flat_hash_map<std::string, int32_t> by_name_;
};

}  // namespace quoth::parse
