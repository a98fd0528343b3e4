#include "ingest-service/record_log/record_log.h"

#include <future>
#include <utility>

#include "absl/strings/escaping.h"
#include "ingest-service/record_log/document_writes.h"
#include "ingest-service/record_log/families.h"
#include "ingest-service/record_log/fingerprints.h"
#include "ingest-service/record_log/record_log_state.h"
#include "ingest-service/record_log/speaker_marks.h"
#include "ingest-service/record_log/speaker_writes.h"
#include "ingest-service/record_log/vocabulary_writes.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::string_view kStoreKind = "quoth-records";
constexpr uint32_t kFormatVersion = 1;

// Starts a write and waits for its outcome.
template <typename T, typename Start>
absl::StatusOr<T> Await(Start start) {
  std::promise<absl::StatusOr<T>> promise;
  std::future<absl::StatusOr<T>> outcome = promise.get_future();
  start([&promise](absl::StatusOr<T> result) {
    promise.set_value(std::move(result));
  });
  return outcome.get();
}

// The last offset, read from the log itself and compared with the mark that
// every group leaves: a log that lost its tail is found out.
absl::StatusOr<uint64_t> FindEnd(const kit::Store& store) {
  const kit::StoreIterator it = store.NewIterator(kChanges);
  it->SeekToLast();
  uint64_t last = 0;
  if (it->Valid()) last = ParseChangeKey(it->key().ToStringView()).value_or(0);
  if (absl::Status status = it.status(); !status.ok()) return status;
  absl::StatusOr<std::string> mark = store.Get(kMeta, kEndKey);
  if (absl::IsNotFound(mark.status()) && last == 0) return 0;
  if (!mark.ok() && !absl::IsNotFound(mark.status())) return mark.status();
  if (!mark.ok() || DecodeNumber(*mark) != last) {
    return kit::WithReason(absl::StatusCode::kDataLoss, "STORE_DAMAGED",
                           "the record log does not end where it should");
  }
  return last;
}

}  // namespace

absl::StatusOr<EtagCondition> ParseEtagCondition(std::string_view field,
                                                 std::string_view etag) {
  EtagCondition condition;
  if (etag.empty()) return condition;
  if (etag == "*" || etag == "-") {
    condition.kind =
        etag == "*" ? EtagCondition::kExists : EtagCondition::kMissing;
    return condition;
  }
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  };
  bool well_formed = etag.size() == 2 * condition.etag.size();
  for (const char c : etag) well_formed = well_formed && is_hex(c);
  if (!well_formed) {
    return kit::InvalidField(
        field, "is not an etag: 32 lower-case hex digits, \"*\" or \"-\"");
  }
  const std::string bytes = absl::HexStringToBytes(kit::ToAbsl(etag));
  condition.kind = EtagCondition::kEquals;
  std::copy(bytes.begin(), bytes.end(), condition.etag.begin());
  return condition;
}

absl::StatusOr<std::unique_ptr<RecordLog>> RecordLog::Open(
    const RecordLogOptions& options, const kit::Clock& clock) {
  absl::StatusOr<std::unique_ptr<kit::Store>> store =
      kit::Store::Open({.path = options.path,
                        .kind = std::string(kStoreKind),
                        .format_version = kFormatVersion,
                        .oldest_readable = kFormatVersion,
                        .families = RecordFamilies(options.block_cache_bytes),
                        .db = RecordDbOptions(),
                        .verify_on_open = options.verify_on_open});
  if (!store.ok()) return store.status();
  absl::StatusOr<uint64_t> end = FindEnd(**store);
  if (!end.ok()) return end.status();
  auto state = std::make_unique<State>();
  state->store = *std::move(store);
  state->request_ttl = options.request_ttl;
  state->end = *end;
  State* const shared = state.get();
  state->queue = std::make_unique<CommitQueue>(
      *state->store, clock, *end, CommitQueue::Limits{},
      [shared](uint64_t new_end) {
        shared->end.store(new_end, std::memory_order_release);
        const std::lock_guard lock(shared->listener_mutex);
        if (shared->on_commit) shared->on_commit(new_end);
      });
  return std::unique_ptr<RecordLog>(new RecordLog(std::move(state)));
}

RecordLog::RecordLog(std::unique_ptr<State> state) : state_(std::move(state)) {}
RecordLog::~RecordLog() = default;

void RecordLog::PutDocument(DocumentWrite write,
                            WriteDone<DocumentWritten> done) {
  state_->queue->Submit(MakeDocumentWrite(std::move(write), state_->request_ttl,
                                          std::move(done)));
}

absl::StatusOr<DocumentWritten> RecordLog::PutDocument(DocumentWrite write) {
  return Await<DocumentWritten>([&](WriteDone<DocumentWritten> done) {
    PutDocument(std::move(write), std::move(done));
  });
}

void RecordLog::FindUnchanged(UnchangedProbe probe,
                              WriteDone<std::optional<DocumentWritten>> done) {
  state_->queue->Submit(MakeUnchangedProbe(
      std::move(probe), state_->request_ttl, std::move(done)));
}

absl::StatusOr<std::optional<DocumentWritten>> RecordLog::FindUnchanged(
    UnchangedProbe probe) {
  using Found = std::optional<DocumentWritten>;
  return Await<Found>([&](WriteDone<Found> done) {
    FindUnchanged(std::move(probe), std::move(done));
  });
}

void RecordLog::DeleteDocument(DocumentDeletion deletion,
                               WriteDone<kit::Revision> done) {
  state_->queue->Submit(MakeDocumentDeletion(
      std::move(deletion), state_->request_ttl, std::move(done)));
}

absl::StatusOr<kit::Revision> RecordLog::DeleteDocument(
    DocumentDeletion deletion) {
  return Await<kit::Revision>([&](WriteDone<kit::Revision> done) {
    DeleteDocument(std::move(deletion), std::move(done));
  });
}

absl::StatusOr<kit::Revision> RecordLog::PutVocabulary(
    std::string source, std::string version, std::vector<v1::Topic> topics,
    std::optional<TopicImport> import) {
  return Await<kit::Revision>([&](WriteDone<kit::Revision> done) {
    state_->queue->Submit(MakeVocabularyWrite(
        std::move(source), std::move(version), std::move(topics),
        std::move(import), std::move(done)));
  });
}

absl::StatusOr<kit::Revision> RecordLog::ChangeSpeakers(
    std::vector<std::string> slugs, SpeakerChange change) {
  return Await<kit::Revision>([&](WriteDone<kit::Revision> done) {
    state_->queue->Submit(
        MakeSpeakerWrite(std::move(slugs), std::move(change), std::move(done)));
  });
}

absl::Status RecordLog::Settle(Unsettled settled) {
  return Await<bool>([&](WriteDone<bool> done) {
           state_->queue->Submit(
               MakeSettleWrite(std::move(settled), std::move(done)));
         })
      .status();
}

absl::StatusOr<Unsettled> RecordLog::ReadUnsettled(
    std::size_t count_max) const {
  return ingest::ReadUnsettled(*state_->store, count_max);
}

uint64_t RecordLog::end() const {
  return state_->end.load(std::memory_order_acquire);
}

uint64_t RecordLog::epoch() const { return state_->store->epoch(); }

void RecordLog::SetCommitListener(std::function<void(uint64_t)> listener) {
  const std::lock_guard lock(state_->listener_mutex);
  state_->on_commit = std::move(listener);
}

const kit::Store& RecordLog::store() const { return *state_->store; }

void RecordLog::CloseWrites() { state_->queue->Close(); }

}  // namespace quoth::ingest
