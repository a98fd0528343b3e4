#include "ingest-service/handlers/ingest_documents_call.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "ingest-service/handlers/answer.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kUnansweredDocumentsMax = 32;
constexpr std::size_t kUnansweredBytesMax = 32 << 20;
constexpr std::size_t kTagBytesMax = 256;

// One document of the stream, from being read to being answered.
struct Slot {
  v1::IngestDocumentsRequest request;
  v1::IngestDocumentsResponse response;
  std::size_t bytes = 0;  // What it counts against the window.
  std::optional<CheckedRequest> checked;
  bool answered = false;
};

class IngestDocumentsCall final
    : public grpc::ServerBidiReactor<v1::IngestDocumentsRequest,
                                     v1::IngestDocumentsResponse> {
 public:
  IngestDocumentsCall(Intake& intake, grpc::CallbackServerContext* context,
                      kit::Log log)
      : intake_(intake), wanted_(WantedBy(context)), log_(std::move(log)) {
    const std::lock_guard lock(mutex_);
    ReadOn();
  }

  void OnReadDone(bool ok) override {
    Slot* start = nullptr;
    {
      const std::lock_guard lock(mutex_);
      reading_ = false;
      if (ok) {
        start = Accept();
      } else {
        read_all_ = true;
        arriving_.reset();
      }
      GoOn();
    }
    if (start != nullptr) Start(*start);
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    if (!ok) broken_ = true;
    bytes_ -= slots_.front()->bytes;
    slots_.pop_front();
    GoOn();
  }

  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    broken_ = true;
    GoOn();
  }

  void OnDone() override {
    // The end may have been started by a thread that is still leaving.
    { const std::lock_guard lock(mutex_); }
    delete this;
  }

 private:
  // All of these: mutex_ held, unless said otherwise.

  // Takes what was read into the window. The slot to start, if any.
  Slot* Accept() {
    Slot& slot = *slots_.emplace_back(std::move(arriving_));
    slot.bytes = slot.request.ByteSizeLong();
    bytes_ += slot.bytes;
    slot.response.set_index(next_index_++);
    const absl::Status status = Check(slot);
    if (!status.ok()) {
      SetError(slot, status);
      return nullptr;
    }
    if (!ids_in_work_.insert(slot.checked->document_id).second) {
      held_ = &slot;
      return nullptr;
    }
    ++in_work_;
    return &slot;
  }

  absl::Status Check(Slot& slot) const {
    if (slot.request.tag().size() > kTagBytesMax) {
      return kit::InvalidField("tag", "is longer than 256 bytes");
    }
    slot.response.set_tag(slot.request.tag());
    if (!slot.request.has_document()) {
      return kit::InvalidField("document", "is missing");
    }
    absl::StatusOr<CheckedRequest> checked =
        intake_.Check(slot.request.document(), "document.");
    if (!checked.ok()) return checked.status();
    slot.checked = *std::move(checked);
    return absl::OkStatus();
  }

  static void SetError(Slot& slot, const absl::Status& status) {
    *slot.response.mutable_error() = kit::ToRequestError(status);
    slot.request.Clear();
    slot.answered = true;
  }

  // Without mutex_: the intake may call back at once.
  void Start(Slot& slot) {
    intake_.admission().Enter(
        slot.bytes, [this, &slot](Admission::Place place) {
          intake_.IngestAdmitted(
              slot.request.document(), *slot.checked, std::move(place), wanted_,
              [this, &slot](absl::StatusOr<v1::IngestDocumentResponse> result) {
                Finished(slot, std::move(result));
              });
        });
  }

  // Any thread, without mutex_.
  void Finished(Slot& slot, absl::StatusOr<v1::IngestDocumentResponse> result) {
    if (!result.ok()) {
      // Only logs what is the server's own fault; the stream goes on.
      static_cast<void>(EndOfStream(result.status(), log_, "IngestDocuments"));
    }
    Slot* start = nullptr;
    {
      const std::lock_guard lock(mutex_);
      --in_work_;
      ids_in_work_.erase(slot.checked->document_id);
      if (result.ok()) {
        *slot.response.mutable_response() = *std::move(result);
        slot.answered = true;
      } else {
        SetError(slot, result.status());
      }
      slot.request.Clear();
      if (held_ != nullptr &&
          ids_in_work_.insert(held_->checked->document_id).second) {
        start = std::exchange(held_, nullptr);
        ++in_work_;
      }
      GoOn();
      if (start == nullptr) return;  // `this` may be gone by now.
    }
    Start(*start);
  }

  // Starts whatever can be started: the next read, the next answer, the end.
  void GoOn() {
    if (finished_) return;
    if (broken_) {
      held_ = nullptr;  // Never started; its slot goes with the call.
      if (in_work_ == 0 && !writing_ && !reading_) {
        finished_ = true;
        Finish(grpc::Status(grpc::StatusCode::CANCELLED, "cancelled"));
      }
      return;
    }
    ReadOn();
    if (!writing_ && !slots_.empty() && slots_.front()->answered) {
      writing_ = true;
      StartWrite(&slots_.front()->response);
    }
    if (read_all_ && slots_.empty() && !writing_) {
      finished_ = true;
      Finish(grpc::Status::OK);
    }
  }

  void ReadOn() {
    if (reading_ || read_all_ || held_ != nullptr) return;
    if (slots_.size() >= kUnansweredDocumentsMax ||
        bytes_ >= kUnansweredBytesMax) {
      return;
    }
    reading_ = true;
    arriving_ = std::make_unique<Slot>();
    StartRead(&arriving_->request);
  }

  Intake& intake_;
  const StillWanted wanted_;
  const kit::Log log_;

  std::mutex mutex_;  // Everything below.
  std::unique_ptr<Slot> arriving_;
  std::deque<std::unique_ptr<Slot>> slots_;  // Unanswered, in order.
  Slot* held_ = nullptr;  // Waits for another of its id; nothing is read then.
  absl::flat_hash_set<std::string> ids_in_work_;
  std::size_t bytes_ = 0;
  std::size_t in_work_ = 0;
  uint64_t next_index_ = 0;
  bool reading_ = false;
  bool read_all_ = false;
  bool writing_ = false;
  bool broken_ = false;
  bool finished_ = false;
};

}  // namespace

grpc::ServerBidiReactor<v1::IngestDocumentsRequest,
                        v1::IngestDocumentsResponse>*
StartIngestDocuments(Intake& intake, grpc::CallbackServerContext* context,
                     kit::Log log) {
  return new IngestDocumentsCall(intake, context, std::move(log));
}

}  // namespace quoth::ingest
