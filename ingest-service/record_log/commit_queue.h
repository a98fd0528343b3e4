// Group commit: many writers, one thread, one synced batch for all who wait.
//
// One thread checks conditions, gives offsets and writes, so that offsets
// appear in order, a follower never sees a gap that fills later, and no write
// needs a lock on its document. While one batch is being synced the next one
// gathers; the cost of a sync is shared by all who came meanwhile (figures in
// docs/adr-001-one-committing-thread.md).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "ingest-service/record_log/commit_group.h"
#include "service-kit/clock/clock.h"
#include "service-kit/store/store.h"

namespace quoth::ingest {

// One client's write on its way. Stage and Complete run on the queue's thread.
class PendingWrite {
 public:
  virtual ~PendingWrite() = default;

  // What it reads or writes; two writes of one group never share a key.
  virtual std::vector<std::string> ExclusiveKeys() const = 0;
  virtual std::size_t bytes() const = 0;

  // Checks its conditions and adds itself to the group. An error concerns this
  // write alone; nothing of it is kept.
  virtual absl::Status Stage(CommitGroup& group) = 0;

  // Exactly once, after the group is durable or the write has failed. Must not
  // block.
  virtual void Complete(const absl::Status& outcome) = 0;
};

class CommitQueue {
 public:
  struct Limits {
    std::size_t group_writes_max = 512;
    std::size_t group_bytes_max = 8 << 20;  // A larger write goes alone.
  };

  // `end`: the last offset in the store. `on_commit` gets the new one after
  // each durable group, on the queue's thread, before the group's writes
  // complete.
  CommitQueue(const kit::Store& store, const kit::Clock& clock, uint64_t end,
              Limits limits, std::function<void(uint64_t end)> on_commit);
  ~CommitQueue();  // Close().
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  // Never blocks. Callers bound how much they have waiting. After Close the
  // write completes at once with UNAVAILABLE.
  void Submit(std::unique_ptr<PendingWrite> write);

  // Commits what waits and ends the thread.
  void Close();

 private:
  using Writes = std::vector<std::unique_ptr<PendingWrite>>;

  void Loop();
  Writes TakeGroup();
  void CommitWrites(Writes writes);
  absl::Status WriteGroup(CommitGroup& group);
  void SweepExpiredRequests(CommitGroup& group);

  const kit::Store& store_;
  const kit::Clock& clock_;
  const Limits limits_;
  const std::function<void(uint64_t)> on_commit_;
  uint64_t next_offset_;                          // Queue's thread only.
  absl::Time next_sweep_ = absl::InfinitePast();  // Queue's thread only.

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::unique_ptr<PendingWrite>> waiting_;  // Under mutex_.
  bool closed_ = false;                                // Under mutex_.
  std::mutex close_mutex_;  // One Close at a time joins.
  std::thread thread_;
};

}  // namespace quoth::ingest
