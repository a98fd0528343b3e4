// The newest statements' words, still being added to: at most 4,096 statements.
//
// One writer adds, any number of readers copy out what they look for.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "query-service/index/words_segment.h"

namespace quoth::query {

// The words of one statement: stems with how often each occurs.
struct StatementWords {
  StatementId id = 0;
  std::uint8_t length = 0;
  std::vector<std::pair<std::string, std::uint8_t>> stems;  // Each once.
};
StatementWords StatementWordsOf(StatementId id, std::string_view text);

class WordsBuffer {
 public:
  explicit WordsBuffer(StatementId base) : base_(base) {}

  StatementId base() const { return base_; }

  // Ids ascend and lie below base() + kRecentSegmentStatements; one that is
  // left out has no words.
  void Add(const StatementWords& words) ABSL_LOCKS_EXCLUDED(mutex_);

  // What is here of the stems: postings ranked by id, encoded, and lengths by
  // id less base().
  struct Copy {
    std::string lengths;
    std::vector<std::string> postings;  // One for each stem; may be empty.
  };
  Copy CopyOf(const std::vector<std::string>& stems) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // All of it, with `statements` ids.
  std::shared_ptr<const WordsSegment> Freeze(std::uint32_t statements) const
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  const StatementId base_;
  mutable absl::Mutex mutex_;
  std::string lengths_ ABSL_GUARDED_BY(mutex_);
  // Ranks are ids less base_ here.
  absl::flat_hash_map<std::string, std::vector<WordPosting>> postings_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace quoth::query
