// The record heap: statement records in one append-only, memory-mapped file,
// so that a page of statements costs no block-table reads.
//
// It is a copy. The truth is in RocksDB; a read that finds anything but the
// very record asked for (checksum, id) says so and the caller reads RocksDB.
// So the heap needs no recovery: it may be cut, zeroed or deleted at any time
// while the index is closed.
//
// Two files in a folder: `records` {size u32, zero u32, id u64, checksum u64,
// bytes, padding to 8} and `places`, by id the record's offset (u64; 0 = not
// here). Written with pwrite, so that a full disk is an error and not a signal;
// read through mappings made once, larger than the files. Space of dropped
// records goes back to the file system as holes.
//
// One writer; any number of readers at the same time.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "query-service/index/keys.h"

namespace quoth::query {

struct HeapOptions {
  std::string folder;
  // Address space to reserve: what `records` may grow to. Records beyond it
  // are not copied and are read from RocksDB.
  std::uint64_t bytes_max = std::uint64_t{64} << 30;
  StatementId ids_max = std::uint64_t{1} << 28;
};

class RecordHeap {
 public:
  // `end` is what Append reached with the last committed batch; what lies
  // behind it is overwritten. Starts an empty heap where there is none.
  static absl::StatusOr<std::unique_ptr<RecordHeap>> Open(
      const HeapOptions& options, std::uint64_t end);
  ~RecordHeap();
  RecordHeap(const RecordHeap&) = delete;
  RecordHeap& operator=(const RecordHeap&) = delete;

  // The record, in place, or nothing when it isn't here whole. The bytes stay
  // readable while the heap lives, but a record dropped meanwhile may turn to
  // zeros: a caller that copies checks `Checksum` again on its copy.
  struct Found {
    std::string_view bytes;
    std::uint64_t checksum = 0;
  };
  Found Find(StatementId id) const;

  // Asks memory for the record, so that a Find soon after need not wait.
  void Prefetch(StatementId id) const;

  // ---- the writer's part
  // Held back until Flush. A record that does not fit is left out. Ids ascend.
  void Append(StatementId id, std::string_view record);
  // Writes what was appended, before the batch that names it is stored. What
  // cannot be written is left out, with the reason in `status()`.
  void Flush();
  // Forgets what was appended since the last Flush: its batch was given up.
  void Discard();
  // Frees the space of a record after a grace period, for readers in flight.
  void Drop(StatementId id, absl::Time now);
  // Gives back what was dropped before `now` less the grace period.
  void Trim(absl::Time now);
  std::uint64_t end() const { return end_; }
  const absl::Status& status() const { return status_; }
  // Bytes of the file system the files take.
  std::uint64_t AllocatedBytes() const;

 private:
  RecordHeap() = default;
  absl::Status Map(const HeapOptions& options);
  bool Write(int file, const void* bytes, std::size_t size, std::uint64_t at);

  void WritePlaces();

  struct Dropped {
    absl::Time at;
    std::uint64_t begin;
    std::uint64_t end;
  };

  int records_file_ = -1;
  int places_file_ = -1;
  const char* records_ = nullptr;
  const char* places_ = nullptr;
  std::uint64_t bytes_max_ = 0;
  StatementId ids_max_ = 0;
  std::uint64_t end_ = 0;
  std::atomic<std::uint64_t> readable_end_{0};
  std::atomic<StatementId> places_end_{
      0};  // Ids below have a place in the file.
  std::deque<Dropped> dropped_;
  // Appended since the last Flush: bytes for `end_` on, and whose they are.
  std::string unwritten_;
  std::vector<std::pair<StatementId, std::uint64_t>> unplaced_;
  absl::Status status_;
};

// 64 bits over the bytes: tells damage, torn and zeroed records; keeps no
// secrets. Tens of bytes a nanosecond.
std::uint64_t Checksum(std::string_view bytes);

}  // namespace quoth::query
