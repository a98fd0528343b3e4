// What has been loaded so far, as a bar that redraws itself on a terminal.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "ingest-service/tools/quoth_load/stream_loader.h"

namespace quoth::load {

struct Totals {
  std::uint64_t created = 0;
  std::uint64_t replaced = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t failed = 0;
  std::uint64_t statements = 0;  // Of the documents stored.
  std::uint64_t bytes = 0;       // Of all documents answered.
  std::string revision;          // Of the last write.

  std::uint64_t answered() const {
    return created + replaced + unchanged + failed;
  }
};

void Count(const Outcome& outcome, Totals& totals);

// "120 of 300 · 12.3 MB · 45/s · 2 failed · 4 s left" after a bar of `width`
// columns in all. `documents` 0: how many are to come is not known.
std::string ProgressLine(const Totals& totals, std::uint64_t documents,
                         absl::Duration elapsed, int width);

// "Stored 5 documents (4 new, 1 replaced), 123 statements; 1 failed. 0.3 MB in
// 1.2 s: 4 documents/s, 0.25 MB/s."
std::string Summary(const Totals& totals, absl::Duration elapsed);

// Safe to call from any thread.
class Progress {
 public:
  // Draws on standard error when it is a terminal and `quiet` is false.
  Progress(std::uint64_t documents, bool quiet);
  ~Progress();

  void Add(const Outcome& outcome);
  // A line that stays, above the bar.
  void Say(const std::string& line, std::FILE* where);
  Totals totals() const;
  absl::Duration elapsed() const;

 private:
  void Draw(bool now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Clear() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::uint64_t documents_;
  const bool draws_;
  const absl::Time begin_;
  mutable absl::Mutex mutex_;
  Totals totals_ ABSL_GUARDED_BY(mutex_);
  absl::Time drawn_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace quoth::load
