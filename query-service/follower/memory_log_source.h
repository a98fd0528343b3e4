// A record log in memory that followers can tail, and a test can break.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "query-service/follower/log_source.h"

namespace quoth::query {

// Any thread. Keeps every change; does not skip superseded ones.
class MemoryLogSource : public LogSource {
 public:
  explicit MemoryLogSource(std::uint64_t epoch) : epoch_(epoch) {}

  // Gives the change the next offset; returns its revision token.
  std::string Append(quoth::v1::Change change);
  // A new history: everything before is gone.
  void Reset(std::uint64_t epoch);
  // The present and the next `times` Tails fail with this.
  void Fail(absl::Status status, int times);
  std::string revision() const;

  absl::Status Tail(
      const std::string& after,
      const std::function<absl::Status(const quoth::v1::TailResponse&)>&
          receive) override;
  void Stop() override;

 private:
  mutable absl::Mutex mutex_;
  std::uint64_t epoch_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<quoth::v1::Change> changes_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  int failures_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace quoth::query
