// The knowledge that parsing uses now. It may be exchanged while documents are
// parsed: each keeps what it began with.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "ingest-service/knowledge/knowledge.h"

namespace quoth::ingest {

// Safe to use from any thread.
class PresentKnowledge {
 public:
  explicit PresentKnowledge(std::shared_ptr<const LoadedKnowledge> knowledge)
      : knowledge_(std::move(knowledge)) {}

  // Never null.
  std::shared_ptr<const LoadedKnowledge> Get() const {
    const std::lock_guard lock(mutex_);
    return knowledge_;
  }

  void Set(std::shared_ptr<const LoadedKnowledge> knowledge) {
    const std::lock_guard lock(mutex_);
    knowledge_.swap(knowledge);  // The former one goes outside the lock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const LoadedKnowledge> knowledge_;
};

}  // namespace quoth::ingest
