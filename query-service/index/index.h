// The index: everything lookups read, in one RocksDB folder and the record
// heap beside it. It is disposable: made again from the record log.
//
// One applier (applier.h) writes; any number of threads read. Data, postings,
// counters and the position in the log change in one WriteBatch.
#pragma once

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "query-service/index/heap.h"
#include "query-service/index/keys.h"
#include "query-service/index/ordinals.h"
#include "query-service/index/posting_iterators.h"
#include "query-service/index/record.h"
#include "query-service/index/rows.h"
#include "query-service/index/topic_graph.h"
#include "query-service/index/words_index.h"
#include "query-service/names/label_index.h"
#include "service-kit/revision/revision.h"
#include "service-kit/store/store.h"

namespace quoth::query {

struct IndexOptions {
  std::string folder;
  std::uint64_t cache_bytes = 256 << 20;  // Blocks of RocksDB kept in memory.
  std::uint64_t write_buffer_bytes = 256 << 20;  // Of all families together.
  std::uint64_t heap_bytes_max = std::uint64_t{64} << 30;
  bool use_heap =
      true;  // False: statements are read from RocksDB (for comparison).
};

// Where the index stands. Stored as one value with every batch.
struct IndexPosition {
  kit::Revision applied;  // In the record log. {0, 0}: nothing yet.
  StatementId next_id = 1;
  std::uint64_t heap_end = 0;
  // Pages begun at an earlier offset may miss replaced statements whose former
  // postings are gone, so their tokens are refused.
  std::uint64_t pages_from = 0;
  // Changes up to this offset are no longer kept for watchers.
  std::uint64_t changes_from = 0;
  bool complete = false;  // Has been level with the log once.
  std::uint32_t next_ordinal = 1;

  std::string Encode() const;
  static std::optional<IndexPosition> Decode(std::string_view bytes);
};

class Index {
 public:
  static absl::StatusOr<std::shared_ptr<Index>> Open(
      const IndexOptions& options);

  // What readers may rely on: everything up to `applied` is there.
  IndexPosition position() const;
  const kit::Store& store() const { return *store_; }
  const Ordinals& ordinals() const { return ordinals_; }
  std::shared_ptr<const TopicGraph> topics() const;
  // Labels of the vocabulary's topics by ordinal. Topics that only documents
  // show are in the name lists.
  std::shared_ptr<const LabelIndex> labels() const;
  // Speakers merged into others, by the slug of the one that stays.
  using Merges = absl::flat_hash_map<std::string, std::vector<std::string>>;
  std::shared_ptr<const Merges> merges() const;
  const WordsIndex& words() const { return *words_; }
  // Secret of this index, for page tokens. 32 bytes.
  std::string_view page_key() const { return page_key_; }

  // Iterators over postings, kept for the next lookup.
  PostingIterators& posting_iterators() const { return *posting_iterators_; }

  // ---- point reads. NOT_FOUND when absent, DATA_LOSS when damaged.
  // A record as encoded by record.h, checked. `buffer` may be used to hold it.
  absl::StatusOr<std::string_view> Record(StatementId id,
                                          std::string& buffer) const;
  // The record's place in the heap, unchecked, or empty; for fast copies.
  RecordHeap::Found InHeap(StatementId id) const;
  void Prefetch(StatementId id) const {
    if (heap_) heap_->Prefetch(id);
  }
  absl::StatusOr<StatementId> FindStatement(std::string_view name_key) const;
  absl::StatusOr<DocumentRow> Document(std::string_view id) const;
  absl::StatusOr<std::string> DocumentMessage(
      std::string_view id) const;  // Serialized.
  absl::StatusOr<SpeakerRow> Speaker(Ordinal speaker) const;
  absl::StatusOr<TopicRow> Topic(Ordinal topic) const;
  absl::StatusOr<std::int64_t> Counter(
      std::string_view key) const;  // 0 when absent.

  std::uint64_t HeapBytes() const {
    return heap_ ? heap_->AllocatedBytes() : 0;
  }
  std::uint64_t StoreBytes() const;

 private:
  friend class IndexWriter;
  Index() = default;
  absl::Status Load(const IndexOptions& options);
  absl::Status LoadOrdinals();
  struct Topics {
    std::shared_ptr<const TopicGraph> graph;
    std::shared_ptr<const LabelIndex> labels;
  };
  absl::StatusOr<Topics> ReadTopics() const;
  absl::Status LoadMerges();
  absl::Status LoadWords(StatementId next_id);
  void Publish(const IndexPosition& position);

  std::unique_ptr<kit::Store> store_;
  std::unique_ptr<PostingIterators> posting_iterators_;  // Ends first.
  std::unique_ptr<RecordHeap> heap_;
  std::unique_ptr<WordsIndex> words_;
  Ordinals ordinals_;
  std::string page_key_;
  mutable absl::Mutex mutex_;
  IndexPosition position_ ABSL_GUARDED_BY(mutex_);
  Topics topics_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Merges> merges_ ABSL_GUARDED_BY(mutex_);
};

// Deletes an index folder's files. It must not be open.
absl::Status DestroyIndex(const std::string& folder);

}  // namespace quoth::query
