#include "ingest-service/record_log/commit_queue.h"

#include <utility>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

// A group pays for the expiry of about as many answers as it may add.
constexpr int kSweptRequestsMax = 1024;
constexpr absl::Duration kSweepInterval = absl::Seconds(10);

}  // namespace

CommitQueue::CommitQueue(const kit::Store& store, const kit::Clock& clock,
                         uint64_t end, Limits limits,
                         std::function<void(uint64_t)> on_commit)
    : store_(store),
      clock_(clock),
      limits_(limits),
      on_commit_(std::move(on_commit)),
      next_offset_(end + 1),
      thread_([this] { Loop(); }) {}

CommitQueue::~CommitQueue() { Close(); }

void CommitQueue::Submit(std::unique_ptr<PendingWrite> write) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      waiting_.push_back(std::move(write));
      arrived_.notify_one();
      return;
    }
  }
  write->Complete(kit::RetryLater(absl::StatusCode::kUnavailable,
                                  "SHUTTING_DOWN", "the server is stopping",
                                  absl::Seconds(1)));
}

void CommitQueue::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    arrived_.notify_one();
  }
  const std::lock_guard lock(close_mutex_);
  if (thread_.joinable()) thread_.join();
}

void CommitQueue::Loop() {
  while (true) {
    Writes writes = TakeGroup();
    if (writes.empty()) return;
    CommitWrites(std::move(writes));
  }
}

// Waits for at least one write; empty once closed and drained. Takes a prefix
// of the queue, so that one client's writes stay in their order.
CommitQueue::Writes CommitQueue::TakeGroup() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  Writes writes;
  absl::flat_hash_set<std::string> keys;
  std::size_t bytes = 0;
  while (!waiting_.empty() && writes.size() < limits_.group_writes_max) {
    PendingWrite& next = *waiting_.front();
    bytes += next.bytes();
    if (!writes.empty() && bytes > limits_.group_bytes_max) break;
    std::vector<std::string> wanted = next.ExclusiveKeys();
    bool shared = false;
    for (const std::string& key : wanted) shared = shared || keys.contains(key);
    if (shared) break;
    for (std::string& key : wanted) keys.insert(std::move(key));
    writes.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return writes;
}

void CommitQueue::CommitWrites(Writes writes) {
  CommitGroup group(store_, next_offset_, clock_.Now());
  // First, so that an expired id used again in this group keeps its answer.
  SweepExpiredRequests(group);
  Writes staged;
  std::vector<std::pair<std::unique_ptr<PendingWrite>, absl::Status>> refused;
  for (std::unique_ptr<PendingWrite>& write : writes) {
    group.SetSavePoint();
    absl::Status status = write->Stage(group);
    if (status.ok()) {
      staged.push_back(std::move(write));
    } else {
      group.RollBack();
      refused.emplace_back(std::move(write), std::move(status));
    }
  }
  const absl::Status outcome = WriteGroup(group);
  for (auto& [write, status] : refused) write->Complete(status);
  for (std::unique_ptr<PendingWrite>& write : staged) write->Complete(outcome);
}

absl::Status CommitQueue::WriteGroup(CommitGroup& group) {
  if (group.batch().Count() == 0) return absl::OkStatus();
  const uint64_t end = group.next_offset() - 1;
  const bool moved = group.next_offset() != next_offset_;
  // A failed write may still be found in the write-ahead log after a crash:
  // its offsets are never given again.
  next_offset_ = group.next_offset();
  if (moved) group.Put(kMeta, kEndKey, EncodeNumber(end));
  absl::Status status = store_.Write(group.batch(), /*sync=*/true);
  if (status.ok() && moved) on_commit_(end);
  return status;
}

void CommitQueue::SweepExpiredRequests(CommitGroup& group) {
  if (group.now() < next_sweep_) return;
  next_sweep_ = group.now() + kSweepInterval;
  const auto now_s = static_cast<uint64_t>(absl::ToUnixSeconds(group.now()));
  const kit::StoreIterator it = store_.NewIterator(kRequests);
  int swept = 0;
  // Answers sort before expiries; a scan that ends early only sweeps later.
  for (it->Seek(RequestExpiryKey(0, ""));
       it->Valid() && swept < kSweptRequestsMax; it->Next(), ++swept) {
    const std::optional<RequestExpiry> expiry =
        ParseRequestExpiryKey(it->key().ToStringView());
    if (!expiry || expiry->expires_at_s > now_s) break;
    group.Delete(kRequests, it->key().ToStringView());
    group.Delete(kRequests, RequestKey(expiry->request_id));
  }
  if (swept == kSweptRequestsMax) next_sweep_ = group.now();
}

}  // namespace quoth::ingest
