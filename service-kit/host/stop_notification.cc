#include "service-kit/host/stop_notification.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include "absl/time/clock.h"

namespace quoth::kit {
namespace {

bool PollReadable(int event, int timeout_ms) {
  pollfd entry{.fd = event, .events = POLLIN, .revents = 0};
  const int ready = poll(&entry, 1, timeout_ms);
  return ready == 1;
}

}  // namespace

StopNotification::StopNotification()
    : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (event_ < 0)
    std::abort();  // Out of descriptors before anything was opened.
}

StopNotification::~StopNotification() { close(event_); }

void StopNotification::Notify() {
  const int saved_errno =
      errno;  // May interrupt anything, as a signal handler.
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(event_, &one, sizeof one);
  errno = saved_errno;
}

bool StopNotification::notified() const { return PollReadable(event_, 0); }

void StopNotification::Wait() const {
  while (!PollReadable(event_, -1)) {
  }
}

bool StopNotification::WaitFor(absl::Duration timeout) const {
  const absl::Time end = absl::Now() + timeout;
  for (;;) {
    const absl::Duration left =
        std::clamp(end - absl::Now(), absl::ZeroDuration(), absl::Hours(1));
    if (PollReadable(event_, static_cast<int>(absl::ToInt64Milliseconds(left))))
      return true;
    if (absl::Now() >= end) return false;
  }
}

}  // namespace quoth::kit
