// Dates that clients pass with a document.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "quoth/v1/date.pb.h"

namespace quoth::ingest {

// "2020-12-29", "2020-12", "2020", or "" for a date without a year. Precision
// may be left out: it follows from the parts given. INVALID_ARGUMENT naming
// the part of `field` that is wrong: no such day, a part missing or beyond the
// precision.
absl::StatusOr<std::string> CheckedDate(std::string_view field,
                                        const v1::Date& date);

}  // namespace quoth::ingest
