// A fixed number of threads for the work of parsing, so that gRPC's own never
// do it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace quoth::ingest {

// Tasks of clients go before background ones. What may wait is bounded by the
// admission gate (admission.h), not here.
class WorkerPool {
 public:
  using Task = absl::AnyInvocable<void()>;
  enum class Priority { kClient, kBackground };

  explicit WorkerPool(int threads);
  ~WorkerPool();  // Runs what waits, then joins.
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Never blocks. Tasks must not throw. Not after the destructor has begun,
  // except from a task.
  void Submit(Task task, Priority priority = Priority::kClient);

 private:
  void Loop();

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Task> client_;      // Under mutex_.
  std::deque<Task> background_;  // Under mutex_.
  bool closed_ = false;          // Under mutex_.
  std::vector<std::thread> threads_;
};

}  // namespace quoth::ingest
