#include "ingest-service/intake/reparse.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>

#include "ingest-service/record_log/fingerprints.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kIdsPageMax = 1000;

// Lives as long as one of its lanes. A lane has one document on its way: pool,
// log, pool again.
class Reparse : public std::enable_shared_from_this<Reparse> {
 public:
  Reparse(Intake& intake, ReparseOrder order, StillWanted wanted,
          ReparseListener listener)
      : intake_(intake),
        all_(order.ids.empty()),
        only_outdated_(order.only_outdated),
        wanted_(std::move(wanted)),
        listener_(std::move(listener)),
        ids_(std::move(order.ids)) {}

  void Start() {
    Submit([this] {
      absl::Status counted = Count();
      // One thread stays free for clients where there are several.
      const int lanes = std::max(1, intake_.options().parser_threads - 1);
      {
        const std::lock_guard lock(mutex_);
        if (!counted.ok()) outcome_ = std::move(counted);
        lanes_ = lanes;
      }
      for (int i = 0; i < lanes; ++i) Submit([this] { Step(); });
    });
  }

 private:
  void Submit(absl::AnyInvocable<void()> task) {
    intake_.pool().Submit([self = shared_from_this(),
                           task = std::move(task)]() mutable { task(); },
                          WorkerPool::Priority::kBackground);
  }

  absl::Status Count() {
    uint64_t total = ids_.size();
    std::string after;
    while (all_ && wanted_()) {
      absl::StatusOr<std::vector<std::string>> page =
          intake_.log().ListDocumentIds(after, kIdsPageMax);
      if (!page.ok()) return page.status();
      if (page->empty()) break;
      total += page->size();
      after = page->back();
    }
    const std::lock_guard lock(mutex_);
    progress_.total = total;
    return absl::OkStatus();
  }

  // The lane's next document, or its end.
  void Step() {
    std::string id;
    if (!TakeNext(id)) return EndLane();
    absl::StatusOr<DocumentWrite> write = Prepare(id);
    if (!write.ok()) {
      const bool current = absl::IsAlreadyExists(write.status());
      Finished(current ? absl::OkStatus() : write.status(), false, 0);
      return Submit([this] { Step(); });
    }
    intake_.log().PutDocument(
        *std::move(write), [this, self = shared_from_this()](
                               absl::StatusOr<DocumentWritten> written) {
          if (written.ok()) {
            Finished(absl::OkStatus(),
                     written->outcome == v1::INGEST_OUTCOME_REPLACED,
                     written->revision.offset);
          } else {
            // Changed meanwhile: by a client, with the present parser.
            const bool newer = absl::IsAborted(written.status());
            Finished(newer ? absl::OkStatus() : written.status(), false, 0);
          }
          Submit([this] { Step(); });
        });
  }

  bool TakeNext(std::string& id) {
    const std::lock_guard lock(mutex_);
    if (!outcome_.ok()) return false;
    if (!wanted_()) {
      outcome_ = absl::CancelledError("the caller went away");
      return false;
    }
    if (next_ == ids_.size() && all_) {
      const std::string after = ids_.empty() ? std::string() : ids_.back();
      absl::StatusOr<std::vector<std::string>> page =
          intake_.log().ListDocumentIds(after, kIdsPageMax);
      if (!page.ok()) {
        outcome_ = page.status();
        return false;
      }
      // An empty page ends it: keep the last id for the other lanes.
      if (!page->empty()) {
        ids_ = *std::move(page);
        next_ = 0;
      }
    }
    if (next_ == ids_.size()) return false;
    id = ids_[next_++];
    return true;
  }

  // ALREADY_EXISTS: not outdated.
  absl::StatusOr<DocumentWrite> Prepare(const std::string& id) const {
    const DocumentParser& parser = intake_.parser();
    if (only_outdated_) {
      absl::StatusOr<StoredDocument> stored =
          intake_.log().ReadDocument(id, {});
      if (!stored.ok()) return stored.status();
      if (stored->document.parser_version() == parser.parser_version() &&
          stored->document.vocabulary_version() ==
              parser.vocabulary_version()) {
        return absl::AlreadyExistsError("up to date");
      }
    }
    absl::StatusOr<StoredDocument> stored =
        intake_.log().ReadDocument(id, {.source = true});
    if (!stored.ok()) return stored.status();
    v1::IngestDocumentRequest request = std::move(stored->source);
    request.set_document_id(id);
    const absl::StatusOr<CheckedRequest> checked =
        CheckRequest(request, std::numeric_limits<uint64_t>::max());
    if (!checked.ok()) return checked.status();
    ParsedRecord parsed = parser.Parse({.request = request,
                                        .document_id = id,
                                        .source_url = checked->source_url,
                                        .published_on = checked->published_on,
                                        .said_on = checked->said_on,
                                        .content_hash = checked->content_hash});
    DocumentWrite write;
    write.id = id;
    write.expected_offset = stored->offset;
    const v1::Document& made = parsed.record.document();
    write.fingerprint =
        RecordFingerprint(request, checked->content_hash, made.parser_version(),
                          made.vocabulary_version());
    write.speakers_offset = parsed.speakers_offset;
    write.record = std::move(parsed.record);
    write.text = std::move(parsed.text);
    write.source = std::move(request);
    return write;
  }

  void Finished(const absl::Status& status, bool changed, uint64_t offset) {
    const std::lock_guard lock(mutex_);
    ++progress_.done;
    if (changed) ++progress_.changed;
    if (!status.ok()) ++progress_.failed;
    progress_.total = std::max(progress_.total, progress_.done);
    progress_.offset = std::max(progress_.offset, offset);
    listener_.on_progress(progress_);
  }

  void EndLane() {
    const std::lock_guard lock(mutex_);
    if (--lanes_ > 0) return;
    progress_.offset = std::max(progress_.offset, intake_.log().end());
    listener_.on_end(progress_, outcome_);
  }

  Intake& intake_;
  const bool all_;
  const bool only_outdated_;
  const StillWanted wanted_;

  std::mutex mutex_;  // Everything below.
  ReparseListener listener_;
  std::vector<std::string> ids_;  // This page.
  std::size_t next_ = 0;          // In ids_.
  ReparseProgress progress_;
  absl::Status outcome_;
  int lanes_ = 0;
};

}  // namespace

void StartReparse(Intake& intake, ReparseOrder order, StillWanted wanted,
                  ReparseListener listener) {
  std::make_shared<Reparse>(intake, std::move(order), std::move(wanted),
                            std::move(listener))
      ->Start();
}

}  // namespace quoth::ingest
