// What a RecordLog owns; shared by record_log.cc and record_reads.cc.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "ingest-service/record_log/commit_queue.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

struct RecordLog::State {
  std::unique_ptr<kit::Store> store;
  absl::Duration request_ttl;
  std::atomic<uint64_t> end{0};
  std::mutex listener_mutex;
  std::function<void(uint64_t)> on_commit;  // Under listener_mutex.
  std::unique_ptr<CommitQueue> queue;       // Last: it uses all of the above.
};

}  // namespace quoth::ingest
