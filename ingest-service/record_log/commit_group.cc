#include "ingest-service/record_log/commit_group.h"

#include <utility>

#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {

absl::StatusOr<std::optional<std::string>> CommitGroup::Get(
    Family family, std::string_view key) const {
  absl::StatusOr<std::string> value = store_.Get(family, key);
  if (value.ok()) return std::optional<std::string>(*std::move(value));
  if (absl::IsNotFound(value.status())) return std::optional<std::string>();
  return value.status();
}

absl::StatusOr<std::optional<Head>> CommitGroup::ReadHead(
    const Subject& subject) const {
  absl::StatusOr<std::optional<std::string>> bytes =
      Get(kHeads, HeadKey(subject));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return std::optional<Head>();
  std::optional<Head> head = DecodeHead(**bytes);
  if (!head) {
    return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                           "a head of the record log cannot be read");
  }
  return head;
}

void CommitGroup::Put(Family family, std::string_view key,
                      std::string_view value) {
  // Only fails for values of 4 GiB and more; ours are bounded far below.
  batch_.Put(store_.family(family), key, value).PermitUncheckedError();
}

void CommitGroup::Delete(Family family, std::string_view key) {
  batch_.Delete(store_.family(family), key).PermitUncheckedError();
}

std::string CommitGroup::RevisionToken(uint64_t offset) const {
  return kit::FormatRevision({.epoch = store_.epoch(), .offset = offset});
}

uint64_t CommitGroup::AddChange(const Subject& subject,
                                const std::optional<Head>& former,
                                v1::Change change,
                                const std::optional<Head::Live>& live) {
  const uint64_t offset = next_offset_++;
  if (former) Delete(kChanges, ChangeKey(former->offset));
  change.set_offset(offset);
  const absl::Duration since_epoch = now_ - absl::UnixEpoch();
  const int64_t seconds = absl::ToInt64Seconds(since_epoch);
  change.mutable_commit_time()->set_seconds(seconds);
  change.mutable_commit_time()->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(since_epoch - absl::Seconds(seconds))));
  Put(kChanges, ChangeKey(offset), change.SerializeAsString());
  Put(kHeads, HeadKey(subject), EncodeHead({.offset = offset, .live = live}));
  return offset;
}

absl::StatusOr<uint64_t> CommitGroup::SpeakersEnd() {
  if (speakers_end_) return *speakers_end_;
  absl::StatusOr<std::optional<std::string>> stored =
      Get(kMeta, kSpeakersEndKey);
  if (!stored.ok()) return stored.status();
  speakers_end_ = stored->has_value() ? DecodeNumber(**stored).value_or(0) : 0;
  return *speakers_end_;
}

void CommitGroup::SetSpeakersEnd(uint64_t offset) {
  speakers_end_ = offset;
  Put(kMeta, kSpeakersEndKey, EncodeNumber(offset));
}

void CommitGroup::SetSavePoint() {
  batch_.SetSavePoint();
  saved_offset_ = next_offset_;
  saved_speakers_end_ = speakers_end_;
}

void CommitGroup::RollBack() {
  batch_.RollbackToSavePoint().PermitUncheckedError();
  next_offset_ = saved_offset_;
  speakers_end_ = saved_speakers_end_;
}

}  // namespace quoth::ingest
