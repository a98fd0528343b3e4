// An operator's speaker, checked field by field.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "quoth/v1/speaker.pb.h"

namespace quoth::ingest {

// Of one record.
inline constexpr int kOtherNamesMax = 200;
inline constexpr int kRolesMax = 100;
inline constexpr int kExternalIdsMax = 50;

// The record to store: what the query service fills is dropped, `authority` is
// set. INVALID_ARGUMENT naming the field under `field`; merged_into is for
// MergeSpeakers and refused here.
absl::StatusOr<v1::Speaker> CheckSpeaker(std::string_view field,
                                         const v1::Speaker& speaker);

}  // namespace quoth::ingest
