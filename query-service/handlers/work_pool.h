// Threads for lookups that may take long, so that gRPC's own stay free.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace quoth::query {

class WorkPool {
 public:
  explicit WorkPool(int threads, std::size_t queue_max = 10'000);
  ~WorkPool();  // Runs what is queued, then ends.
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // False when the queue is full: `work` is not taken.
  bool Add(std::function<void()> work);

 private:
  void Run();

  const std::size_t queue_max_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace quoth::query
