#include "query-service/index/posting_iterators.h"

#include <utility>

#include "query-service/index/keys.h"

namespace quoth::query {
namespace {

constexpr std::size_t kKeptMax = 16;

}  // namespace

PostingIterators::Lease PostingIterators::Take(std::string end) {
  std::unique_ptr<Kept> kept;
  {
    absl::MutexLock lock(&mutex_);
    if (!kept_.empty()) {
      kept = std::move(kept_.back());
      kept_.pop_back();
    }
  }
  // Brings it to the present; cheap while no file has come or gone.
  if (kept != nullptr && !(**kept->rows).Refresh().ok()) kept = nullptr;
  const bool made = kept == nullptr;
  if (made) kept = std::make_unique<Kept>();
  kept->end = std::move(end);
  kept->bound = kept->end;
  if (made) {
    rocksdb::ReadOptions options;
    options.iterate_upper_bound = &kept->bound;
    options.ignore_range_deletions = true;  // None are made.
    kept->rows.emplace(store_.NewIterator(kPostings, options));
  }
  return Lease(this, std::move(kept));
}

void PostingIterators::Return(std::unique_ptr<Kept> kept) {
  if (!kept->rows->status().ok()) return;
  absl::MutexLock lock(&mutex_);
  if (kept_.size() < kKeptMax) kept_.push_back(std::move(kept));
}

void PostingIterators::Drop() {
  std::vector<std::unique_ptr<Kept>> dropped;
  absl::MutexLock lock(&mutex_);
  dropped.swap(kept_);
}

}  // namespace quoth::query
