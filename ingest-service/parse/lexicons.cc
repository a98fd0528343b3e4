#include "ingest-service/parse/lexicons.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "ingest-service/parse/attribution/model.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/pronoun_model.h"
#include "ingest-service/parse/mentions/role_lexicon.h"
#include "ingest-service/parse/mentions/word_classes.h"
#if __has_include("ingest-service/parse/attribution/cue_lexicon.h")
#include "ingest-service/parse/attribution/cue_lexicon.h"
#else
namespace quoth::parse {
class CueLexicon {};
}  // namespace quoth::parse
#endif

namespace quoth::parse {
namespace {

// A model that is not there is one without weights: rules alone decide.
absl::StatusOr<std::string_view> Optional(const Lexicons::FileSource& files,
                                          std::string_view name) {
  absl::StatusOr<std::string_view> contents = files(name);
  if (absl::IsNotFound(contents.status())) return std::string_view();
  return contents;
}

// Moves a loaded part to its place; the status when there is none.
template <typename Part>
absl::Status Take(absl::StatusOr<std::unique_ptr<const Part>> loaded,
                  std::unique_ptr<const Part>& place) {
  if (!loaded.ok()) return loaded.status();
  place = *std::move(loaded);
  return absl::OkStatus();
}

}  // namespace

Lexicons::Lexicons() = default;
Lexicons::~Lexicons() = default;

absl::StatusOr<std::unique_ptr<const Lexicons>> Lexicons::Load(
    const FileSource& files) {
  static constexpr std::string_view kNames[] = {
      "given_names.tsv",   "name_variants.tsv", "roles.tsv",
      "titles.tsv",        "places.tsv",        "demonyms.tsv",
      "organisations.tsv", "speakers.tsv"};
  std::string_view contents[std::size(kNames)];
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    absl::StatusOr<std::string_view> file = files(kNames[i]);
    if (!file.ok()) return file.status();
    contents[i] = *file;
  }
  std::unique_ptr<Lexicons> made(new Lexicons);
  auto gazetteer = std::make_unique<Gazetteer>();
  AddWordClasses(*gazetteer);
  const absl::StatusOr<std::string_view> more =
      Optional(files, "given_names_more.tsv");
  if (!more.ok()) return more.status();
  const std::string given_names = Concat(contents[0], "\n", *more);
  absl::Status status = Take(
      NameLexicon::Load(given_names, contents[1], *gazetteer), made->names_);
  if (status.ok())
    status = Take(RoleLexicon::Load(contents[2], contents[3], *gazetteer),
                  made->roles_);
  if (status.ok())
    status = Take(PlaceLexicon::Load(contents[4], contents[5], *gazetteer),
                  made->places_);
  if (status.ok()) {
    status = Take(OrganisationLexicon::Load(contents[6], *made->places_,
                                            *made->roles_, *gazetteer),
                  made->organisations_);
  }
  if (status.ok()) {
    status = Take(AuthorityLexicon::Load(contents[7], *made->places_,
                                         *made->roles_, *gazetteer),
                  made->authority_);
  }
  if (!status.ok()) return status;
  gazetteer->Seal();
  made->gazetteer_ = std::move(gazetteer);

  absl::StatusOr<std::string_view> weights =
      Optional(files, "pronouns.weights");
  if (!weights.ok()) return weights.status();
  status = Take(PronounModel::FromText(*weights), made->pronouns_);
  if (!status.ok()) return status;

  weights = Optional(files, "attribution.weights");
  if (!weights.ok()) return weights.status();
  if (weights->empty()) {
    made->model_ = AttributionModel::Empty();
  } else {
    status = Take(AttributionModel::FromBytes(*weights), made->model_);
    if (!status.ok()) return status;
  }
#if __has_include("ingest-service/parse/attribution/cue_lexicon.h")
  absl::StatusOr<std::string_view> cues = files("cues.tsv");
  if (!cues.ok()) return cues.status();
  status = Take(CueLexicon::Load(*cues), made->cues_);
  if (!status.ok()) return status;
#else
  made->cues_ = std::make_unique<CueLexicon>();
#endif
  return made;
}

}  // namespace quoth::parse
