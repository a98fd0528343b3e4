#include "query-service/follower/follower.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr std::string_view kFolderPrefix = "index-";

std::vector<std::uint64_t> Generations(const std::string& folder) {
  std::vector<std::uint64_t> generations;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.compare(0, kFolderPrefix.size(), kFolderPrefix) != 0) continue;
    std::uint64_t number = 0;
    const char* const end = name.data() + name.size();
    const auto parsed =
        std::from_chars(name.data() + kFolderPrefix.size(), end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end)
      generations.push_back(number);
  }
  std::sort(generations.begin(), generations.end());
  return generations;
}

std::string FolderOf(const std::string& folder, std::uint64_t generation) {
  return absl::StrCat(folder, "/index-", generation);
}

// Nothing but a new index helps.
bool NeedsRebuild(const absl::Status& status) {
  const std::string reason = kit::ReasonOf(status);
  return reason == "EPOCH_CHANGED" || reason == "OFFSET_EXPIRED" ||
         reason == "STORE_FORMAT_OLDER";
}

absl::Time CommitTime(const quoth::v1::Change& change) {
  return absl::FromUnixSeconds(change.commit_time().seconds()) +
         absl::Nanoseconds(change.commit_time().nanos());
}

}  // namespace

absl::Duration FollowerState::Lag(absl::Time now) const {
  if (connected && caught_up) return absl::ZeroDuration();
  const absl::Time since =
      std::max(applied_commit, caught_up ? last_message : applied_commit);
  return since == absl::InfinitePast() ? absl::InfiniteDuration() : now - since;
}

Follower::Follower(FollowerOptions options, LogSource& source,
                   IndexHolder& holder, const kit::Clock& clock, kit::Log log)
    : options_(std::move(options)),
      source_(source),
      holder_(holder),
      clock_(clock),
      log_(std::move(log)),
      backoff_(options_.backoff_first) {}

Follower::~Follower() { Stop(); }

absl::Status Follower::Start() {
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  if (error) {
    return kit::WithReason(
        absl::StatusCode::kUnavailable, "FOLDER_UNAVAILABLE",
        absl::StrCat("cannot make ", options_.folder, ": ", error.message()));
  }
  std::vector<std::uint64_t> generations = Generations(options_.folder);
  const std::uint64_t newest = generations.empty() ? 1 : generations.back();
  for (const std::uint64_t generation : generations) {
    // Left by a rebuild that a stop interrupted.
    if (generation == newest) continue;
    if (absl::Status status =
            DestroyIndex(FolderOf(options_.folder, generation));
        !status.ok()) {
      log_.Warning("old index not removed", status);
    }
  }
  absl::Status opened = OpenIndex(newest);
  if (NeedsRebuild(opened) || absl::IsDataLoss(opened)) {
    log_.Error("index cannot be used", opened);
    if (absl::Status status = DestroyIndex(FolderOf(options_.folder, newest));
        !status.ok()) {
      return status;
    }
    opened = OpenIndex(newest + 1);
  }
  if (!opened.ok()) return opened;
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

absl::Status Follower::OpenIndex(std::uint64_t generation) {
  IndexOptions options = options_.index;
  options.folder = FolderOf(options_.folder, generation);
  absl::StatusOr<std::shared_ptr<Index>> index = Index::Open(options);
  if (!index.ok()) return index.status();
  generation_ = generation;
  index_ = *std::move(index);
  applier_ = std::make_unique<Applier>(index_, options_.applier);
  const IndexPosition position = index_->position();
  {
    absl::MutexLock lock(&mutex_);
    state_.applied = position.applied;
    state_.caught_up = false;
  }
  holder_.Set(index_, position.complete);
  log_.Info("index opened", {{"generation", generation},
                             {"offset", position.applied.offset},
                             {"serving", position.complete}});
  return absl::OkStatus();
}

void Follower::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  source_.Stop();
  if (thread_.joinable()) thread_.join();
  holder_.Close();
}

FollowerState Follower::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

void Follower::Run() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return;
    }
    const kit::Revision applied = index_->position().applied;
    const std::string after =
        applied.epoch == 0 ? std::string() : kit::FormatRevision(applied);
    apply_failed_ = false;
    absl::Status ended = source_.Tail(
        after, [this](const quoth::v1::TailResponse& r) { return Receive(r); });
    RemoveRetired();
    if (NeedsRebuild(ended) || (apply_failed_ && absl::IsDataLoss(ended))) {
      ended = Rebuild(ended);
      if (ended.ok()) continue;
    }
    {
      absl::MutexLock lock(&mutex_);
      if (stopping_) return;
      state_.connected = false;
      ++state_.breaks;
      state_.last_error = ended;
    }
    log_.Warning("feed broke", ended,
                 {{"retry_ms", absl::ToInt64Milliseconds(backoff_)}});
    if (!WaitBackoff(backoff_)) return;
    backoff_ = std::min(backoff_ * 2, options_.backoff_max);
  }
}

absl::Status Follower::Receive(const quoth::v1::TailResponse& response) {
  const absl::Time now = clock_.Now();
  if (absl::Status status = applier_->Apply(response, now); !status.ok()) {
    apply_failed_ = true;
    return status;
  }
  const bool serving = index_->position().complete;
  if (response.caught_up() && !serving) {
    if (absl::Status status = applier_->MarkComplete(); !status.ok())
      return status;
    log_.Info("index is level with the record log",
              {{"offset", index_->position().applied.offset}});
    holder_.Set(index_, true);
  } else {
    holder_.Applied();
  }
  backoff_ = options_.backoff_first;
  absl::MutexLock lock(&mutex_);
  state_.connected = true;
  state_.caught_up = response.caught_up();
  state_.applied = index_->position().applied;
  state_.last_message = now;
  if (response.changes_size() > 0) {
    state_.applied_commit =
        CommitTime(response.changes(response.changes_size() - 1));
  }
  state_.documents = applier_->counts().documents;
  state_.statements = applier_->counts().statements;
  return absl::OkStatus();
}

absl::Status Follower::Rebuild(const absl::Status& why) {
  log_.Error("index is built anew", why, {{"generation", generation_ + 1}});
  // Nobody is served from the old history any more; calls in flight end on it.
  holder_.Set(nullptr, false);
  applier_.reset();
  retired_.emplace_back(index_, FolderOf(options_.folder, generation_));
  index_.reset();
  absl::Status opened = OpenIndex(generation_ + 1);
  {
    absl::MutexLock lock(&mutex_);
    ++state_.rebuilds;
  }
  RemoveRetired();
  while (!opened.ok()) {
    log_.Error("new index cannot be opened", opened);
    if (!WaitBackoff(options_.backoff_max)) return opened;
    opened = OpenIndex(generation_ + 1);
  }
  return absl::OkStatus();
}

void Follower::RemoveRetired() {
  std::erase_if(retired_, [&](const auto& retired) {
    if (!retired.first.expired()) return false;
    if (absl::Status status = DestroyIndex(retired.second); !status.ok()) {
      log_.Warning("old index not removed", status);
    }
    return true;
  });
}

bool Follower::WaitBackoff(absl::Duration delay) {
  // Followers that lost the same service do not come back in step.
  absl::BitGen random;
  const absl::Duration jittered = delay * absl::Uniform(random, 0.5, 1.0);
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&stopping_), jittered);
  return !stopping_;
}

}  // namespace quoth::query
