// Changes of postings in the making: collected one by one, written as runs.
//
// New statements' postings become runs of their own. A change of an earlier
// statement's posting reads the run it is in and writes it again.
#pragma once

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "query-service/index/posting_run.h"
#include "service-kit/store/store.h"

namespace quoth::query {

class PostingEdits {
 public:
  // `store` as it stands before the batch; `first_new`: statements from this
  // id on have no postings in it.
  PostingEdits(const kit::Store& store, StatementId first_new)
      : store_(store), first_new_(first_new) {}

  // `key`: prefix, day and id of one posting. The last change of a key stands.
  void Put(std::string_view key, std::uint8_t bits) {
    Add(key, {bits, Edit::kNoForward, false});
  }
  void Forward(std::string_view key, std::uint8_t bits, std::uint64_t offset,
               std::string_view name_key);
  void Delete(std::string_view key) { Add(key, {0, Edit::kNoForward, true}); }

  // Writes the runs in key order, which a memtable takes at a third of the
  // cost of keys at random, and forgets the changes. DATA_LOSS: a run that is
  // to be changed is damaged.
  absl::Status Finish(rocksdb::WriteBatch& batch);

 private:
  struct Edit {
    static constexpr std::uint32_t kNoForward = ~std::uint32_t{0};
    std::uint8_t bits = 0;
    std::uint32_t forward = kNoForward;  // Place in forwards_.
    bool deleted = false;
    // Of the key in keys_.
    std::uint32_t size = 0;
    std::uint64_t at = 0;
  };
  struct OwnedForward {
    std::uint64_t offset;
    std::string name_key;
  };
  void Add(std::string_view key, Edit edit);
  std::string_view KeyOf(const Edit& edit) const {
    return std::string_view(keys_).substr(edit.at, edit.size);
  }
  RunPosting PostingOf(const Edit& edit, StatementId id) const;
  // Edits [begin, end) are of one list and day, which `group` begins with.
  absl::Status WriteGroup(std::size_t begin, std::size_t end,
                          std::string_view group, rocksdb::WriteBatch& batch);
  absl::Status ChangeStored(const std::vector<Edit>& edits,
                            std::string_view group, rocksdb::WriteBatch& batch);
  void WriteRuns(const std::vector<RunPosting>& postings,
                 std::string_view group, rocksdb::WriteBatch& batch);

  const kit::Store& store_;
  const StatementId first_new_;
  std::string keys_;
  std::vector<Edit> edits_;
  std::deque<OwnedForward> forwards_;
};

}  // namespace quoth::query
