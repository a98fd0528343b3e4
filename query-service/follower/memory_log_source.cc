#include "query-service/follower/memory_log_source.h"

#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::size_t kChangesAMessage = 64;

}  // namespace

std::string MemoryLogSource::Append(quoth::v1::Change change) {
  absl::MutexLock lock(&mutex_);
  change.set_offset(changes_.size() + 1);
  changes_.push_back(std::move(change));
  return kit::FormatRevision({epoch_, changes_.size()});
}

void MemoryLogSource::Reset(std::uint64_t epoch) {
  absl::MutexLock lock(&mutex_);
  epoch_ = epoch;
  ++generation_;
  changes_.clear();
}

void MemoryLogSource::Fail(absl::Status status, int times) {
  absl::MutexLock lock(&mutex_);
  failure_ = std::move(status);
  failures_ = times;
  ++generation_;
}

std::string MemoryLogSource::revision() const {
  absl::MutexLock lock(&mutex_);
  return kit::FormatRevision({epoch_, changes_.size()});
}

absl::Status MemoryLogSource::Tail(
    const std::string& after,
    const std::function<absl::Status(const quoth::v1::TailResponse&)>&
        receive) {
  std::uint64_t next = 0;
  std::uint64_t generation = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (failures_ > 0) {
      --failures_;
      return failure_;
    }
    generation = generation_;
    if (!after.empty()) {
      absl::StatusOr<kit::Revision> from = kit::ParseRevision("after", after);
      if (!from.ok()) return from.status();
      if (from->epoch != epoch_ || from->offset > changes_.size()) {
        return kit::WithReason(absl::StatusCode::kFailedPrecondition,
                               "EPOCH_CHANGED",
                               "the position is of another history");
      }
      next = from->offset;
    }
  }
  bool first = true;
  while (true) {
    quoth::v1::TailResponse response;
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopped_ || generation_ != generation ||
               changes_.size() > next || first;
      };
      mutex_.Await(absl::Condition(&ready));
      if (stopped_) return absl::OkStatus();
      if (generation_ != generation) {
        return kit::WithReason(absl::StatusCode::kUnavailable, "FEED_BROKEN",
                               "the feed broke");
      }
      first = false;
      for (std::size_t i = 0; i < kChangesAMessage && next < changes_.size();
           ++i, ++next) {
        *response.add_changes() = changes_[next];
      }
      response.set_caught_up(next == changes_.size());
      response.set_revision(kit::FormatRevision({epoch_, next}));
      response.set_epoch(kit::FormatEpoch(epoch_));
    }
    if (absl::Status status = receive(response); !status.ok()) return status;
  }
}

void MemoryLogSource::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

}  // namespace quoth::query
