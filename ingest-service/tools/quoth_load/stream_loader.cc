#include "ingest-service/tools/quoth_load/stream_loader.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

using Stream =
    grpc::ClientReaderWriterInterface<quoth::v1::IngestDocumentsRequest,
                                      quoth::v1::IngestDocumentsResponse>;

absl::Status FromRequestError(const quoth::v1::RequestError& error) {
  const auto code = static_cast<absl::StatusCode>(error.code());
  return kit::WithReason(code, error.reason(), error.message());
}

bool ServerIsAway(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kCancelled;
}

// The call itself is refused, whatever the document.
bool IsRefusal(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnimplemented ||
         status.code() == absl::StatusCode::kUnauthenticated ||
         status.code() == absl::StatusCode::kPermissionDenied;
}

}  // namespace

struct StreamLoader::State {
  quoth::v1::IngestService::StubInterface& stub;
  LoaderOptions options;
  std::function<void(const Outcome&)> sink;

  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<Stream> stream;
  std::thread reader;
  int attempts = 0;  // Since the last answer.

  absl::Mutex mutex;
  std::deque<std::shared_ptr<const Item>> unanswered ABSL_GUARDED_BY(mutex);
  std::uint64_t unanswered_bytes ABSL_GUARDED_BY(mutex) = 0;
  bool broken ABSL_GUARDED_BY(mutex) = false;    // The reader has ended.
  bool answered ABSL_GUARDED_BY(mutex) = false;  // Anything, on this stream.

  void Answer(Outcome outcome, const Item& item) {
    outcome.label = item.label;
    outcome.bytes = item.request.content().size();
    sink(outcome);
  }

  std::shared_ptr<const Item> TakeFirst() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::shared_ptr<const Item> item = std::move(unanswered.front());
    unanswered.pop_front();
    unanswered_bytes -= item->request.content().size();
    return item;
  }

  // Answers come in the order sent, so each is the first one's.
  void ReadAnswers() {
    quoth::v1::IngestDocumentsResponse message;
    while (stream->Read(&message)) {
      Outcome outcome;
      if (message.has_error()) {
        outcome.status = FromRequestError(message.error());
      } else {
        outcome.response = std::move(*message.mutable_response());
      }
      std::shared_ptr<const Item> item;
      {
        absl::MutexLock lock(&mutex);
        if (unanswered.empty()) continue;  // An answer to nothing.
        item = TakeFirst();
        answered = true;
      }
      Answer(std::move(outcome), *item);
    }
    absl::MutexLock lock(&mutex);
    broken = true;
  }

  void Open() {
    context = std::make_unique<grpc::ClientContext>();
    context->set_wait_for_ready(false);
    {
      absl::MutexLock lock(&mutex);
      broken = false;
      answered = false;
    }
    stream = stub.IngestDocuments(context.get());
    reader = std::thread([this] { ReadAnswers(); });
  }

  absl::Status Close() {
    if (stream == nullptr) return absl::OkStatus();
    stream->WritesDone();
    reader.join();
    const absl::Status status = kit::FromGrpc(stream->Finish());
    stream.reset();
    absl::MutexLock lock(&mutex);
    if (answered) attempts = 0;
    return status;
  }

  bool Write(const Item& item) {
    quoth::v1::IngestDocumentsRequest message;
    *message.mutable_document() = item.request;
    message.set_tag(item.label.substr(0, 256));
    return stream->Write(message);
  }

  bool HasRoom(std::uint64_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    return broken || unanswered.empty() ||
           (unanswered.size() < options.window_documents &&
            unanswered_bytes + bytes <= options.window_bytes);
  }

  absl::Duration NextPause() const {
    return std::min(absl::Seconds(8),
                    options.first_pause * (1 << std::min(attempts, 6)));
  }
};

StreamLoader::StreamLoader(quoth::v1::IngestService::StubInterface& stub,
                           LoaderOptions options,
                           std::function<void(const Outcome&)> sink)
    : state_(new State{
          .stub = stub, .options = options, .sink = std::move(sink)}) {}

StreamLoader::~StreamLoader() {
  if (state_->stream == nullptr) return;
  state_->context->TryCancel();
  state_->Close().IgnoreError();
}

absl::Status StreamLoader::Add(Item added) {
  State& s = *state_;
  if (s.stream == nullptr) s.Open();
  const auto item = std::make_shared<const Item>(std::move(added));
  const std::uint64_t bytes = item->request.content().size();
  bool broken = false;
  {
    absl::MutexLock lock(&s.mutex);
    const auto has_room = [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      return s.HasRoom(bytes);
    };
    s.mutex.Await(absl::Condition(&has_room));
    broken = s.broken;
    s.unanswered.push_back(item);
    s.unanswered_bytes += bytes;
  }
  if (!broken && s.Write(*item)) return absl::OkStatus();
  return Recover(s.Close());
}

absl::Status StreamLoader::Recover(absl::Status ended) {
  State& s = *state_;
  for (;;) {
    std::vector<std::shared_ptr<const Item>> again;
    {
      absl::MutexLock lock(&s.mutex);
      again.assign(s.unanswered.begin(), s.unanswered.end());
    }
    if (IsRefusal(ended)) return ended;
    if (again.empty()) return absl::OkStatus();
    if (!ended.ok() && !ServerIsAway(ended)) return SendSingly();
    if (++s.attempts > s.options.attempts_max) {
      return ended.ok() ? absl::UnavailableError(
                              "the server ends the stream without answers")
                        : ended;
    }
    absl::SleepFor(s.NextPause());
    s.Open();
    bool written = true;
    for (const auto& item : again) {
      written = s.Write(*item);
      if (!written) break;
    }
    if (written) return absl::OkStatus();
    ended = s.Close();
  }
}

absl::Status StreamLoader::SendSingly() {
  State& s = *state_;
  for (;;) {
    std::shared_ptr<const Item> item;
    {
      absl::MutexLock lock(&s.mutex);
      if (s.unanswered.empty()) return absl::OkStatus();
      item = s.unanswered.front();
    }
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::minutes(2));
    Outcome outcome;
    outcome.status = kit::FromGrpc(
        s.stub.IngestDocument(&context, item->request, &outcome.response));
    if (IsRefusal(outcome.status)) return outcome.status;
    if (ServerIsAway(outcome.status)) {
      if (++s.attempts > s.options.attempts_max) return outcome.status;
      absl::SleepFor(s.NextPause());
      continue;
    }
    s.attempts = 0;
    {
      absl::MutexLock lock(&s.mutex);
      s.TakeFirst();
    }
    s.Answer(std::move(outcome), *item);
  }
}

absl::Status StreamLoader::Finish() {
  State& s = *state_;
  for (;;) {
    const absl::Status ended = s.Close();
    {
      absl::MutexLock lock(&s.mutex);
      if (s.unanswered.empty())
        return IsRefusal(ended) ? ended : absl::OkStatus();
    }
    const absl::Status recovered = Recover(ended);
    if (!recovered.ok()) return recovered;
  }
}

}  // namespace quoth::load
