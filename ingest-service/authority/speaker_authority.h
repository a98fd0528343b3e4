// Start here. The operator's own speaker records: written, listed, merged.
//
// These are few beside the speakers that documents show, which the query
// service knows. Each write reaches it as a change of the log.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// Blocks until durable. ABORTED (ETAG_MISMATCH); FAILED_PRECONDITION
// (SPEAKER_MERGED) for one that was merged away.
absl::StatusOr<v1::PutSpeakerResponse> PutSpeaker(
    RecordLog& log, const v1::PutSpeakerRequest& request);

// Blocks until durable. `into` needs a record (NOT_FOUND) and must not be
// merged away itself (SPEAKER_MERGED); the others need none. It takes over
// their names and identifiers; what was merged into one of them is merged
// into it.
absl::StatusOr<v1::MergeSpeakersResponse> MergeSpeakers(
    RecordLog& log, const v1::MergeSpeakersRequest& request);

// By resource name. Counts are the query service's: ordering by them is
// INVALID_ARGUMENT here.
absl::StatusOr<v1::ListSpeakersResponse> ListSpeakers(
    const RecordLog& log, const v1::ListSpeakersRequest& request);

}  // namespace quoth::ingest
