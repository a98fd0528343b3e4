#include "query-service/index/applier.h"

#include "absl/strings/str_cat.h"
#include "query-service/index/change_batch.h"
#include "query-service/index/document_change.h"
#include "query-service/index/index_writer.h"
#include "query-service/index/vocabulary_change.h"
#include "service-kit/log/log.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr absl::Duration kPruneEvery = absl::Seconds(5);
constexpr int kPruneRowsMax = 2'000;

}  // namespace

Applier::Applier(std::shared_ptr<Index> index, ApplierOptions options)
    : index_(std::move(index)), options_(options) {}

Applier::~Applier() = default;

absl::Status Applier::Apply(const quoth::v1::TailResponse& response,
                            absl::Time now) {
  IndexWriter writer(*index_);
  absl::StatusOr<kit::Revision> revision =
      kit::ParseRevision("revision", response.revision());
  if (!revision.ok()) return revision.status();
  IndexPosition position = index_->position();
  if (position.applied.epoch != 0 &&
      position.applied.epoch != revision->epoch) {
    return kit::WithReason(absl::StatusCode::kFailedPrecondition,
                           "EPOCH_CHANGED",
                           "the feed is of another history than the index");
  }
  auto batch = writer.Begin();
  batch->position().applied.epoch = revision->epoch;
  for (const quoth::v1::Change& change : response.changes()) {
    if (change.offset() <= batch->position().applied.offset) continue;
    using Event = quoth::v1::Change;
    const bool parts =
        change.event_case() == Event::kVocabularyPut ||
        (change.event_case() == Event::kDocumentPut &&
         batch->Touched(change.document_put().document().name())) ||
        (change.event_case() == Event::kDocumentDeleted &&
         batch->Touched(change.document_deleted().name()));
    if (parts) {
      if (absl::Status status = writer.Commit(std::move(batch)); !status.ok())
        return status;
      batch = writer.Begin();
    }
    absl::Status status;
    switch (change.event_case()) {
      case Event::kDocumentPut:
        status = PutDocument(writer, *batch, change, now);
        ++counts_.documents;
        counts_.statements +=
            static_cast<std::uint64_t>(change.document_put().statements_size());
        break;
      case Event::kDocumentDeleted:
        status = DeleteDocument(writer, *batch, change, now);
        break;
      case Event::kSpeakerPut:
        status = PutSpeaker(writer, *batch, change);
        break;
      case Event::kVocabularyPut:
        status = PutVocabulary(writer, *batch, change, options_.reexpand_batch);
        break;
      case Event::EVENT_NOT_SET:
        // A later version's event: what it means cannot be shown here.
        ++counts_.skipped;
        break;
    }
    if (absl::IsInvalidArgument(status)) {
      // A change nobody can apply must not stop the feed for ever.
      kit::Log().Error("change skipped", status, {{"offset", change.offset()}});
      ++counts_.skipped;
      status = absl::OkStatus();
    }
    if (!status.ok()) return status;
    batch->position().applied.offset = change.offset();
  }
  // The revision may lie behind the last change: superseded ones follow it.
  if (revision->offset > batch->position().applied.offset) {
    batch->position().applied.offset = revision->offset;
  }
  if (absl::Status status = writer.Commit(std::move(batch)); !status.ok())
    return status;
  return Prune(now);
}

absl::Status Applier::MarkComplete() {
  if (index_->position().complete) return absl::OkStatus();
  IndexWriter writer(*index_);
  auto batch = writer.Begin();
  batch->position().complete = true;
  return writer.Commit(std::move(batch));
}

absl::Status Applier::Prune(absl::Time now) {
  if (now - last_prune_ < kPruneEvery) return absl::OkStatus();
  last_prune_ = now;
  IndexWriter writer(*index_);
  return writer.PruneChanges(absl::ToUnixSeconds(now - options_.keep_changes),
                             options_.keep_changes_max, kPruneRowsMax, now);
}

}  // namespace quoth::query
