// The operator's own speaker records in the log: written, listed, merged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// `touched` gets the slugs that were or may have been changed, after errors of
// the store too.
//
// Blocks until durable. ABORTED (ETAG_MISMATCH); FAILED_PRECONDITION
// (SPEAKER_MERGED) for one that was merged away.
absl::StatusOr<v1::PutSpeakerResponse> PutSpeaker(
    RecordLog& log, const v1::PutSpeakerRequest& request,
    std::vector<std::string>& touched);

// Blocks until durable. `into` needs a record (NOT_FOUND) and must not be
// merged away itself (SPEAKER_MERGED); the others need none. It takes over
// their names and identifiers; what was merged into one of them is merged
// into it.
absl::StatusOr<v1::MergeSpeakersResponse> MergeSpeakers(
    RecordLog& log, const v1::MergeSpeakersRequest& request,
    std::vector<std::string>& touched);

// Blocks until durable. See SplitSpeaker in ingest_service.proto.
absl::StatusOr<v1::SplitSpeakerResponse> SplitSpeaker(
    RecordLog& log, const v1::SplitSpeakerRequest& request,
    std::vector<std::string>& touched);

// By resource name. Counts are the query service's: ordering by them is
// INVALID_ARGUMENT here.
absl::StatusOr<v1::ListSpeakersResponse> ListSpeakers(
    const RecordLog& log, const v1::ListSpeakersRequest& request);

}  // namespace quoth::ingest
