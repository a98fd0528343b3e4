// First answers to request ids, so that a retry gets the same one again.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "ingest-service/record_log/commit_group.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

// The kept answer; absent when there is none that still counts.
// ALREADY_EXISTS (REQUEST_ID_REUSED) when the id was used for another request.
absl::StatusOr<std::optional<RequestAnswer>> FindAnswer(
    CommitGroup& group, const RequestStamp& request);

// Does nothing for an empty id.
void KeepAnswer(CommitGroup& group, const RequestStamp& request,
                absl::Duration ttl, RequestAnswer answer);

}  // namespace quoth::ingest
