// Dates as people type and read them: 2021, 2021-01, 2021-01-18.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "quoth/v1/date.pb.h"

namespace quoth::kit {

// Nothing unless `text` is a calendar date known to the year, month or day.
// The origin is left unset.
std::optional<quoth::v1::Date> ParseDateText(std::string_view text);

// "" for a date that is not known.
std::string FormatDateText(const quoth::v1::Date& date);

}  // namespace quoth::kit
