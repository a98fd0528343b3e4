// A clock that stands still until a test moves it.
#pragma once

#include <atomic>
#include <cstdint>

#include "service-kit/clock/clock.h"

namespace quoth::kit {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : nanos_(absl::ToUnixNanos(now)) {}

  absl::Time Now() const override { return absl::FromUnixNanos(nanos_.load()); }
  void Advance(absl::Duration duration) {
    nanos_ += absl::ToInt64Nanoseconds(duration);
  }

 private:
  std::atomic<std::int64_t> nanos_;
};

}  // namespace quoth::kit
