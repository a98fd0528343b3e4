// Stored documents parsed again, in the background, each replaced as a whole
// or left as it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "ingest-service/intake/intake.h"

namespace quoth::ingest {

struct ReparseOrder {
  std::vector<std::string> ids;  // Empty: every document.
  bool only_outdated = false;    // Of another parser or vocabulary version.
};

struct ReparseProgress {
  uint64_t done = 0;     // Looked at, whatever came of it.
  uint64_t changed = 0;  // Whose record is another now.
  uint64_t failed = 0;   // Not found, or their record cannot be read.
  uint64_t total = 0;
  uint64_t offset = 0;  // Of the log, with all of that in it.
};

// Called after each document and once with `outcome` at the very end; one call
// at a time, from any thread; must not block. `outcome`: OK, CANCELLED, or what
// stopped the whole.
struct ReparseListener {
  absl::AnyInvocable<void(const ReparseProgress&)> on_progress;
  absl::AnyInvocable<void(const ReparseProgress&, const absl::Status& outcome)>
      on_end;
};

// Returns at once. Works on background priority, so that clients' documents go
// first; a document that a client replaces meanwhile is left alone. `intake`
// outlives the end.
void StartReparse(Intake& intake, ReparseOrder order, StillWanted wanted,
                  ReparseListener listener);

}  // namespace quoth::ingest
