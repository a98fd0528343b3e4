// Keeps the index level with the record log: opens it, tails the log from the
// position in it, starts again after breaks, and builds it anew when its
// history is gone or its files are damaged.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "query-service/follower/index_holder.h"
#include "query-service/follower/log_source.h"
#include "query-service/index/applier.h"
#include "query-service/index/index.h"
#include "service-kit/clock/clock.h"
#include "service-kit/log/log.h"

namespace quoth::query {

struct FollowerOptions {
  std::string folder;  // Holds index-1, index-2 ...: one for each rebuild, one
                       // at a time.
  IndexOptions index;  // Its folder is chosen by the follower.
  ApplierOptions applier;
  absl::Duration backoff_first = absl::Milliseconds(50);
  absl::Duration backoff_max = absl::Seconds(5);
};

// How far behind the index is.
struct FollowerState {
  bool connected = false;  // A message came since the last break.
  bool caught_up = false;  // Level with the log when the last message was made.
  kit::Revision applied;
  absl::Time applied_commit =
      absl::InfinitePast();  // When the last change was committed.
  absl::Time last_message = absl::InfinitePast();
  std::uint64_t documents = 0;
  std::uint64_t statements = 0;
  std::uint64_t breaks = 0;
  std::uint64_t rebuilds = 0;
  absl::Status last_error;

  // Zero while caught up and connected.
  absl::Duration Lag(absl::Time now) const;
};

class Follower {
 public:
  // All outlive the follower.
  Follower(FollowerOptions options, LogSource& source, IndexHolder& holder,
           const kit::Clock& clock, kit::Log log);
  ~Follower();  // Stops.
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Opens the index and starts to follow. FAILED_PRECONDITION: the folder is
  // in use or of a newer format.
  absl::Status Start();
  void Stop();
  FollowerState state() const;

 private:
  void Run();
  absl::Status Receive(const quoth::v1::TailResponse& response);
  absl::Status OpenIndex(std::uint64_t generation);
  absl::Status Rebuild(const absl::Status& why);
  void RemoveRetired();
  bool WaitBackoff(absl::Duration delay);

  const FollowerOptions options_;
  LogSource& source_;
  IndexHolder& holder_;
  const kit::Clock& clock_;
  const kit::Log log_;

  // The follower's thread only, once started.
  std::shared_ptr<Index> index_;
  std::unique_ptr<Applier> applier_;
  std::uint64_t generation_ = 0;
  std::vector<std::pair<std::weak_ptr<Index>, std::string>> retired_;
  absl::Duration backoff_;
  bool apply_failed_ = false;  // The last break was ours, not the source's.

  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  FollowerState state_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace quoth::query
