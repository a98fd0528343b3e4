// Start here. The record log as a stream: batches of changes after a position,
// as soon as there are any.
//
// A follower asks for one batch at a time and asks again when it has been
// taken, so that a slow one costs one batch of memory and holds nobody back.
// Who is caught up waits without a thread and without polling: the log's
// commits wake it. Transport is not known here; handlers/tail_call.h is the
// gRPC side.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

struct ChangeFeedOptions {
  int threads = 2;  // That read batches; waiting followers need none.
  // A caught-up follower gets an empty batch this often, so that both ends
  // notice a connection that died.
  absl::Duration heartbeat = absl::Seconds(15);
};

struct BatchRequest {
  uint64_t after = 0;  // Offset of the last change the follower has.
  std::size_t bytes_max = 1 << 20;  // Of one batch; a larger change goes alone.
  bool wait = true;  // False: an empty batch at once when caught up.
};

// Called once with the batch, on a feed thread or, when refused, on the
// asking one. Empty batches are heartbeats. CANCELLED after Cancel, UNAVAILABLE
// after Close, else what reading the log said.
using BatchDone = absl::AnyInvocable<void(absl::StatusOr<ChangePage>)>;

// Safe to use from any thread.
class ChangeFeed {
 public:
  // Becomes the log's commit listener. `log` outlives the feed.
  ChangeFeed(RecordLog& log, ChangeFeedOptions options);
  ~ChangeFeed();  // Close().
  ChangeFeed(const ChangeFeed&) = delete;
  ChangeFeed& operator=(const ChangeFeed&) = delete;

  // Offset a token stands for; 0 for the empty one. INVALID_ARGUMENT naming
  // `field`; FAILED_PRECONDITION (EPOCH_CHANGED) for a token of another
  // history, or one that this log has not reached: its tail was lost.
  absl::StatusOr<uint64_t> PositionOf(std::string_view field,
                                      std::string_view token) const;

  // A batch to be asked for.
  class Ticket {
   public:
    Ticket() = default;

   private:
    friend class ChangeFeed;
    struct Waiting;
    explicit Ticket(std::shared_ptr<Waiting> waiting);
    std::shared_ptr<Waiting> waiting_;
  };

  // In two steps, so that the ticket is known before the batch can come.
  Ticket Prepare(BatchRequest request, BatchDone done);
  void Ask(const Ticket& ticket);  // Once.
  // The batch comes as CANCELLED, unless it is already on its way. Nothing for
  // an empty or a served ticket.
  void Cancel(const Ticket& ticket);

  // Ends every wait; for the drain.
  void Close();

  // Followers now waiting for a commit.
  std::size_t waiting_count() const;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  using WaitingPtr = std::shared_ptr<Ticket::Waiting>;

  void OnCommit(uint64_t end);
  void Loop();
  WaitingPtr TakeReady();
  void MoveDueHeartbeats(SteadyTime now);  // mutex_ held.
  void Serve(WaitingPtr waiting);
  bool Park(const WaitingPtr& waiting);

  RecordLog& log_;
  const ChangeFeedOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WaitingPtr> ready_;  // Under mutex_: to be read now.
  std::list<WaitingPtr> parked_;  // Under mutex_: caught up, by heartbeat.
  bool closed_ = false;           // Under mutex_.
  std::mutex close_mutex_;        // One Close at a time joins.
  std::vector<std::thread> threads_;
};

}  // namespace quoth::ingest
