// Dates of authority files.
#pragma once

#include <optional>
#include <string_view>

#include "quoth/v1/date.pb.h"

namespace quoth::ingest {

// "2004-03-09", "2004-03" or "2004", also with a time of day behind it; absent
// for what is no calendar date.
std::optional<v1::Date> DateOfIsoText(std::string_view text);

}  // namespace quoth::ingest
