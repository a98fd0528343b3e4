// An operator's speaker, checked field by field.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "quoth/v1/speaker.pb.h"

namespace quoth::ingest {

// The record to store: what the query service fills is dropped, `authority` is
// set. INVALID_ARGUMENT naming the field under `field`; merged_into is for
// MergeSpeakers and refused here.
absl::StatusOr<v1::Speaker> CheckSpeaker(std::string_view field,
                                         const v1::Speaker& speaker);

}  // namespace quoth::ingest
