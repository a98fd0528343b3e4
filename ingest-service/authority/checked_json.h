// JSON of a request -> a value, or an error that says where it is wrong.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "absl/status/statusor.h"

namespace quoth::ingest {

// INVALID_ARGUMENT for `field` with line, column (in bytes, from 1) and reason.
// Nesting deeper than 64 and documents of more than 20 million values are
// refused before memory is spent on them.
absl::StatusOr<nlohmann::json> ParseCheckedJson(std::string_view field,
                                                std::string_view text);

}  // namespace quoth::ingest
