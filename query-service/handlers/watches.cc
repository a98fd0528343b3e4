#include "query-service/handlers/watches.h"

#include <atomic>
#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "query-service/handlers/call.h"
#include "query-service/handlers/wire.h"
#include "query-service/lookups/watch.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Marks of progress without news come no more often.
constexpr absl::Duration kMarkEvery = absl::Seconds(1);

}  // namespace

// In one of three hands at any time: the watches' pool (reading changes), gRPC
// (writing) or Watches (asleep). Whoever has it may hand it on or finish it.
class WatchStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  WatchStream(grpc::CallbackServerContext* context, Watches& watches,
              IndexHolder& holder, WorkPool& pool)
      : context_(context), watches_(watches), holder_(holder), pool_(pool) {}

  void Begin(const grpc::ByteBuffer& request) {
    if (!ParseBuffer(request, request_)) {
      return End(kit::WithReason(
          absl::StatusCode::kInvalidArgument, "MALFORMED_MESSAGE",
          "the request is not a message of this method's type"));
    }
    absl::StatusOr<std::shared_ptr<const Index>> index = holder_.Serving();
    if (!index.ok()) return End(index.status());
    absl::StatusOr<WatchPlace> place = BeginWatch(**index, request_);
    if (!place.ok()) return End(place.status());
    place_ = *place;
    GoOn();
  }
  void GoOn() {
    InPool(
        pool_, [this] { Work(); }, [this] { End(PoolFull()); });
  }
  void End(const absl::Status& status) { Finish(kit::ToGrpc(status)); }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::OkStatus());
    GoOn();
  }
  void OnCancel() override {
    cancelled_ = true;
    if (watches_.Rouse(this)) End(absl::CancelledError("the caller cancelled"));
  }
  void OnDone() override {
    watches_.Ended();
    delete this;
  }

 private:
  void Work() {
    if (cancelled_) return End(absl::CancelledError("the caller cancelled"));
    const absl::StatusOr<std::shared_ptr<const Index>> index =
        holder_.Serving();
    if (!index.ok()) return End(index.status());
    absl::StatusOr<WatchStep> step =
        StepWatch(**index, request_.filter(), place_);
    if (!step.ok()) return End(step.status());
    const absl::Time now = absl::Now();
    // The first message says where the watch begins.
    if (step->tells || now - last_sent_ >= kMarkEvery) {
      last_sent_ = now;
      message_ = BufferOf(std::move(step->message));
      StartWrite(&message_);
      return;
    }
    // After Sleep the stream is another's. What is left is read at the next
    // turn: a watch that goes on far behind holds up nobody.
    if (!step->more && watches_.Sleep(this, place_.epoch, place_.offset))
      return;
    GoOn();
  }

  grpc::CallbackServerContext* const context_;
  Watches& watches_;
  IndexHolder& holder_;
  WorkPool& pool_;
  quoth::v1::WatchStatementsRequest request_;
  WatchPlace place_;
  grpc::ByteBuffer message_;
  absl::Time last_sent_ = absl::InfinitePast();
  std::atomic<bool> cancelled_{false};

  friend class Watches;
};

Watches::Watches(IndexHolder& holder, int threads, int watchers_max)
    : holder_(holder),
      watchers_max_(watchers_max),
      asleep_(std::make_shared<Asleep>()),
      // Each watcher waits for at most one turn; and one wakes them.
      pool_(threads, static_cast<std::size_t>(watchers_max) + 1) {
  {
    absl::MutexLock lock(&asleep_->mutex);
    asleep_->pool = &pool_;
  }
  // On the applier's thread: only asks for the waking.
  holder_.OnApplied([asleep = asleep_] {
    absl::MutexLock lock(&asleep->mutex);
    if (asleep->pool == nullptr || asleep->streams.empty() || asleep->waking)
      return;
    asleep->waking = asleep->pool->Add([asleep] { Wake(asleep); });
  });
}

Watches::~Watches() {
  absl::MutexLock lock(&asleep_->mutex);
  asleep_->pool = nullptr;
}

void Watches::Wake(const std::shared_ptr<Asleep>& asleep) {
  std::vector<WatchStream*> woken;
  {
    absl::MutexLock lock(&asleep->mutex);
    woken.assign(asleep->streams.begin(), asleep->streams.end());
    asleep->streams.clear();
    asleep->waking = false;
  }
  for (WatchStream* stream : woken) stream->GoOn();
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* Watches::Start(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer& request) {
  auto* const stream = new WatchStream(context, *this, holder_, pool_);
  bool full = false;
  {
    absl::MutexLock lock(&asleep_->mutex);
    full = ++asleep_->count > watchers_max_;
  }
  if (full) {
    stream->End(kit::RetryLater(
        absl::StatusCode::kResourceExhausted, "TOO_MANY_WATCHERS",
        "too many statements are being watched", absl::Seconds(5)));
  } else {
    stream->Begin(request);
  }
  return stream;
}

bool Watches::Sleep(WatchStream* stream, std::uint64_t epoch,
                    std::uint64_t offset) {
  absl::MutexLock lock(&asleep_->mutex);
  // Looked at under the lock: a change applied after this wakes us.
  const absl::StatusOr<std::shared_ptr<const Index>> index = holder_.Serving();
  if (!index.ok() || stream->cancelled_) return false;
  const kit::Revision applied = (*index)->position().applied;
  if (applied.epoch != epoch || applied.offset > offset) return false;
  asleep_->streams.insert(stream);
  return true;
}

bool Watches::Rouse(WatchStream* stream) {
  absl::MutexLock lock(&asleep_->mutex);
  return asleep_->streams.erase(stream) > 0;
}

void Watches::Ended() {
  absl::MutexLock lock(&asleep_->mutex);
  --asleep_->count;
}

}  // namespace quoth::query
