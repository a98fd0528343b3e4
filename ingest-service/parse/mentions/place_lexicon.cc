#include "ingest-service/parse/mentions/place_lexicon.h"

#include "ingest-service/parse/mentions/lexicon_table.h"

namespace quoth::parse {
namespace {

bool ReadKind(std::string_view field, PlaceKind& kind) {
  static constexpr std::pair<std::string_view, PlaceKind> kKinds[] = {
      {"country", PlaceKind::kCountry},
      {"capital", PlaceKind::kCapital},
      {"state", PlaceKind::kState},
      {"city", PlaceKind::kCity},
      {"region", PlaceKind::kRegion}};
  for (const auto& [name, value] : kKinds) {
    if (name != field) continue;
    kind = value;
    return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const PlaceLexicon>> PlaceLexicon::Load(
    std::string_view places, std::string_view demonyms, Gazetteer& gazetteer) {
  auto made = std::make_unique<PlaceLexicon>();
  auto rows = ReadLexiconTable("places.tsv", places, 4);
  if (!rows.ok()) return rows.status();
  for (const LexiconRow& row : *rows) {
    Place place;
    place.name = row.fields[0];
    if (!ReadKind(row.fields[1], place.kind)) {
      return LexiconError("places.tsv", row.line,
                          "kind is country, capital, state, city or region");
    }
    const auto index = static_cast<int32_t>(made->places_.size());
    made->by_name_.emplace(place.name, index);
    gazetteer.Add(place.name, LexKind::kPlace, Gazetteer::RuleOf(place.name),
                  index);
    for (std::string_view alias : SplitList(row.fields[3])) {
      gazetteer.Add(alias, LexKind::kPlace, Gazetteer::RuleOf(alias), index);
    }
    made->places_.push_back(std::move(place));
  }
  for (std::size_t i = 0; i < rows->size(); ++i) {
    const LexiconRow& row = (*rows)[i];
    if (row.fields[2].empty()) continue;
    made->places_[i].country = made->Find(row.fields[2]);
    if (made->places_[i].country == kNone) {
      return LexiconError("places.tsv", row.line,
                          "the country is no place of this file");
    }
  }
  rows = ReadLexiconTable("demonyms.tsv", demonyms, 3);
  if (!rows.ok()) return rows.status();
  for (const LexiconRow& row : *rows) {
    const int32_t place = made->Find(row.fields[0]);
    if (place == kNone) {
      return LexiconError("demonyms.tsv", row.line,
                          "no such place in places.tsv");
    }
    for (std::string_view word : SplitList(row.fields[1])) {
      if (made->places_[place].adjective.empty()) {
        made->places_[place].adjective = word;
      }
      gazetteer.Add(word, LexKind::kDemonym, Gazetteer::RuleOf(word), place);
    }
    for (std::string_view word : SplitList(row.fields[2])) {
      gazetteer.Add(word, LexKind::kPeople, Gazetteer::RuleOf(word), place);
    }
  }
  return made;
}

int32_t PlaceLexicon::Find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? kNone : found->second;
}

}  // namespace quoth::parse
