// The index being served, which may be taken away to be rebuilt.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "query-service/index/index.h"
#include "service-kit/revision/revision.h"

namespace quoth::query {

// Any thread.
class IndexHolder {
 public:
  IndexHolder();
  ~IndexHolder();
  IndexHolder(const IndexHolder&) = delete;
  IndexHolder& operator=(const IndexHolder&) = delete;

  // The index, once it has been level with the log. Else UNAVAILABLE
  // (INDEX_REBUILDING) with RetryInfo.
  absl::StatusOr<std::shared_ptr<const Index>> Serving() const;

  // Calls `done` once, with OK as soon as the index has `revision`; at the
  // latest at `deadline` with UNAVAILABLE (NOT_FRESH_YET, RetryInfo). At once
  // with FAILED_PRECONDITION (EPOCH_CHANGED) for a revision of another history.
  // `done` runs on the caller's, the follower's or the holder's thread and must
  // be quick or go elsewhere.
  void WhenFresh(const kit::Revision& revision, absl::Time deadline,
                 std::function<void(absl::Status)> done);

  // ---- the follower's part
  void Set(std::shared_ptr<const Index> index, bool serving);
  void Applied();  // The index's position moved.
  // All waits end with UNAVAILABLE; later ones too.
  void Close();
  // Called after every Applied and Set, with the position; for watchers.
  void OnApplied(std::function<void()> hook);

 private:
  struct Wait {
    kit::Revision revision;
    absl::Time deadline;
    std::function<void(absl::Status)> done;
  };
  absl::Status StateFor(const kit::Revision& revision) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RunReady();
  // The holder's own thread: ends waits whose deadline has passed.
  void ExpireWaits();

  mutable absl::Mutex mutex_;
  std::shared_ptr<const Index> index_ ABSL_GUARDED_BY(mutex_);
  bool serving_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Wait> waits_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::function<void()>> hooks_ ABSL_GUARDED_BY(mutex_);
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  bool new_wait_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread expirer_;  // Last: it uses what stands above.
};

}  // namespace quoth::query
