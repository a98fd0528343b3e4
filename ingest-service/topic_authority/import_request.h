// What clients send of vocabularies, checked field by field.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ingest-service/knowledge/knowledge.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// Source of the topics that operators promoted.
inline constexpr std::string_view kPromotedTopics = "promoted";

// INVALID_ARGUMENT naming the field. The content itself is not read.
absl::Status CheckImport(const v1::ImportTopicsRequest& request);
absl::Status CheckPromotion(const v1::PromoteTopicRequest& request);

// Borrows the content. `request` was checked.
ImportedTopics ToImportedTopics(const v1::ImportTopicsRequest& request);

}  // namespace quoth::ingest
