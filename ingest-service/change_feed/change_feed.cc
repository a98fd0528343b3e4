#include "ingest-service/change_feed/change_feed.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {

struct ChangeFeed::Ticket::Waiting {
  BatchRequest request;
  BatchDone done;
  SteadyTime heartbeat_at;
  std::atomic<bool> cancelled = false;
};

ChangeFeed::Ticket::Ticket(std::shared_ptr<Waiting> waiting)
    : waiting_(std::move(waiting)) {}

ChangeFeed::ChangeFeed(RecordLog& log, ChangeFeedOptions options)
    : log_(log), options_(options) {
  log_.SetCommitListener([this](uint64_t end) { OnCommit(end); });
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] { Loop(); });
  }
}

ChangeFeed::~ChangeFeed() {
  log_.SetCommitListener(nullptr);
  Close();
}

absl::StatusOr<uint64_t> ChangeFeed::PositionOf(std::string_view field,
                                                std::string_view token) const {
  if (token.empty()) return 0;
  const absl::StatusOr<kit::Revision> revision =
      kit::ParseRevision(field, token);
  if (!revision.ok()) return revision.status();
  if (revision->epoch != log_.epoch() || revision->offset > log_.end()) {
    return kit::WithReason(
        absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
        "the position belongs to another history of this store: drop what was "
        "built from it and start from the beginning",
        {{"epoch", kit::FormatEpoch(log_.epoch())}});
  }
  return revision->offset;
}

ChangeFeed::Ticket ChangeFeed::Prepare(BatchRequest request, BatchDone done) {
  auto waiting = std::make_shared<Ticket::Waiting>();
  waiting->request = request;
  waiting->done = std::move(done);
  return Ticket(std::move(waiting));
}

void ChangeFeed::Ask(const Ticket& ticket) {
  const WaitingPtr waiting = ticket.waiting_;
  waiting->heartbeat_at = std::chrono::steady_clock::now() +
                          absl::ToChronoNanoseconds(options_.heartbeat);
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      ready_.push_back(waiting);
      changed_.notify_one();
      return;
    }
  }
  Serve(waiting);
}

void ChangeFeed::Cancel(const Ticket& ticket) {
  const WaitingPtr waiting = ticket.waiting_;
  if (!waiting) return;
  const std::lock_guard lock(mutex_);
  waiting->cancelled = true;
  const auto found = std::find(parked_.begin(), parked_.end(), waiting);
  if (found == parked_.end()) return;  // A feed thread has it and will see.
  parked_.erase(found);
  ready_.push_back(waiting);
  changed_.notify_one();
}

void ChangeFeed::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    ready_.insert(ready_.end(), parked_.begin(), parked_.end());
    parked_.clear();
    changed_.notify_all();
  }
  const std::lock_guard lock(close_mutex_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

std::size_t ChangeFeed::waiting_count() const {
  const std::lock_guard lock(mutex_);
  return parked_.size();
}

void ChangeFeed::OnCommit(uint64_t end) {
  const std::lock_guard lock(mutex_);
  for (auto it = parked_.begin(); it != parked_.end();) {
    if ((*it)->request.after < end) {
      ready_.push_back(std::move(*it));
      it = parked_.erase(it);
      changed_.notify_one();
    } else {
      ++it;
    }
  }
}

void ChangeFeed::Loop() {
  while (WaitingPtr waiting = TakeReady()) Serve(std::move(waiting));
}

// Null once closed and nothing is left.
ChangeFeed::WaitingPtr ChangeFeed::TakeReady() {
  std::unique_lock lock(mutex_);
  while (true) {
    MoveDueHeartbeats(std::chrono::steady_clock::now());
    if (!ready_.empty()) {
      WaitingPtr waiting = std::move(ready_.front());
      ready_.pop_front();
      return waiting;
    }
    if (closed_) return nullptr;
    if (parked_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, parked_.front()->heartbeat_at);
    }
  }
}

// All wait equally long, so that the list is in order of their heartbeats.
void ChangeFeed::MoveDueHeartbeats(SteadyTime now) {
  while (!parked_.empty() && parked_.front()->heartbeat_at <= now) {
    ready_.push_back(std::move(parked_.front()));
    parked_.pop_front();
  }
}

void ChangeFeed::Serve(WaitingPtr waiting) {
  bool closed;
  {
    const std::lock_guard lock(mutex_);
    closed = closed_;
  }
  if (closed) {
    return waiting->done(
        kit::RetryLater(absl::StatusCode::kUnavailable, "SHUTTING_DOWN",
                        "the server is stopping", absl::Seconds(1)));
  }
  if (waiting->cancelled) {
    return waiting->done(absl::CancelledError("the follower went away"));
  }
  absl::StatusOr<ChangePage> page =
      log_.ReadChanges(waiting->request.after, waiting->request.bytes_max);
  if (page.ok() && page->changes.empty() && waiting->request.wait &&
      Park(waiting)) {
    return;
  }
  waiting->done(std::move(page));
}

// False when the batch must go out now: a heartbeat is due or the feed closes.
bool ChangeFeed::Park(const WaitingPtr& waiting) {
  const SteadyTime now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  if (waiting->heartbeat_at <= now) return false;
  // Between the read and this lock a commit may have come and found nobody.
  if (closed_ || waiting->cancelled || log_.end() > waiting->request.after) {
    ready_.push_back(waiting);
    changed_.notify_one();
    return true;
  }
  // Nearly sorted: only a batch that took long to find empty is out of order.
  auto before = parked_.end();
  while (before != parked_.begin() &&
         (*std::prev(before))->heartbeat_at > waiting->heartbeat_at) {
    --before;
  }
  parked_.insert(before, waiting);
  // A waiting thread may sleep past this heartbeat.
  if (parked_.front() == waiting) changed_.notify_one();
  return true;
}

}  // namespace quoth::ingest
