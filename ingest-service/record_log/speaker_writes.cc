#include "ingest-service/record_log/speaker_writes.h"

#include <algorithm>
#include <utility>

#include "ingest-service/record_log/fingerprints.h"
#include "ingest-service/record_log/speaker_marks.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

Subject SpeakerSubject(const std::string& slug) {
  return {.kind = SubjectKind::kSpeaker, .id = slug};
}

class SpeakerWrite final : public PendingWrite {
 public:
  SpeakerWrite(std::vector<std::string> slugs, RecordLog::SpeakerChange change,
               WriteDone<kit::Revision> done)
      : slugs_(std::move(slugs)),
        change_(std::move(change)),
        done_(std::move(done)) {}

  std::vector<std::string> ExclusiveKeys() const override {
    std::vector<std::string> keys;
    for (const std::string& slug : slugs_) {
      keys.push_back(HeadKey(SpeakerSubject(slug)));
    }
    return keys;
  }

  std::size_t bytes() const override { return 4096 * slugs_.size(); }

  absl::Status Stage(CommitGroup& group) override {
    absl::StatusOr<RecordLog::PresentSpeakers> present = ReadPresent(group);
    if (!present.ok()) return present.status();
    absl::StatusOr<std::vector<v1::Speaker>> changed = change_(*present);
    if (!changed.ok()) return changed.status();
    for (v1::Speaker& speaker : *changed) {
      if (absl::Status status = Store(group, *present, speaker); !status.ok()) {
        return status;
      }
    }
    revision_ = {group.epoch(), group.next_offset() - 1};
    if (!changed->empty()) group.SetSpeakersEnd(group.next_offset() - 1);
    return absl::OkStatus();
  }

  void Complete(const absl::Status& outcome) override {
    if (!outcome.ok()) return done_(outcome);
    done_(revision_);
  }

 private:
  absl::StatusOr<RecordLog::PresentSpeakers> ReadPresent(
      const CommitGroup& group) const {
    RecordLog::PresentSpeakers present;
    for (const std::string& slug : slugs_) {
      absl::StatusOr<std::optional<std::string>> bytes =
          group.Get(kSpeakers, slug);
      if (!bytes.ok()) return bytes.status();
      if (!bytes->has_value()) continue;
      if (!present[slug].ParseFromString(**bytes)) {
        return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                               "a stored speaker cannot be read");
      }
    }
    return present;
  }

  absl::Status Store(CommitGroup& group,
                     const RecordLog::PresentSpeakers& present,
                     v1::Speaker& speaker) const {
    absl::StatusOr<kit::SpeakerName> name =
        kit::ParseSpeakerName("speaker.name", speaker.name());
    if (!name.ok()) return name.status();
    if (std::find(slugs_.begin(), slugs_.end(), name->slug) == slugs_.end()) {
      return absl::InternalError("a speaker that was not asked for");
    }
    const Subject subject = SpeakerSubject(name->slug);
    absl::StatusOr<std::optional<Head>> former = group.ReadHead(subject);
    if (!former.ok()) return former.status();
    speaker.clear_etag();
    const Fingerprint hash = Sha256(speaker.SerializeAsString());
    EtagBytes etag;
    std::copy_n(hash.begin(), etag.size(), etag.begin());
    speaker.set_etag(FormatEtag(etag));
    v1::Change change;
    change.mutable_speaker_put()->mutable_speaker()->set_name(speaker.name());
    const uint64_t offset =
        group.AddChange(subject, *former, std::move(change));
    group.Put(kSpeakers, name->slug, speaker.SerializeAsString());
    const auto before = present.find(name->slug);
    return MarkSpeaker(group, name->slug, offset,
                       before == present.end() ? nullptr : &before->second);
  }

  const std::vector<std::string> slugs_;
  RecordLog::SpeakerChange change_;
  kit::Revision revision_;
  WriteDone<kit::Revision> done_;
};

}  // namespace

std::unique_ptr<PendingWrite> MakeSpeakerWrite(std::vector<std::string> slugs,
                                               RecordLog::SpeakerChange change,
                                               WriteDone<kit::Revision> done) {
  return std::make_unique<SpeakerWrite>(std::move(slugs), std::move(change),
                                        std::move(done));
}

}  // namespace quoth::ingest
