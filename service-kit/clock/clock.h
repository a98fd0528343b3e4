// The time of day, as something a test can set.
//
// Durations of waits are not the clock's business: they come from deadlines.
#pragma once

#include "absl/time/time.h"

namespace quoth::kit {

// Safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's clock. Lives for ever.
const Clock& SystemClock();

}  // namespace quoth::kit
