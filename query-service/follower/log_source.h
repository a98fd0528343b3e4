// Where changes come from: the ingest service's stream, a file, a test.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "quoth/v1/change_feed_service.pb.h"

namespace quoth::query {

class LogSource {
 public:
  virtual ~LogSource() = default;

  // Hands on everything after `after` (a revision token; empty = from the
  // beginning), oldest first, and waits for more, until the source ends, fails,
  // `receive` fails (its error is returned) or Stop is called. Called by one
  // thread. OK: ended without an error; call again to go on.
  //
  // FAILED_PRECONDITION with reason EPOCH_CHANGED: `after` is of another
  // history. OUT_OF_RANGE: the log no longer reaches back to it.
  virtual absl::Status Tail(
      const std::string& after,
      const std::function<absl::Status(const quoth::v1::TailResponse&)>&
          receive) = 0;

  // Ends the present and every later Tail. Any thread.
  virtual void Stop() = 0;
};

}  // namespace quoth::query
