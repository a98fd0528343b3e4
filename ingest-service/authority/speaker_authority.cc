#include "ingest-service/authority/speaker_authority.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "ingest-service/authority/speaker_parts.h"
#include "ingest-service/authority/speaker_request.h"
#include "ingest-service/record_log/fingerprints.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr int kPageSizeDefault = 50;
constexpr int kPageSizeMax = 1000;
constexpr std::size_t kPrefixBytesMax = 200;
constexpr int kMergedMax = 100;
constexpr std::size_t kScanPage = 1000;
constexpr std::size_t kQueryHashBytes = 8;

absl::Status CheckEtag(const EtagCondition& condition,
                       const RecordLog::PresentSpeakers& present) {
  const bool exists = !present.empty();
  const std::string etag =
      exists ? present.begin()->second.etag() : std::string();
  bool holds = true;
  if (condition.kind == EtagCondition::kExists) holds = exists;
  if (condition.kind == EtagCondition::kMissing) holds = !exists;
  if (condition.kind == EtagCondition::kEquals) {
    holds = exists && etag == FormatEtag(condition.etag);
  }
  if (holds) return absl::OkStatus();
  return kit::WithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                         "the stored speaker is not the one the etag names",
                         {{"etag", etag}});
}

// Slugs of speakers that were merged into one of `names` before.
absl::StatusOr<std::vector<std::string>> MergedInto(
    const RecordLog& log, const std::set<std::string>& names) {
  std::vector<std::string> slugs;
  std::string after;
  while (true) {
    absl::StatusOr<std::vector<v1::Speaker>> page =
        log.ListSpeakers(after, kScanPage);
    if (!page.ok()) return page.status();
    if (page->empty()) return slugs;
    for (const v1::Speaker& speaker : *page) {
      const auto name = kit::ParseSpeakerName("name", speaker.name());
      if (!name.ok()) return name.status();
      after = name->slug;
      if (names.contains(speaker.merged_into())) slugs.push_back(name->slug);
    }
  }
}

// What MergeSpeakers writes, given the records there are.
absl::StatusOr<std::vector<v1::Speaker>> Merged(
    const std::string& into_slug, const std::vector<std::string>& slugs,
    const RecordLog::PresentSpeakers& present) {
  const std::string into_name = kit::FormatName(kit::SpeakerName{into_slug});
  const auto found = present.find(into_slug);
  if (found == present.end()) return kit::NotFoundResource(into_name);
  v1::Speaker into = found->second;
  if (!into.merged_into().empty()) return MergedAway(into);
  std::vector<v1::Speaker> changed;
  for (const std::string& slug : slugs) {
    if (slug == into_slug) continue;
    v1::Speaker merged;
    if (const auto it = present.find(slug); it != present.end()) {
      merged = it->second;
    }
    merged.set_name(kit::FormatName(kit::SpeakerName{slug}));
    merged.set_merged_into(into_name);
    merged.set_authority(true);
    AddNames(merged, into);
    AddExternalIds(merged, into);
    AddRoles(merged, into);
    changed.push_back(std::move(merged));
  }
  changed.push_back(std::move(into));  // Last: its revision is the answer's.
  return changed;
}

std::string Folded(const std::string& text) {
  std::string out;
  icu::UnicodeString::fromUTF8(text).foldCase().toUTF8String(out);
  return out;
}

bool Matches(const v1::Speaker& speaker, v1::SpeakerKind kind,
             const std::string& prefix) {
  if (kind != v1::SPEAKER_KIND_UNSPECIFIED && speaker.kind() != kind) {
    return false;
  }
  if (prefix.empty()) return true;
  if (Folded(speaker.display_name()).starts_with(prefix)) return true;
  return std::any_of(speaker.other_names().begin(), speaker.other_names().end(),
                     [&](const std::string& name) {
                       return Folded(name).starts_with(prefix);
                     });
}

// Tokens carry a hash of the query they belong to, and the last slug.
std::string QueryHash(const v1::ListSpeakersRequest& request) {
  const Fingerprint hash =
      Sha256("speakers/1\n" + std::to_string(request.kind()) + "\n" +
             request.prefix());
  return std::string(hash.begin(), hash.begin() + kQueryHashBytes);
}

absl::StatusOr<std::string> AfterOf(const v1::ListSpeakersRequest& request) {
  if (request.page_token().empty()) return std::string();
  std::string token;
  const bool decoded =
      absl::WebSafeBase64Unescape(request.page_token(), &token);
  if (!decoded || token.size() <= kQueryHashBytes ||
      !kit::IsSlug(std::string_view(token).substr(kQueryHashBytes))) {
    return kit::InvalidField("page_token", "is not a page token");
  }
  if (token.substr(0, kQueryHashBytes) != QueryHash(request)) {
    return kit::InvalidField("page_token", "belongs to another query");
  }
  return token.substr(kQueryHashBytes);
}

absl::Status CheckList(const v1::ListSpeakersRequest& request) {
  if (request.page_size() < 0 || request.page_size() > kPageSizeMax) {
    return kit::InvalidField("page_size", "is not 0 to 1,000");
  }
  if (request.prefix().size() > kPrefixBytesMax) {
    return kit::InvalidField("prefix", "is longer than 200 bytes");
  }
  if (!v1::SpeakerKind_IsValid(request.kind())) {
    return kit::InvalidField("kind", "is not a known kind");
  }
  if (request.order() != v1::LIST_ORDER_UNSPECIFIED &&
      request.order() != v1::LIST_ORDER_NAME) {
    return kit::InvalidField(
        "order", "must be LIST_ORDER_NAME: the query service has the counts");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::PutSpeakerResponse> PutSpeaker(
    RecordLog& log, const v1::PutSpeakerRequest& request,
    std::vector<std::string>& touched) {
  const absl::StatusOr<v1::Speaker> checked =
      CheckSpeaker("speaker", request.speaker());
  if (!checked.ok()) return checked.status();
  const absl::StatusOr<EtagCondition> condition =
      ParseEtagCondition("etag", request.etag());
  if (!condition.ok()) return condition.status();
  const std::string slug =
      kit::ParseSpeakerName("speaker.name", checked->name())->slug;
  touched = {slug};
  const absl::StatusOr<kit::Revision> revision =
      log.ChangeSpeakers({slug},
                         [&](const RecordLog::PresentSpeakers& present)
                             -> absl::StatusOr<std::vector<v1::Speaker>> {
                           absl::Status status = CheckEtag(*condition, present);
                           if (!status.ok()) return status;
                           if (!present.empty() &&
                               !present.begin()->second.merged_into().empty()) {
                             return MergedAway(present.begin()->second);
                           }
                           return std::vector<v1::Speaker>{*checked};
                         });
  if (!revision.ok()) return revision.status();
  absl::StatusOr<v1::Speaker> stored = log.ReadSpeaker(slug);
  if (!stored.ok()) return stored.status();
  v1::PutSpeakerResponse response;
  *response.mutable_speaker() = *std::move(stored);
  response.set_revision(kit::FormatRevision(*revision));
  return response;
}

absl::StatusOr<v1::MergeSpeakersResponse> MergeSpeakers(
    RecordLog& log, const v1::MergeSpeakersRequest& request,
    std::vector<std::string>& touched) {
  const absl::StatusOr<kit::SpeakerName> into =
      kit::ParseSpeakerName("into", request.into());
  if (!into.ok()) return into.status();
  if (request.names().empty() || request.names_size() > kMergedMax) {
    return kit::InvalidField("names", "must have 1 to 100 names");
  }
  std::set<std::string> slugs;
  std::set<std::string> names;
  for (int i = 0; i < request.names_size(); ++i) {
    const std::string field = "names[" + std::to_string(i) + "]";
    const absl::StatusOr<kit::SpeakerName> name =
        kit::ParseSpeakerName(field, request.names(i));
    if (!name.ok()) return name.status();
    if (name->slug == into->slug) {
      return kit::InvalidField(field, "is the speaker to merge into");
    }
    slugs.insert(name->slug);
    names.insert(request.names(i));
  }
  const absl::StatusOr<std::vector<std::string>> before =
      MergedInto(log, names);
  if (!before.ok()) return before.status();
  slugs.insert(before->begin(), before->end());
  slugs.insert(into->slug);
  const std::vector<std::string> all(slugs.begin(), slugs.end());
  touched = all;
  const absl::StatusOr<kit::Revision> revision =
      log.ChangeSpeakers(all, [&](const RecordLog::PresentSpeakers& present) {
        return Merged(into->slug, all, present);
      });
  if (!revision.ok()) return revision.status();
  absl::StatusOr<v1::Speaker> stored = log.ReadSpeaker(into->slug);
  if (!stored.ok()) return stored.status();
  v1::MergeSpeakersResponse response;
  *response.mutable_speaker() = *std::move(stored);
  response.set_revision(kit::FormatRevision(*revision));
  return response;
}

absl::StatusOr<v1::ListSpeakersResponse> ListSpeakers(
    const RecordLog& log, const v1::ListSpeakersRequest& request) {
  absl::Status status = CheckList(request);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> after = AfterOf(request);
  if (!after.ok()) return after.status();
  const int page_size =
      request.page_size() == 0 ? kPageSizeDefault : request.page_size();
  const std::string prefix = Folded(request.prefix());
  v1::ListSpeakersResponse response;
  response.set_read_at(kit::FormatRevision(log.EndRevision()));
  while (true) {
    absl::StatusOr<std::vector<v1::Speaker>> page =
        log.ListSpeakers(*after, kScanPage);
    if (!page.ok()) return page.status();
    if (page->empty()) return response;
    for (v1::Speaker& speaker : *page) {
      const auto name = kit::ParseSpeakerName("name", speaker.name());
      if (!name.ok()) return name.status();
      if (Matches(speaker, request.kind(), prefix)) {
        if (response.speakers_size() == page_size) {
          response.set_next_page_token(absl::WebSafeBase64Escape(
              kit::ToAbsl(QueryHash(request) + *after)));
          return response;
        }
        *response.add_speakers() = std::move(speaker);
      }
      *after = name->slug;
    }
  }
}

}  // namespace quoth::ingest
