// When to give up: the caller's deadline and cancellation, asked inside loops.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service-kit/status/status.h"

namespace quoth::query {

class Interrupt {
 public:
  Interrupt() = default;  // Never.
  Interrupt(absl::Time deadline, std::function<bool()> cancelled)
      : deadline_(deadline), cancelled_(std::move(cancelled)) {}

  absl::Time deadline() const { return deadline_; }

  // Cheap enough for every step of a loop: looks at clock and caller at every
  // 256th call only.
  absl::Status Step() {
    return (++steps_ & 0xff) != 0 ? absl::OkStatus() : Check();
  }
  absl::Status Check() const {
    if (cancelled_ && cancelled_()) {
      return kit::WithReason(absl::StatusCode::kCancelled, "CANCELLED",
                             "the caller cancelled");
    }
    if (deadline_ != absl::InfiniteFuture() && absl::Now() >= deadline_) {
      return kit::WithReason(absl::StatusCode::kDeadlineExceeded,
                             "DEADLINE_EXCEEDED",
                             "the deadline passed before the lookup was done");
    }
    return absl::OkStatus();
  }

 private:
  absl::Time deadline_ = absl::InfiniteFuture();
  std::function<bool()> cancelled_;
  unsigned steps_ = 0;
};

}  // namespace quoth::query
