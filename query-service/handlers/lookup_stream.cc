#include "query-service/handlers/lookup_stream.h"

#include <deque>
#include <memory>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "query-service/handlers/call.h"
#include "query-service/handlers/wire.h"
#include "query-service/index/bytes.h"
#include "query-service/lookups/lookup.h"
#include "query-service/planner/page.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

using grpc::ByteBuffer;
using Request = quoth::v1::LookupStreamRequest;

// Of one stream: lookups running and answers not taken yet. A client that
// sends more without reading waits.
constexpr std::size_t kInFlightMax = 256;
constexpr std::size_t kUnreadBytesMax = 16 << 20;

const std::string& FreshnessOf(const Request& request) {
  static const std::string kNone;
  switch (request.lookup_case()) {
    case Request::kListStatements:
      return request.list_statements().at_least_as_fresh();
    case Request::kGetStatement:
      return request.get_statement().at_least_as_fresh();
    case Request::kSearchStatements:
      return request.search_statements().at_least_as_fresh();
    case Request::kCountStatements:
      return request.count_statements().at_least_as_fresh();
    case Request::kResolveSpeaker:
      return request.resolve_speaker().at_least_as_fresh();
    case Request::kResolveTopic:
      return request.resolve_topic().at_least_as_fresh();
    default:
      return kNone;
  }
}

bool IsQuickLookup(const Request& request) {
  return request.has_get_statement() ||
         (request.has_list_statements() && IsQuick(request.list_statements()));
}

// The response's `result` field number and bytes.
absl::StatusOr<std::pair<int, std::string>> RunLookup(LookupScope& scope,
                                                      const Request& request) {
  Looked looked;
  int field = 0;
  switch (request.lookup_case()) {
    case Request::kListStatements:
      field = 2;
      looked = ListStatements(scope, request.list_statements());
      break;
    case Request::kGetStatement:
      field = 3;
      looked = GetStatement(scope, request.get_statement());
      break;
    case Request::kCountStatements:
      field = 5;
      looked = CountStatements(scope, request.count_statements());
      break;
    case Request::kResolveSpeaker:
      field = 6;
      looked = ResolveSpeaker(scope, request.resolve_speaker());
      break;
    case Request::kResolveTopic:
      field = 7;
      looked = ResolveTopic(scope, request.resolve_topic());
      break;
    case Request::kSearchStatements:
      field = 4;
      looked = SearchStatements(scope, request.search_statements());
      break;
    case Request::LOOKUP_NOT_SET:
      return kit::InvalidField("lookup", "is not set");
  }
  if (!looked.ok()) return looked.status();
  return std::pair(field, *std::move(looked));
}

std::string EncodeAnswer(std::uint64_t tag, int field, std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 24);
  if (tag != 0) {
    out.push_back(0x08);
    AppendVarint(out, tag);
  }
  AppendField(out, field, bytes);
  return out;
}

std::string EncodeError(std::uint64_t tag, const absl::Status& status) {
  constexpr int kErrorField = 8;
  return EncodeAnswer(tag, kErrorField,
                      kit::ToRequestError(status).SerializeAsString());
}

class LookupStream final
    : public grpc::ServerBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  LookupStream(grpc::CallbackServerContext* context, IndexHolder& holder,
               WorkPool& pool)
      : context_(context), holder_(holder), pool_(pool) {
    StartRead(&incoming_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      absl::MutexLock lock(&mutex_);
      reading_done_ = true;
      MaybeFinish();
      return;
    }
    auto request = std::make_shared<Request>();
    if (!ParseBuffer(incoming_, *request)) {
      // Without its tag an answer could not be told from others.
      absl::MutexLock lock(&mutex_);
      ending_ = kit::WithReason(absl::StatusCode::kInvalidArgument,
                                "MALFORMED_MESSAGE",
                                "a request is not a LookupStreamRequest");
      reading_done_ = true;
      MaybeFinish();
      return;
    }
    {
      absl::MutexLock lock(&mutex_);
      ++in_flight_;
    }
    Begin(request);
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    MaybeRead();
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    unread_bytes_ -= written_bytes_;
    writing_ = false;
    if (!ok) broken_ = true;
    MaybeWrite();
    MaybeRead();
    MaybeFinish();
  }

  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    broken_ = true;
    answers_.clear();
    MaybeFinish();
  }

  void OnDone() override { delete this; }

 private:
  void Begin(const std::shared_ptr<Request>& request) {
    WithIndex(
        holder_, FreshnessOf(*request), DeadlineOf(*context_),
        [this, request](absl::StatusOr<std::shared_ptr<const Index>> index) {
          if (!index.ok())
            return Answer(EncodeError(request->tag(), index.status()));
          if (IsQuickLookup(*request)) return Run(*request, *index);
          InPool(
              pool_, [this, request, index = *index] { Run(*request, index); },
              [&] { Answer(EncodeError(request->tag(), PoolFull())); });
        });
  }

  void Run(const Request& request, const std::shared_ptr<const Index>& index) {
    LookupScope scope(*index, Interrupt(DeadlineOf(*context_), [this] {
      return context_->IsCancelled();
    }));
    auto result = RunLookup(scope, request);
    Answer(result.ok()
               ? EncodeAnswer(request.tag(), result->first, result->second)
               : EncodeError(request.tag(), result.status()));
  }

  // Last step of a request: nothing of the stream may be used by the caller
  // after it.
  void Answer(std::string bytes) {
    absl::MutexLock lock(&mutex_);
    --in_flight_;
    if (!broken_) {
      unread_bytes_ += bytes.size();
      answers_.push_back(std::move(bytes));
    }
    MaybeWrite();
    MaybeRead();
    MaybeFinish();
  }

  void MaybeWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (writing_ || broken_ || finished_ || answers_.empty()) return;
    writing_ = true;
    written_bytes_ = answers_.front().size();
    outgoing_ = BufferOf(std::move(answers_.front()));
    answers_.pop_front();
    StartWrite(&outgoing_);
  }

  void MaybeRead() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (reading_ || reading_done_ || finished_ || in_flight_ >= kInFlightMax ||
        unread_bytes_ >= kUnreadBytesMax) {
      return;
    }
    reading_ = true;
    StartRead(&incoming_);
  }

  void MaybeFinish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (finished_ || in_flight_ > 0 || writing_) return;
    if (!broken_ && (!reading_done_ || !answers_.empty())) return;
    finished_ = true;
    Finish(kit::ToGrpc(ending_));
  }

  grpc::CallbackServerContext* const context_;
  IndexHolder& holder_;
  WorkPool& pool_;
  ByteBuffer incoming_;
  ByteBuffer outgoing_;
  absl::Mutex mutex_;
  std::deque<std::string> answers_ ABSL_GUARDED_BY(mutex_);
  std::size_t in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t unread_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t written_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = true;
  bool reading_done_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status ending_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* StartLookupStream(
    grpc::CallbackServerContext* context, IndexHolder& holder, WorkPool& pool) {
  return new LookupStream(context, holder, pool);
}

}  // namespace quoth::query
