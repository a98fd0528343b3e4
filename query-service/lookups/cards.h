// Speakers and topics with what the index knows of them.
#pragma once

#include "absl/status/statusor.h"
#include "query-service/lookups/lookup.h"

namespace quoth::query {

enum class Detail { kListed, kWhole };  // kWhole: with what Get alone gives.

// NOT_FOUND when there is no such row.
absl::StatusOr<quoth::v1::Speaker> SpeakerCard(LookupScope& scope,
                                               Ordinal speaker, Detail detail);
absl::StatusOr<quoth::v1::Topic> TopicCard(LookupScope& scope, Ordinal topic,
                                           Detail detail);

}  // namespace quoth::query
