#include "ingest-service/handlers/reparse_call.h"

#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "ingest-service/handlers/answer.h"
#include "ingest-service/handlers/refused_stream.h"
#include "ingest-service/intake/reparse.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr int kNamesMax = 1000;

absl::StatusOr<ReparseOrder> ToOrder(
    const v1::ReparseDocumentsRequest& request) {
  if (request.names_size() > kNamesMax) {
    return kit::InvalidField("names", "has more than 1,000 names");
  }
  ReparseOrder order{.only_outdated = request.only_outdated()};
  for (int i = 0; i < request.names_size(); ++i) {
    absl::StatusOr<kit::DocumentName> name = kit::ParseDocumentName(
        "names[" + std::to_string(i) + "]", request.names(i));
    if (!name.ok()) return name.status();
    order.ids.push_back(std::move(name->id));
  }
  return order;
}

class ReparseCall final
    : public grpc::ServerWriteReactor<v1::ReparseDocumentsResponse> {
 public:
  ReparseCall(Intake& intake, grpc::CallbackServerContext* context,
              ReparseOrder order, kit::Log log)
      : epoch_(intake.log().epoch()), log_(std::move(log)) {
    StartReparse(intake, std::move(order), WantedBy(context),
                 {.on_progress =
                      [this](const ReparseProgress& progress) {
                        const std::lock_guard lock(mutex_);
                        latest_ = progress;
                        GoOn();
                      },
                  .on_end =
                      [this](const ReparseProgress& progress,
                             const absl::Status& outcome) {
                        const std::lock_guard lock(mutex_);
                        latest_ = progress;
                        outcome_ = outcome;
                        GoOn();
                      }});
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    broken_ = broken_ || !ok;
    GoOn();
  }

  void OnDone() override {
    // The end may have been started by a thread that is still leaving.
    { const std::lock_guard lock(mutex_); }
    delete this;
  }

 private:
  // mutex_ held. The call ends after the work has: the work refers to it.
  void GoOn() {
    if (writing_) return;
    if (latest_ && !broken_) {
      response_.set_done(latest_->done);
      response_.set_changed(latest_->changed);
      response_.set_failed(latest_->failed);
      response_.set_total(latest_->total);
      response_.set_revision(
          kit::FormatRevision({.epoch = epoch_, .offset = latest_->offset}));
      latest_.reset();
      writing_ = true;
      StartWrite(&response_);
    } else if (outcome_) {
      Finish(EndOfStream(*outcome_, log_, "ReparseDocuments"));
    }
  }

  const uint64_t epoch_;
  const kit::Log log_;

  std::mutex mutex_;  // Everything below.
  v1::ReparseDocumentsResponse response_;
  std::optional<ReparseProgress> latest_;  // Not told yet.
  std::optional<absl::Status> outcome_;    // Once the work is over.
  bool writing_ = false;
  bool broken_ = false;
};

}  // namespace

grpc::ServerWriteReactor<v1::ReparseDocumentsResponse>* StartReparseCall(
    Intake& intake, grpc::CallbackServerContext* context,
    const v1::ReparseDocumentsRequest& request, kit::Log log) {
  absl::StatusOr<ReparseOrder> order = ToOrder(request);
  if (!order.ok()) {
    return new RefusedStream<v1::ReparseDocumentsResponse>(
        EndOfStream(order.status(), log, "ReparseDocuments"));
  }
  return new ReparseCall(intake, context, *std::move(order), std::move(log));
}

}  // namespace quoth::ingest
