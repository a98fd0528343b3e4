// Something to wait on until a signal, or a test, says stop.
#pragma once

#include "absl/time/time.h"

namespace quoth::kit {

// Notify may be called from any thread, any number of times, and from a signal
// handler. Waiting is for any number of threads.
class StopNotification {
 public:
  StopNotification();
  ~StopNotification();
  StopNotification(const StopNotification&) = delete;
  StopNotification& operator=(const StopNotification&) = delete;

  void Notify();
  bool notified() const;
  void Wait() const;
  // True when notified within `timeout`.
  bool WaitFor(absl::Duration timeout) const;

 private:
  int event_;  // An eventfd that is never read: readable = notified.
};

}  // namespace quoth::kit
