// What a watcher is told of the changes after a point.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "query-service/index/index.h"
#include "quoth/v1/query_service.pb.h"

namespace quoth::query {

// Where a watch stands.
struct WatchPlace {
  std::uint64_t epoch = 0;
  std::uint64_t offset = 0;  // Everything up to here has been told,
  std::size_t told = 0;      // and so much of the change after it.
};

// From a token, or from now. FAILED_PRECONDITION (EPOCH_CHANGED), OUT_OF_RANGE
// (OFFSET_EXPIRED) when the changes since are no longer kept.
absl::StatusOr<WatchPlace> BeginWatch(
    const Index& index, const quoth::v1::WatchStatementsRequest& request);

struct WatchStep {
  std::string message;  // A serialized WatchStatementsResponse.
  bool tells = false;   // Has statements or names of gone ones.
  bool more = false;    // There are changes left for another step.
};

// The next changes, about 64 KiB or one statement; moves `place`. What is told
// of a large document may take several steps; the marks between them are a
// revision, a dot and how much of the change was told.
absl::StatusOr<WatchStep> StepWatch(const Index& index,
                                    const quoth::v1::StatementFilter& filter,
                                    WatchPlace& place);

}  // namespace quoth::query
