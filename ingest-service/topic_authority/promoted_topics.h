// The topics that operators promoted, as a Turtle document that grows and
// shrinks by whole concepts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// `document` with the topic of `request` (checked) added or replaced; "" begins
// one. `broader` has the URIs of request.broader.
std::string WithPromotedTopic(std::string_view document,
                              const v1::PromoteTopicRequest& request,
                              const std::vector<std::string>& broader);

// "topics/candidate.grain-corridor" -> "grain-corridor". `name` was checked.
std::string_view PromotedSlug(std::string_view name);

// The preferred label: display_name, else the slug with spaces for hyphens.
std::string PromotedLabel(const v1::PromoteTopicRequest& request);

}  // namespace quoth::ingest
