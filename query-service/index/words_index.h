// The text index: which statements have which words.
//
// Ids come in order, so the newest statements' words are kept in memory (a
// buffer, then segments of 4,096) and go to RocksDB 65,536 ids at a time, a row
// for each word, a few rows with each batch of the applier. What is in memory
// needs no log of its own: Load reads the records again. Rows of a chunk count
// from the batch on that says it is sealed.
//
// A statement that is gone leaves its postings and gets a mark; Sweep takes
// both away once marks are many.
#pragma once

#include <rocksdb/write_batch.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "query-service/index/keys.h"
#include "query-service/index/words_buffer.h"
#include "query-service/index/words_sealing.h"
#include "query-service/index/words_segment.h"
#include "service-kit/store/store.h"

namespace quoth::query {

// All of the text index at one time. Segments of one kind ascend by id.
struct WordsView {
  std::vector<std::shared_ptr<const WordsSegment>>
      sealed;  // By chunk; may be null.
  std::vector<std::shared_ptr<const WordsSegment>> recent;
  std::shared_ptr<const WordsBuffer> buffer;
};

// A statement that a replacement took away, where it stood.
struct WordsForward {
  std::uint64_t offset = 0;  // Of the replacement in the record log.
  Day day = kUndated;
  std::string name_key;  // Leads to the new version.
};

// What one batch does to the text index. Filled while the batch is made.
struct WordsChange {
  std::vector<StatementWords> added;  // Ids ascend.
  struct Gone {
    StatementId id = 0;
    std::optional<WordsForward> forward;
  };
  std::vector<Gone> gone;
};

class WordsIndex {
 public:
  explicit WordsIndex(const kit::Store& store);
  ~WordsIndex();

  // Reads what is stored and, by `text_of`, what is not: the texts of
  // statements below `next_id` in order.
  using VisitTexts = std::function<absl::Status(
      StatementId from,
      const std::function<void(StatementId, std::string_view text)>& visit)>;
  absl::Status Load(StatementId next_id, const VisitTexts& texts);

  // ---- readers
  std::shared_ptr<const WordsView> view() const;
  // Gone from its place, at whatever time.
  bool IsGone(StatementId id) const;
  // No statement was replaced after this offset.
  bool NothingReplacedSince(std::uint64_t offset) const {
    return last_replaced_.load(std::memory_order_acquire) <= offset;
  }
  // Where a gone statement's new version is to be found, if there is one.
  absl::StatusOr<std::optional<WordsForward>> ForwardOfGone(
      StatementId id) const;

  // ---- the writer
  // Adds to the batch what must be stored with it.
  void Stage(const WordsChange& change, rocksdb::WriteBatch& batch);
  // Once the batch is stored, before its position is published; `next_id` as
  // after it.
  void Apply(const WordsChange& change, StatementId next_id);
  // Forwards that no page asks for any more.
  void Forget(StatementId id, rocksdb::WriteBatch& batch);
  // Takes gone statements out of the rows: at most `rows_max` a call. True
  // when something was put into the batch.
  absl::StatusOr<bool> Sweep(int rows_max, rocksdb::WriteBatch& batch);

 private:
  struct Staged {
    std::size_t rows = 0;
    bool finishes = false;
  };
  struct Sweeping;
  absl::Status LoadSealed();
  absl::Status LoadGone();
  void Mark(StatementId id);
  // Freezes buffers that `next_id` lies beyond; begins to seal a full chunk.
  void Roll(StatementId next_id);
  void Publish();
  absl::Status SweepRow(std::string_view key, std::string_view value,
                        rocksdb::WriteBatch& batch);

  const kit::Store& store_;
  // A bit for each id, 64 a word; untouched pages take no memory.
  std::atomic<std::uint64_t>* gone_ = nullptr;
  std::atomic<std::uint64_t> last_replaced_{0};

  // The writer's.
  WordsView now_;
  std::shared_ptr<WordsBuffer> buffer_;
  std::unique_ptr<WordsSealing> sealing_;
  Staged staged_;
  std::uint64_t gone_marks_ = 0;  // Without a forward: may be swept.
  std::unique_ptr<Sweeping> sweeping_;

  mutable absl::Mutex mutex_;
  std::shared_ptr<const WordsView> view_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace quoth::query
