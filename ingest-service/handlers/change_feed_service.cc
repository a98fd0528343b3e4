#include "ingest-service/handlers/change_feed_service.h"

#include <mutex>
#include <utility>

#include "ingest-service/change_feed/tail_response.h"
#include "ingest-service/handlers/answer.h"
#include "ingest-service/handlers/refused_stream.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr uint32_t kBatchBytesDefault = 1 << 20;
constexpr uint32_t kBatchBytesMax = 3 << 20;
constexpr std::size_t kFollowerBytesMax = 63;

// A TailRequest found good.
struct TailStart {
  BatchRequest batch;
  std::string follower;
};

absl::StatusOr<TailStart> CheckTail(const ChangeFeed& feed,
                                    const v1::TailRequest& request) {
  TailStart start;
  const absl::StatusOr<uint64_t> after =
      feed.PositionOf("after", request.after());
  if (!after.ok()) return after.status();
  bool named = request.follower().size() <= kFollowerBytesMax;
  for (const char c : request.follower()) {
    named =
        named && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }
  if (!named) {
    return kit::InvalidField("follower", "is not 1 to 63 of [a-z0-9-]");
  }
  if (request.batch_bytes_max() > kBatchBytesMax) {
    return kit::InvalidField("batch_bytes_max", "is more than 3 MiB");
  }
  start.batch.after = *after;
  start.batch.bytes_max = request.batch_bytes_max() == 0
                              ? kBatchBytesDefault
                              : request.batch_bytes_max();
  start.batch.wait = !request.stop_at_end();
  start.follower = request.follower().empty() ? "unnamed" : request.follower();
  return start;
}

// One follower. A batch is read when the one before has been taken by the
// transport: that is all the memory a slow follower costs. Owns itself.
class TailCall final : public grpc::ServerWriteReactor<v1::TailResponse> {
 public:
  TailCall(ChangeFeed& feed, uint64_t epoch, TailStart start, kit::Log log)
      : feed_(feed),
        epoch_(epoch),
        batch_(start.batch),
        log_(log.With({{"follower", start.follower}})) {
    log_.Info("follower came", {{"after", batch_.after}});
    AskNext();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError("the follower went away"));
    if (!batch_.wait && response_.caught_up()) return End(absl::OkStatus());
    AskNext();
  }

  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    feed_.Cancel(ticket_);
  }

  void OnDone() override {
    log_.Info("follower went", {{"after", batch_.after}});
    delete this;
  }

 private:
  // Reads, writes and the end follow one another; only OnCancel comes between.
  void AskNext() {
    const ChangeFeed::Ticket ticket = feed_.Prepare(
        batch_,
        [this](absl::StatusOr<ChangePage> page) { Got(std::move(page)); });
    {
      const std::lock_guard lock(mutex_);
      ticket_ = ticket;
      if (cancelled_) feed_.Cancel(ticket_);
    }
    feed_.Ask(ticket);  // `this` may be gone when it returns.
  }

  void Got(absl::StatusOr<ChangePage> page) {
    if (!page.ok()) return End(page.status());
    batch_.after = page->last_offset;
    response_ = ToTailResponse(*std::move(page), epoch_);
    StartWrite(&response_);
  }

  void End(const absl::Status& status) {
    Finish(EndOfStream(status, log_, "Tail"));
  }

  ChangeFeed& feed_;
  const uint64_t epoch_;
  BatchRequest batch_;
  const kit::Log log_;
  v1::TailResponse response_;

  std::mutex mutex_;
  ChangeFeed::Ticket ticket_;  // Under mutex_.
  bool cancelled_ = false;     // Under mutex_.
};

}  // namespace

ChangeFeedServiceHandler::ChangeFeedServiceHandler(ChangeFeed& feed,
                                                   uint64_t epoch, kit::Log log)
    : feed_(feed), epoch_(epoch), log_(std::move(log)) {}

grpc::ServerWriteReactor<v1::TailResponse>* ChangeFeedServiceHandler::Tail(
    grpc::CallbackServerContext*, const v1::TailRequest* request) {
  absl::StatusOr<TailStart> start = CheckTail(feed_, *request);
  if (!start.ok()) {
    return new RefusedStream<v1::TailResponse>(
        EndOfStream(start.status(), log_, "Tail"));
  }
  return new TailCall(feed_, epoch_, *std::move(start), log_);
}

grpc::ServerWriteReactor<v1::CheckpointResponse>*
ChangeFeedServiceHandler::Checkpoint(grpc::CallbackServerContext*,
                                     const v1::CheckpointRequest*) {
  return new RefusedStream<v1::CheckpointResponse>(
      EndOfStream(kit::NotImplemented("Checkpoint"), log_, "Checkpoint"));
}

}  // namespace quoth::ingest
