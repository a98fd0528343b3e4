#include "ingest-service/intake/worker_pool.h"

#include <utility>

namespace quoth::ingest {

WorkerPool::WorkerPool(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    arrived_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::Submit(Task task, Priority priority) {
  const std::lock_guard lock(mutex_);
  (priority == Priority::kClient ? client_ : background_)
      .push_back(std::move(task));
  arrived_.notify_one();
}

void WorkerPool::Loop() {
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] {
        return closed_ || !client_.empty() || !background_.empty();
      });
      std::deque<Task>& queue = client_.empty() ? background_ : client_;
      if (queue.empty()) return;
      task = std::move(queue.front());
      queue.pop_front();
    }
    task();
  }
}

}  // namespace quoth::ingest
