#include "query-service/index/index_writer.h"

#include "query-service/index/bytes.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Rows of the text index looked at in one go: some milliseconds.
constexpr int kSweepRowsMax = 4'000;

// documents/{id}/statements/{key} -> id
std::string_view DocumentOf(std::string_view statement_name) {
  const std::size_t begin = statement_name.find('/') + 1;
  return statement_name.substr(begin, statement_name.find('/', begin) - begin);
}

}  // namespace

std::unique_ptr<ChangeBatch> IndexWriter::Begin() const {
  // Records of a batch that was begun and never stored.
  if (index_.heap_) index_.heap_->Discard();
  return std::make_unique<ChangeBatch>(index_, *index_.store_,
                                       index_.position());
}

absl::Status IndexWriter::Commit(std::unique_ptr<ChangeBatch> batch) {
  if (absl::Status status = batch->Finish(); !status.ok()) return status;
  IndexPosition position = batch->position();
  if (index_.heap_) {
    index_.heap_->Flush();
    position.heap_end = index_.heap_->end();
  }
  batch->Put(kMarks, "position", position.Encode());
  index_.words_->Stage(batch->words, batch->writes());
  // Not synced: what a power cut takes, the feed brings again.
  if (absl::Status status = index_.store_->Write(batch->writes(), false);
      !status.ok()) {
    return status;
  }
  for (const std::string& key : batch->erased_ordinals()) {
    index_.ordinals_.Erase(static_cast<OrdinalKind>(key[0]),
                           std::string_view(key).substr(1));
  }
  for (const auto& [key, ordinal] : batch->new_ordinals()) {
    index_.ordinals_.Set(static_cast<OrdinalKind>(key[0]),
                         std::string_view(key).substr(1), ordinal);
  }
  if (batch->topics_changed) {
    if (absl::Status status = ReloadTopics(); !status.ok()) return status;
  }
  if (batch->merges_changed) {
    if (absl::Status status = index_.LoadMerges(); !status.ok()) return status;
  }
  index_.words_->Apply(batch->words, position.next_id);
  index_.Publish(position);
  return absl::OkStatus();
}

void IndexWriter::PutRecord(ChangeBatch& batch, StatementId id,
                            const std::string& record) {
  batch.Put(kStatements, StatementKey(id), record);
  if (index_.heap_) index_.heap_->Append(id, record);
}

void IndexWriter::DropRecord(ChangeBatch& batch, StatementId id,
                             absl::Time now) {
  batch.Delete(kStatements, StatementKey(id));
  if (index_.heap_) index_.heap_->Drop(id, now);
}

absl::Status IndexWriter::ReloadTopics() {
  absl::StatusOr<Index::Topics> topics = index_.ReadTopics();
  if (!topics.ok()) return topics.status();
  absl::MutexLock lock(&index_.mutex_);
  index_.topics_ = *std::move(topics);
  return absl::OkStatus();
}

absl::Status IndexWriter::PruneChanges(std::int64_t older_than_s,
                                       std::uint64_t keep_max, int rows_max,
                                       absl::Time now) {
  if (index_.heap_) index_.heap_->Trim(now);
  // Idle ones hold on to files and memtables of their time.
  index_.posting_iterators_->Drop();
  const std::uint64_t applied = index_.position().applied.offset;
  auto batch = Begin();
  int pruned = 0;
  kit::StoreIterator rows = store().NewIterator(kChanges);
  for (rows->Seek(ChangeKey(index_.position().changes_from));
       rows->Valid() && pruned < rows_max; rows->Next(), ++pruned) {
    const auto offset = ReadBig<8>(rows->key().data());
    const std::optional<ChangeRow> row =
        DecodeChangeRow(rows->value().ToStringView());
    if (!row) {
      return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                             "the index holds a damaged change");
    }
    if (row->applied_at_s >= older_than_s && applied - offset < keep_max) break;
    for (const ChangeRow::Gone& gone : row->gone) {
      const std::optional<RecordView> record = RecordView::Of(gone.facts);
      if (!gone.forwarded || !record) continue;
      VisitPostings(FactsOf(*record), DocumentOf(gone.name), gone.id,
                    [&](const std::string& key, std::uint8_t) {
                      batch->postings().Delete(key);
                    });
      index_.words_->Forget(gone.id, batch->writes());
      batch->position().pages_from = offset;
    }
    batch->Delete(kChanges, ChangeKey(offset));
    batch->position().changes_from = offset;
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  absl::StatusOr<bool> swept =
      index_.words_->Sweep(kSweepRowsMax, batch->writes());
  if (!swept.ok()) return swept.status();
  return pruned == 0 && !*swept ? absl::OkStatus() : Commit(std::move(batch));
}

}  // namespace quoth::query
