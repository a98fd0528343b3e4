#include "service-kit/clock/clock.h"

#include "absl/time/clock.h"

namespace quoth::kit {
namespace {

class MachineClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace

const Clock& SystemClock() {
  static const MachineClock* const clock = new MachineClock;
  return *clock;
}

}  // namespace quoth::kit
