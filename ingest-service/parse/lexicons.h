// What the parser knows of language and the world, read from the TSV files of
// ingest-service/lexicon. Immutable after loading; safe from any thread.
//
// Each lexicon file has one small class in the stage that uses it; this only
// gathers them.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"

namespace quoth::parse {

class CueLexicon;      // attribution/cue_lexicon.h      cues.tsv
class NameLexicon;     // mentions/name_lexicon.h        given_names.tsv, name_variants.tsv
class RoleLexicon;     // mentions/role_lexicon.h        titles.tsv, roles.tsv
class PlaceLexicon;    // mentions/place_lexicon.h       places.tsv, demonyms.tsv
class OrganisationLexicon;  // mentions/organisation_lexicon.h  organisations.tsv
class AuthorityLexicon;     // mentions/authority_lexicon.h  speakers.tsv
class Gazetteer;            // mentions/gazetteer.h      all of their phrases
class PronounModel;         // mentions/pronoun_model.h  pronouns.weights
class AttributionModel;     // attribution/model.h       attribution.weights

class Lexicons {
 public:
  // Gives the contents of a lexicon file by its name ("cues.tsv").
  using FileSource = std::function<absl::StatusOr<std::string_view>(std::string_view name)>;

  // An error names file, line and reason. The contents need only live during
  // the call.
  static absl::StatusOr<std::unique_ptr<const Lexicons>> Load(const FileSource& files);
  ~Lexicons();

  const CueLexicon& cues() const { return *cues_; }
  const NameLexicon& names() const { return *names_; }
  const RoleLexicon& roles() const { return *roles_; }
  const PlaceLexicon& places() const { return *places_; }
  const OrganisationLexicon& organisations() const { return *organisations_; }
  const AuthorityLexicon& authority() const { return *authority_; }
  const Gazetteer& gazetteer() const { return *gazetteer_; }
  const PronounModel& pronouns() const { return *pronouns_; }
  const AttributionModel& attribution_model() const { return *model_; }

 private:
  Lexicons();
  std::unique_ptr<const CueLexicon> cues_;
  std::unique_ptr<const NameLexicon> names_;
  std::unique_ptr<const RoleLexicon> roles_;
  std::unique_ptr<const PlaceLexicon> places_;
  std::unique_ptr<const OrganisationLexicon> organisations_;
  std::unique_ptr<const AuthorityLexicon> authority_;
  std::unique_ptr<const Gazetteer> gazetteer_;
  std::unique_ptr<const PronounModel> pronouns_;
  std::unique_ptr<const AttributionModel> model_;
};

}  // namespace quoth::parse
