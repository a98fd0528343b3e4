#include "ingest-service/authority/import_speakers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "ingest-service/authority/popolo.h"
#include "ingest-service/authority/speaker_parts.h"
#include "ingest-service/authority/speaker_request.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/name_key.h"
#include "ingest-service/parse/speakers/speaker_slug.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kBatchRecords = 500;
constexpr int kReportLinesMax = 1000;
constexpr int kNamesakesMax = 1000;
constexpr std::size_t kIdSuffixBytesMax = 40;

std::string IdOf(const v1::Speaker& speaker, std::string_view scheme) {
  for (const v1::ExternalId& id : speaker.external_ids()) {
    if (id.scheme() == scheme) return id.id();
  }
  return {};
}

parse::RoleEvidence EvidenceOf(const v1::Speaker& speaker,
                               const parse::Lexicons& lexicons) {
  parse::RoleEvidence evidence;
  for (const v1::SpeakerRole& role : speaker.roles()) {
    parse::AddRole(role.title(), lexicons, evidence);
    parse::AddBody(role.organisation(), lexicons, evidence);
  }
  return evidence;
}

class Import {
 public:
  Import(RecordLog& log, const SpeakerDirectory& directory)
      : log_(log), directory_(directory), scratch_(directory.lexicons()) {}

  // What becomes of one record of the file.
  absl::Status Take(const PopoloRecord& record) {
    std::string how;
    absl::StatusOr<std::string> slug = Match(record.speaker, how);
    if (!slug.ok()) return slug.status();
    if (slug->empty() && !how.empty()) return Skip(record.where + ": " + how);
    const bool fresh = slug->empty();
    if (fresh) *slug = NewSlug(record.speaker);
    if (slug->empty()) {
      return Skip(record.where +
                  ": its name has no letters to make a resource "
                  "name of");
    }
    absl::StatusOr<v1::Speaker> merged = MergedRecord(*slug, record.speaker);
    if (!merged.ok()) return merged.status();
    const absl::StatusOr<v1::Speaker> checked = CheckSpeaker("", *merged);
    if (!checked.ok()) {
      return Skip(record.where + ": " +
                  std::string(checked.status().message()));
    }
    Keep(record, *slug, *checked, fresh, how);
    return absl::OkStatus();
  }

  void SkippedByReader(const std::string& line) { Skip(line).IgnoreError(); }

  absl::Status Write(std::vector<std::string>& touched) {
    kit::Revision revision = log_.EndRevision();
    for (auto at = changed_.begin(); at != changed_.end();) {
      std::vector<std::string> slugs;
      std::vector<v1::Speaker> batch;
      for (; at != changed_.end() && batch.size() < kBatchRecords; ++at) {
        slugs.push_back(at->first);
        batch.push_back(at->second);
      }
      touched.insert(touched.end(), slugs.begin(), slugs.end());
      absl::StatusOr<kit::Revision> written =
          log_.ChangeSpeakers(std::move(slugs),
                              [&](const RecordLog::PresentSpeakers&)
                                  -> absl::StatusOr<std::vector<v1::Speaker>> {
                                return std::move(batch);
                              });
      if (!written.ok()) return written.status();
      revision = *written;
    }
    response_.set_revision(kit::FormatRevision(revision));
    return absl::OkStatus();
  }

  v1::ImportSpeakersResponse Response() {
    response_.set_imported(response_.added() + response_.merged());
    return std::move(response_);
  }

 private:
  absl::Status Skip(const std::string& line) {
    response_.set_skipped_count(response_.skipped_count() + 1);
    if (response_.skipped_size() < kReportLinesMax) {
      response_.add_skipped(line);
    }
    return absl::OkStatus();
  }

  // A record of this import, or as stored; absent when there is none.
  absl::StatusOr<std::optional<v1::Speaker>> Present(
      const std::string& slug) const {
    const auto changed = changed_.find(slug);
    if (changed != changed_.end()) return std::optional(changed->second);
    absl::StatusOr<v1::Speaker> stored = log_.ReadSpeaker(slug);
    if (absl::IsNotFound(stored.status())) return std::optional<v1::Speaker>();
    if (!stored.ok()) return stored.status();
    return std::optional(*std::move(stored));
  }

  // The slug that a record with this identifier leads to; empty when none.
  std::string ByIdentifier(const v1::Speaker& speaker, std::string& how) const {
    for (const v1::ExternalId& id : speaker.external_ids()) {
      std::string slug = scratch_.ByExternalId(id);
      if (slug.empty()) slug = directory_.ByExternalId(id);
      if (slug.empty()) continue;
      // Other files number their records alike: a name must agree too.
      if (id.scheme() == kPopoloScheme && !HasName(speaker, slug)) continue;
      how = "by " + id.scheme() + " " + id.id();
      return slug;
    }
    return {};
  }

  bool HasName(const v1::Speaker& speaker, const std::string& slug) const {
    const auto has = [&](const std::string& name) {
      for (const SpeakerDirectory* directory :
           {&directory_, static_cast<const SpeakerDirectory*>(&scratch_)}) {
        const auto slugs = directory->SlugsOfName(name, speaker.kind());
        if (std::find(slugs.begin(), slugs.end(), slug) != slugs.end()) {
          return true;
        }
      }
      return false;
    };
    return has(speaker.display_name()) ||
           std::any_of(speaker.other_names().begin(),
                       speaker.other_names().end(), has);
  }

  // Does an identifier tell that they are two? Files number their records each
  // in their own way, but no file has one person twice.
  bool OtherIdentity(const v1::Speaker& speaker, const std::string& slug,
                     const v1::Speaker& present) const {
    for (const v1::ExternalId& id : speaker.external_ids()) {
      const std::string other = IdOf(present, id.scheme());
      if (other.empty() || other == id.id()) continue;
      if (id.scheme() != kPopoloScheme || touched_.contains(slug)) return true;
    }
    return false;
  }

  // Empty with `how` empty: nobody; with `how`: why it cannot be told.
  absl::StatusOr<std::string> Match(const v1::Speaker& speaker,
                                    std::string& how) const {
    if (std::string slug = ByIdentifier(speaker, how); !slug.empty()) {
      return slug;
    }
    const parse::RoleEvidence roles =
        EvidenceOf(speaker, directory_.lexicons());
    std::vector<std::string> fits;
    std::vector<std::string> agrees;
    for (const std::string& slug : SlugsOfName(speaker)) {
      absl::StatusOr<std::optional<v1::Speaker>> present = Present(slug);
      if (!present.ok()) return present.status();
      if (!present->has_value() || !(*present)->merged_into().empty()) continue;
      if (OtherIdentity(speaker, slug, **present)) continue;
      const parse::RoleVerdict verdict =
          parse::Compare(roles, EvidenceOf(**present, directory_.lexicons()),
                         directory_.lexicons());
      if (verdict == parse::RoleVerdict::kContradict) continue;
      fits.push_back(slug);
      if (verdict == parse::RoleVerdict::kAgree) agrees.push_back(slug);
    }
    how = agrees.size() == 1 ? "by name and role" : "by name";
    if (agrees.size() == 1) return agrees.front();
    if (fits.size() == 1) return fits.front();
    how = fits.empty() ? ""
                       : "several speakers have this name: give a wikidata "
                         "identifier or a role";
    return std::string();
  }

  std::vector<std::string> SlugsOfName(const v1::Speaker& speaker) const {
    std::vector<std::string> slugs =
        directory_.SlugsOfName(speaker.display_name(), speaker.kind());
    for (std::string& slug :
         scratch_.SlugsOfName(speaker.display_name(), speaker.kind())) {
      slugs.push_back(std::move(slug));
    }
    std::sort(slugs.begin(), slugs.end());
    slugs.erase(std::unique(slugs.begin(), slugs.end()), slugs.end());
    return slugs;
  }

  bool Taken(const std::string& slug) const {
    if (changed_.contains(slug)) return true;
    return !absl::IsNotFound(log_.ReadSpeaker(slug).status());
  }

  // The slug that documents give this name already, if it is free.
  std::string NewSlug(const v1::Speaker& speaker) const {
    const parse::Lexicons& lexicons = directory_.lexicons();
    std::string slug;
    if (speaker.kind() == v1::SPEAKER_KIND_PERSON) {
      const auto& figures = lexicons.authority();
      const int32_t figure =
          figures.ByKey(parse::NameKey(speaker.display_name()));
      slug = parse::PersonSlug(figure == parse::kNone
                                   ? speaker.display_name()
                                   : figures.figures()[figure].name,
                               lexicons);
    } else {
      slug = parse::PlainSlug(speaker.display_name());
    }
    if (slug.empty() || !Taken(slug)) return slug;
    for (std::string_view scheme :
         {std::string_view("wikidata"), kPopoloScheme}) {
      std::string suffix = parse::PlainSlug(IdOf(speaker, scheme));
      if (suffix.size() > kIdSuffixBytesMax) {
        suffix.erase(0, suffix.size() - kIdSuffixBytesMax);
      }
      while (suffix.starts_with('-')) suffix.erase(0, 1);
      if (!suffix.empty() && !Taken(slug + "-" + suffix)) {
        return slug + "-" + suffix;
      }
    }
    for (int number = 2; number < kNamesakesMax; ++number) {
      const std::string numbered = slug + "-" + std::to_string(number);
      if (!Taken(numbered)) return numbered;
    }
    return {};
  }

  absl::StatusOr<v1::Speaker> MergedRecord(const std::string& slug,
                                           const v1::Speaker& speaker) const {
    absl::StatusOr<std::optional<v1::Speaker>> present = Present(slug);
    if (!present.ok()) return present.status();
    v1::Speaker record;
    if (present->has_value()) record = **present;
    record.set_name(kit::FormatName(kit::SpeakerName{slug}));
    if (record.display_name().empty()) {
      record.set_display_name(speaker.display_name());
    }
    if (record.kind() == v1::SPEAKER_KIND_UNSPECIFIED) {
      record.set_kind(speaker.kind());
    }
    AddNames(speaker, record);
    AddExternalIds(speaker, record);
    AddRoles(speaker, record);
    return record;
  }

  void Keep(const PopoloRecord& record, const std::string& slug,
            const v1::Speaker& merged, bool fresh, const std::string& how) {
    const std::string former = FormerOf(slug);
    v1::Speaker bare = merged;
    bare.clear_etag();
    const bool same = !fresh && bare.SerializeAsString() == former;
    touched_.insert(slug);
    if (!same) {
      changed_[slug] = merged;
      scratch_.Put(merged);
    }
    std::string line = record.where + ": ";
    if (fresh) {
      response_.set_added(response_.added() + 1);
      line += "added as " + merged.name();
    } else if (same) {
      response_.set_unchanged(response_.unchanged() + 1);
      line += "known as " + merged.name() + " " + how;
    } else {
      response_.set_merged(response_.merged() + 1);
      line += "merged into " + merged.name() + " " + how;
    }
    for (const std::string& note : record.notes) line += "; " + note;
    if (response_.report_size() < kReportLinesMax) response_.add_report(line);
  }

  std::string FormerOf(const std::string& slug) const {
    absl::StatusOr<std::optional<v1::Speaker>> present = Present(slug);
    if (!present.ok() || !present->has_value()) return {};
    (*present)->clear_etag();
    return (*present)->SerializeAsString();
  }

  RecordLog& log_;
  const SpeakerDirectory& directory_;
  SpeakerDirectory scratch_;  // Records of this import.
  std::map<std::string, v1::Speaker> changed_;
  std::set<std::string> touched_;  // Slugs that a record of the file went to.
  v1::ImportSpeakersResponse response_;
};

}  // namespace

absl::StatusOr<v1::ImportSpeakersResponse> ImportSpeakers(
    RecordLog& log, const SpeakerDirectory& directory,
    const v1::ImportSpeakersRequest& request,
    std::vector<std::string>& touched) {
  absl::StatusOr<PopoloFile> file =
      ReadPopolo("popolo_json", request.popolo_json());
  if (!file.ok()) return file.status();
  Import import(log, directory);
  for (const std::string& line : file->skipped) import.SkippedByReader(line);
  for (const PopoloRecord& record : file->records) {
    absl::Status status = import.Take(record);
    if (!status.ok()) return status;
  }
  if (!request.validate_only()) {
    absl::Status status = import.Write(touched);
    if (!status.ok()) return status;
  }
  return import.Response();
}

}  // namespace quoth::ingest
