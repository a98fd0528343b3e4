// Statements one after the other, in an order of pages: what a lookup walks.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "query-service/index/index.h"

namespace quoth::query {

enum class Order { kNewestFirst, kOldestFirst };  // Undated last in both.

// In the order of pages: by day, undated last; within a day newest first lists
// ids as they came.
inline bool InOrder(Order order, const Posting& a, const Posting& b) {
  if (a.day != b.day) {
    if (a.day == kUndated || b.day == kUndated) return b.day == kUndated;
    return order == Order::kNewestFirst ? a.day > b.day : a.day < b.day;
  }
  return order == Order::kNewestFirst ? a.id < b.id : a.id > b.id;
}

struct Hit {
  Posting posting;     // Where it stands in the order.
  StatementId id = 0;  // The record to read: newer than the posting's when
                       // forwarded.
  bool verify = false;
};

// Not for several threads.
class HitSource {
 public:
  virtual ~HitSource() = default;

  // Moves to the next posting. False at the end or after an error: see
  // status(). One call looks at one posting; `hit()` may be empty.
  virtual bool Next() = 0;
  const std::optional<Hit>& hit() const { return hit_; }
  Posting at() const { return at_; }  // Last posting looked at.
  absl::Status status() const { return status_; }

 protected:
  Posting at_;
  std::optional<Hit> hit_;
  absl::Status status_;
};

}  // namespace quoth::query
