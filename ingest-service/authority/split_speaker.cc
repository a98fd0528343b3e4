#include <algorithm>
#include <set>

#include "ingest-service/authority/speaker_authority.h"
#include "ingest-service/authority/speaker_parts.h"
#include "ingest-service/authority/speaker_request.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

std::string Indexed(int index) {
  return "other_names[" + std::to_string(index) + "]";
}

// The names that leave: those asked for, which must be spellings of `of`.
absl::StatusOr<v1::Speaker> Leaving(const v1::SplitSpeakerRequest& request,
                                    const v1::Speaker& of) {
  const std::set<std::string> spellings(of.other_names().begin(),
                                        of.other_names().end());
  v1::Speaker leaving;
  for (int i = 0; i < request.other_names_size(); ++i) {
    const std::string& name = request.other_names(i);
    if (name == of.display_name()) {
      return kit::InvalidField(Indexed(i),
                               "is the display name of the speaker that stays");
    }
    if (!spellings.contains(name)) {
      return kit::InvalidField(Indexed(i),
                               "is no spelling of the speaker to take from");
    }
    leaving.add_other_names(name);
  }
  return leaving;
}

class Split {
 public:
  Split(const v1::SplitSpeakerRequest& request, std::string from_slug,
        std::string into_slug)
      : request_(request),
        from_slug_(std::move(from_slug)),
        into_slug_(std::move(into_slug)) {}

  absl::StatusOr<std::vector<v1::Speaker>> operator()(
      const RecordLog::PresentSpeakers& present) const {
    const auto found = present.find(from_slug_);
    if (found == present.end()) return kit::NotFoundResource(request_.name());
    v1::Speaker from = found->second;
    if (!from.merged_into().empty()) return MergedAway(from);
    absl::StatusOr<v1::Speaker> leaving = Leaving(request_, from);
    if (!leaving.ok()) return leaving.status();
    v1::Speaker into;
    if (const auto there = present.find(into_slug_); there != present.end()) {
      into = there->second;
      const bool merged = !into.merged_into().empty();
      if (merged && into.merged_into() != from.name()) return MergedAway(into);
      if (merged) {
        // What the merge brought goes back.
        into.clear_merged_into();
        TakeNames(into, from);
        TakeExternalIds(into, from);
        TakeRoles(into, from);
      }
    }
    TakeNames(*leaving, from);
    Complete(*leaving, into);
    absl::StatusOr<v1::Speaker> checked = CheckSpeaker("into", into);
    if (!checked.ok()) return checked.status();
    return std::vector<v1::Speaker>{std::move(from), *std::move(checked)};
  }

 private:
  // What the request says of the one that comes out.
  void Complete(const v1::Speaker& leaving, v1::Speaker& into) const {
    const v1::Speaker& asked = request_.into();
    into.set_name(asked.name());
    if (!asked.display_name().empty() && into.display_name().empty()) {
      into.set_display_name(asked.display_name());
    }
    if (into.display_name().empty() && leaving.other_names_size() > 0) {
      into.set_display_name(leaving.other_names(0));
    }
    if (asked.kind() != v1::SPEAKER_KIND_UNSPECIFIED) {
      into.set_kind(asked.kind());
    }
    AddNames(asked, into);
    AddNames(leaving, into);
    AddExternalIds(asked, into);
    AddRoles(asked, into);
  }

  const v1::SplitSpeakerRequest& request_;
  const std::string from_slug_;
  const std::string into_slug_;
};

absl::Status CheckRequest(const v1::SplitSpeakerRequest& request) {
  if (request.other_names_size() > kOtherNamesMax) {
    return kit::InvalidField("other_names", "has more than 200 names");
  }
  v1::Speaker asked = request.into();
  if (asked.display_name().empty()) asked.set_display_name("-");
  return CheckSpeaker("into", asked).status();
}

}  // namespace

absl::StatusOr<v1::SplitSpeakerResponse> SplitSpeaker(
    RecordLog& log, const v1::SplitSpeakerRequest& request,
    std::vector<std::string>& touched) {
  const absl::StatusOr<kit::SpeakerName> from =
      kit::ParseSpeakerName("name", request.name());
  if (!from.ok()) return from.status();
  absl::Status status = CheckRequest(request);
  if (!status.ok()) return status;
  const absl::StatusOr<kit::SpeakerName> into =
      kit::ParseSpeakerName("into.name", request.into().name());
  if (!into.ok()) return into.status();
  if (into->slug == from->slug) {
    return kit::InvalidField("into.name", "is the speaker to take from");
  }
  touched = {from->slug, into->slug};
  const absl::StatusOr<kit::Revision> revision =
      log.ChangeSpeakers(touched, Split(request, from->slug, into->slug));
  if (!revision.ok()) return revision.status();
  v1::SplitSpeakerResponse response;
  for (const auto& [slug, target] :
       {std::pair{from->slug, response.mutable_speaker()},
        std::pair{into->slug, response.mutable_into()}}) {
    absl::StatusOr<v1::Speaker> stored = log.ReadSpeaker(slug);
    if (!stored.ok()) return stored.status();
    *target = *std::move(stored);
  }
  response.set_revision(kit::FormatRevision(*revision));
  return response;
}

}  // namespace quoth::ingest
