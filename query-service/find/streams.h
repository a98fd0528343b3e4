// quoth-find export and watch: streams that can be gone on with.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "query-service/find/lookups.h"

namespace quoth::find {

struct ExportOptions {
  // File to write, with FILE.resume beside it until it is whole: the same
  // command goes on where a former one stopped, and nothing is written twice.
  // Empty: standard output.
  std::string to;
  std::string resume;  // Token to go on from, when writing standard output.
};

// All that matches, as JSON records a line, newest first. A server that goes
// away is waited for, up to the caller's timeout. Returns how many records
// were written by this run.
absl::StatusOr<int> ExportRecords(const Caller& caller,
                                  const StatementQuery& query,
                                  const ExportOptions& options);

struct WatchOptions {
  std::string after;  // Revision to go on from; empty = from now.
  // Keeps the revision of what was printed; read at the start when present.
  std::string state;
  absl::Duration how_long = absl::InfiniteDuration();
  int limit = 0;  // Statements; 0 = no bound.
};

// Prints statements as they come, and names of those that are gone. A server
// that goes away is waited for. OUT_OF_RANGE: `after` is too old.
absl::StatusOr<int> WatchRecords(const Caller& caller,
                                 const StatementQuery& query,
                                 const WatchOptions& options,
                                 const OutputOptions& output);

}  // namespace quoth::find
