// One list of postings, walked posting by posting in date order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "query-service/index/index.h"
#include "query-service/index/posting_run.h"

namespace quoth::query {

// Not for several threads. The index outlives it.
class ListCursor {
 public:
  // `newest_first`: days descend and ids ascend within a day; else the other
  // way round.
  ListCursor(const Index& index, std::string prefix, bool newest_first);

  // To the first posting that is `from` or behind it.
  void Seek(const Posting& from);
  void Next();

  // Nothing at the end of the list or after an error: see status().
  bool valid() const { return valid_; }
  Posting at() const { return {day_, run_[place_].id}; }
  // With what its forward borrows, until the next move.
  const RunPosting& posting() const { return run_[place_]; }
  absl::Status status() const { return status_; }

 private:
  // Reads the run the iterator stands at; false when there is none.
  bool Load();
  void SeekOldest(const Posting& from);

  const Index* index_;
  std::string prefix_;
  bool newest_first_;
  PostingIterators::Lease rows_;
  Day day_ = kUndated;
  std::vector<RunPosting> run_;
  std::size_t place_ = 0;
  bool valid_ = false;
  absl::Status status_;
};

}  // namespace quoth::query
