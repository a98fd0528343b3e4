#include "query-service/follower/index_holder.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Waits held at once; more are told to come again.
constexpr std::size_t kWaitsMax = 20'000;

absl::Status Rebuilding() {
  return kit::RetryLater(
      absl::StatusCode::kUnavailable, "INDEX_REBUILDING",
      "the index is being built and not level with the record log yet",
      absl::Seconds(1));
}

absl::Status NotFresh() {
  return kit::RetryLater(
      absl::StatusCode::kUnavailable, "NOT_FRESH_YET",
      "the index has not reached at_least_as_fresh within the deadline",
      absl::Milliseconds(100));
}

}  // namespace

IndexHolder::IndexHolder() : expirer_([this] { ExpireWaits(); }) {}

IndexHolder::~IndexHolder() {
  {
    absl::MutexLock lock(&mutex_);
    hooks_.clear();  // What they refer to may be gone already.
  }
  Close();
  {
    absl::MutexLock lock(&mutex_);
    stop_ = true;
  }
  expirer_.join();
}

absl::StatusOr<std::shared_ptr<const Index>> IndexHolder::Serving() const {
  absl::MutexLock lock(&mutex_);
  if (!serving_ || index_ == nullptr) return Rebuilding();
  return index_;
}

absl::Status IndexHolder::StateFor(const kit::Revision& revision) const {
  if (closed_) {
    return kit::RetryLater(absl::StatusCode::kUnavailable, "STOPPING",
                           "the server is stopping", absl::Seconds(1));
  }
  // While an index is rebuilt its epoch is not known yet: wait for it.
  if (!serving_ || index_ == nullptr) return NotFresh();
  const kit::Revision applied = index_->position().applied;
  if (applied.epoch != 0 && applied.epoch != revision.epoch) {
    return kit::WithReason(
        absl::StatusCode::kFailedPrecondition, "EPOCH_CHANGED",
        "at_least_as_fresh is of another history of the record store");
  }
  return applied.epoch == revision.epoch && applied.offset >= revision.offset
             ? absl::OkStatus()
             : NotFresh();
}

void IndexHolder::WhenFresh(const kit::Revision& revision, absl::Time deadline,
                            std::function<void(absl::Status)> done) {
  absl::Status state;
  {
    absl::MutexLock lock(&mutex_);
    state = StateFor(revision);
    if (absl::IsUnavailable(state) && !closed_ && waits_.size() < kWaitsMax) {
      waits_.push_back({revision, deadline, std::move(done)});
      new_wait_ = true;
      return;
    }
  }
  done(state);
}

void IndexHolder::RunReady() {
  std::vector<std::pair<std::function<void(absl::Status)>, absl::Status>> ready;
  std::vector<std::function<void()>> hooks;
  {
    absl::MutexLock lock(&mutex_);
    std::size_t kept = 0;
    for (Wait& wait : waits_) {
      absl::Status state = StateFor(wait.revision);
      if (absl::IsUnavailable(state) && !closed_) {
        if (&waits_[kept] != &wait) waits_[kept] = std::move(wait);
        ++kept;
      } else {
        ready.emplace_back(std::move(wait.done), std::move(state));
      }
    }
    waits_.erase(waits_.begin() + static_cast<std::ptrdiff_t>(kept),
                 waits_.end());
    hooks = hooks_;
  }
  for (auto& [done, state] : ready) done(state);
  for (const auto& hook : hooks) hook();
}

void IndexHolder::Set(std::shared_ptr<const Index> index, bool serving) {
  {
    absl::MutexLock lock(&mutex_);
    index_ = std::move(index);
    serving_ = serving;
  }
  RunReady();
}

void IndexHolder::Applied() { RunReady(); }

void IndexHolder::ExpireWaits() {
  while (true) {
    std::vector<std::function<void(absl::Status)>> late;
    {
      absl::MutexLock lock(&mutex_);
      absl::Time earliest = absl::InfiniteFuture();
      for (const Wait& wait : waits_)
        earliest = std::min(earliest, wait.deadline);
      const auto woken = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stop_ || new_wait_;
      };
      mutex_.AwaitWithDeadline(absl::Condition(&woken), earliest);
      if (stop_) return;
      new_wait_ = false;
      const absl::Time now = absl::Now();
      std::size_t kept = 0;
      for (Wait& wait : waits_) {
        if (wait.deadline > now) {
          if (&waits_[kept] != &wait) waits_[kept] = std::move(wait);
          ++kept;
        } else {
          late.push_back(std::move(wait.done));
        }
      }
      waits_.erase(waits_.begin() + static_cast<std::ptrdiff_t>(kept),
                   waits_.end());
    }
    for (const auto& done : late) done(NotFresh());
  }
}

void IndexHolder::Close() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }
  RunReady();
}

void IndexHolder::OnApplied(std::function<void()> hook) {
  absl::MutexLock lock(&mutex_);
  hooks_.push_back(std::move(hook));
}

}  // namespace quoth::query
