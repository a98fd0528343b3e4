// How much work the server takes on at once: documents and their bytes, from
// admission to answer. Memory and waiting time are bounded here.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

#include "absl/functional/any_invocable.h"

namespace quoth::ingest {

struct AdmissionLimits {
  std::size_t documents_max = 256;
  std::size_t bytes_max = 256 << 20;  // One document is admitted regardless.
};

// Safe to use from any thread.
class Admission {
 public:
  explicit Admission(AdmissionLimits limits) : limits_(limits) {}

  // One document's place; given back when destroyed. Outlived by the gate.
  class Place {
   public:
    Place() = default;
    Place(Admission* gate, std::size_t bytes) : gate_(gate), bytes_(bytes) {}
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    ~Place();

    bool held() const { return gate_ != nullptr; }

   private:
    Admission* gate_ = nullptr;
    std::size_t bytes_ = 0;
  };

  using Admitted = absl::AnyInvocable<void(Place)>;

  // A place that is not held when there is no room or others wait already.
  Place TryEnter(std::size_t bytes);

  // Calls `admitted` as soon as there is room: at once, or from the thread
  // that makes room. First come, first served.
  void Enter(std::size_t bytes, Admitted admitted);

 private:
  struct Waiting {
    std::size_t bytes;
    Admitted admitted;
  };

  bool HasRoom(std::size_t bytes) const;  // mutex_ held.
  void Leave(std::size_t bytes);

  const AdmissionLimits limits_;
  std::mutex mutex_;
  std::size_t documents_ = 0;    // Under mutex_.
  std::size_t bytes_ = 0;        // Under mutex_.
  std::deque<Waiting> waiting_;  // Under mutex_.
  bool admitting_ = false;       // Under mutex_: a Leave is at work.
};

}  // namespace quoth::ingest
