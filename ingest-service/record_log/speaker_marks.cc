#include "ingest-service/record_log/speaker_marks.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kOffsetBytes = 8;
// Former names kept of one speaker; far beyond what a record may have.
constexpr int kFormerNamesMax = 1000;

absl::Status Damaged() {
  return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                         "a mark of an unsettled speaker cannot be read");
}

struct SpeakerMark {
  uint64_t offset = 0;
  v1::Speaker former;
};

std::optional<SpeakerMark> DecodeMark(std::string_view bytes) {
  SpeakerMark mark;
  if (bytes.size() < kOffsetBytes) return std::nullopt;
  mark.offset = *DecodeNumber(bytes.substr(0, kOffsetBytes));
  bytes.remove_prefix(kOffsetBytes);
  if (!mark.former.ParseFromArray(bytes.data(),
                                  static_cast<int>(bytes.size()))) {
    return std::nullopt;
  }
  return mark;
}

void AddNames(const v1::Speaker& from, v1::Speaker& into) {
  std::set<std::string> known(into.other_names().begin(),
                              into.other_names().end());
  const auto add = [&](const std::string& name) {
    if (!name.empty() && into.other_names_size() < kFormerNamesMax &&
        known.insert(name).second) {
      into.add_other_names(name);
    }
  };
  add(from.display_name());
  for (const std::string& name : from.other_names()) add(name);
}

class SettleWrite final : public PendingWrite {
 public:
  SettleWrite(Unsettled settled, WriteDone<bool> done)
      : settled_(std::move(settled)), done_(std::move(done)) {}

  std::vector<std::string> ExclusiveKeys() const override {
    std::vector<std::string> keys;
    for (const Unsettled::Speaker& speaker : settled_.speakers) {
      keys.push_back(
          HeadKey({.kind = SubjectKind::kSpeaker, .id = speaker.slug}));
    }
    for (const Unsettled::Document& document : settled_.documents) {
      keys.push_back(
          HeadKey({.kind = SubjectKind::kDocument, .id = document.id}));
    }
    return keys;
  }

  std::size_t bytes() const override { return 0; }

  absl::Status Stage(CommitGroup& group) override {
    for (const Unsettled::Speaker& speaker : settled_.speakers) {
      absl::Status status =
          TakeAway(group, SpeakerMarkKey(speaker.slug), speaker.offset);
      if (!status.ok()) return status;
    }
    for (const Unsettled::Document& document : settled_.documents) {
      absl::Status status =
          TakeAway(group, DocumentMarkKey(document.id), document.offset);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  void Complete(const absl::Status& outcome) override {
    if (!outcome.ok()) return done_(outcome);
    done_(true);
  }

 private:
  // Unless it was made anew since it was read.
  static absl::Status TakeAway(CommitGroup& group, const std::string& key,
                               uint64_t offset) {
    absl::StatusOr<std::optional<std::string>> mark = group.Get(kMeta, key);
    if (!mark.ok()) return mark.status();
    if (!mark->has_value()) return absl::OkStatus();
    const std::string_view bytes = **mark;
    if (DecodeNumber(bytes.substr(0, kOffsetBytes)) == offset) {
      group.Delete(kMeta, key);
    }
    return absl::OkStatus();
  }

  const Unsettled settled_;
  WriteDone<bool> done_;
};

// Present records of marked speakers; those without one stay empty.
absl::Status ReadPresent(const kit::Store& store,
                         const rocksdb::ReadOptions& options,
                         Unsettled::Speaker& speaker) {
  const absl::StatusOr<std::string> bytes =
      store.Get(kSpeakers, speaker.slug, options);
  if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
  if (!bytes.ok()) return bytes.status();
  return speaker.present.ParseFromString(*bytes) ? absl::OkStatus() : Damaged();
}

}  // namespace

absl::Status MarkSpeaker(CommitGroup& group, const std::string& slug,
                         uint64_t offset, const v1::Speaker* former) {
  const std::string key = SpeakerMarkKey(slug);
  absl::StatusOr<std::optional<std::string>> stored = group.Get(kMeta, key);
  if (!stored.ok()) return stored.status();
  SpeakerMark mark;
  if (stored->has_value()) {
    std::optional<SpeakerMark> standing = DecodeMark(**stored);
    if (!standing) return Damaged();
    mark = *std::move(standing);
  }
  if (former != nullptr) AddNames(*former, mark.former);
  group.Put(kMeta, key, EncodeNumber(offset) + mark.former.SerializeAsString());
  return absl::OkStatus();
}

absl::StatusOr<Unsettled> ReadUnsettled(const kit::Store& store,
                                        std::size_t count_max) {
  const std::unique_ptr<kit::StoreSnapshot> snapshot = store.NewSnapshot();
  rocksdb::ReadOptions options;
  options.snapshot = snapshot->get();
  Unsettled unsettled;
  const absl::StatusOr<std::string> end =
      store.Get(kMeta, kSpeakersEndKey, options);
  if (!end.ok() && !absl::IsNotFound(end.status())) return end.status();
  if (end.ok()) unsettled.speakers_end = DecodeNumber(*end).value_or(0);
  const kit::StoreIterator it = store.NewIterator(kMeta, options);
  const rocksdb::Slice speakers(kSpeakerMarkPrefix);
  for (it->Seek(speakers); it->Valid() && it->key().starts_with(speakers) &&
                           unsettled.speakers.size() < count_max;
       it->Next()) {
    std::optional<SpeakerMark> mark = DecodeMark(it->value().ToStringView());
    if (!mark) return Damaged();
    Unsettled::Speaker& speaker = unsettled.speakers.emplace_back();
    speaker.slug = it->key().ToString().substr(speakers.size());
    speaker.offset = mark->offset;
    speaker.former = std::move(mark->former);
    absl::Status status = ReadPresent(store, options, speaker);
    if (!status.ok()) return status;
  }
  const rocksdb::Slice documents(kDocumentMarkPrefix);
  for (it->Seek(documents); it->Valid() && it->key().starts_with(documents) &&
                            unsettled.documents.size() < count_max;
       it->Next()) {
    const std::optional<uint64_t> offset =
        DecodeNumber(it->value().ToStringView());
    if (!offset) return Damaged();
    unsettled.documents.push_back(
        {it->key().ToString().substr(documents.size()), *offset});
  }
  if (absl::Status status = it.status(); !status.ok()) return status;
  return unsettled;
}

std::unique_ptr<PendingWrite> MakeSettleWrite(Unsettled settled,
                                              WriteDone<bool> done) {
  return std::make_unique<SettleWrite>(std::move(settled), std::move(done));
}

bool ReadSpeakersOf(std::string_view document_put,
                    std::vector<v1::Speaker>& speakers) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream in(
      reinterpret_cast<const uint8_t*>(document_put.data()),
      static_cast<int>(document_put.size()));
  while (const uint32_t tag = in.ReadTag()) {
    if (WireFormatLite::GetTagFieldNumber(tag) !=
        v1::DocumentPut::kSpeakersFieldNumber) {
      if (!WireFormatLite::SkipField(&in, tag)) return false;
      continue;
    }
    if (!WireFormatLite::ReadMessage(&in, &speakers.emplace_back())) {
      return false;
    }
  }
  return in.ConsumedEntireMessage();
}

}  // namespace quoth::ingest
