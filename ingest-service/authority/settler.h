// Makes stored documents follow the operator's speakers.
//
// The log marks each speaker that was changed (record_log/speaker_marks.h). One
// thread looks through the names of the speakers of all stored documents,
// parses again those that a mark concerns, on background priority, and takes
// the marks away. Marks outlive the process: what was not done is done after a
// restart.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ingest-service/authority/speaker_directory.h"
#include "ingest-service/intake/intake.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

class Settler {
 public:
  // Begins with what earlier runs left. Both outlive this.
  Settler(Intake& intake, const SpeakerDirectory& directory, kit::Log log);
  ~Settler();  // Close().
  Settler(const Settler&) = delete;
  Settler& operator=(const Settler&) = delete;

  // Speakers changed.
  void Notify();

  // Calls `done` once: with true when all documents follow the changes of
  // speakers up to `offset`, with false at the deadline or on Close. From the
  // settler's thread; must not block.
  using SettledDone = absl::AnyInvocable<void(bool settled)>;
  void WhenSettled(uint64_t offset, absl::Time deadline, SettledDone done);

  // Stops, within a document's time; marks stay.
  void Close();

 private:
  struct Waiter {
    uint64_t offset;
    absl::Time deadline;
    SettledDone done;
  };

  void Loop();
  // Until no mark is left or closed.
  absl::Status SettleAll();
  absl::StatusOr<std::vector<std::string>> Concerned(const Unsettled& marks);
  void Reparse(std::vector<std::string> ids);
  void AnswerWaiters();
  bool closed() const;

  Intake& intake_;
  const SpeakerDirectory& directory_;
  const kit::Log log_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool dirty_ = true;  // Under mutex_, as all below.
  bool closed_ = false;
  bool reparsing_ = false;
  uint64_t settled_ = 0;  // Documents follow changes up to here.
  std::vector<Waiter> waiters_;
  std::mutex close_mutex_;  // One Close at a time joins.
  std::thread thread_;
};

}  // namespace quoth::ingest
