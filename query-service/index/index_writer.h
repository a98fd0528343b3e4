// The write side of an Index: begins and commits batches, keeps the heap in
// step. One at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "query-service/index/change_batch.h"
#include "query-service/index/index.h"

namespace quoth::query {

class IndexWriter {
 public:
  explicit IndexWriter(Index& index) : index_(index) {}

  std::unique_ptr<ChangeBatch> Begin() const;
  // Stores the batch and lets readers see it.
  absl::Status Commit(std::unique_ptr<ChangeBatch> batch);

  const Index& index() const { return index_; }
  const kit::Store& store() const { return *index_.store_; }

  // A new version of a record, copied to the heap and put in the batch.
  void PutRecord(ChangeBatch& batch, StatementId id, const std::string& record);
  void DropRecord(ChangeBatch& batch, StatementId id, absl::Time now);

  // Readers see this graph from now on; the rows it comes from are stored.
  absl::Status ReloadTopics();

  absl::Status PruneChanges(std::int64_t older_than_s, std::uint64_t keep_max,
                            int rows_max, absl::Time now);

 private:
  Index& index_;
};

}  // namespace quoth::query
