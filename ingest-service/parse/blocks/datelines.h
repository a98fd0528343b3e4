// Lines of outlet, place and date, and datelines that open a paragraph.
#pragma once

#include <cstdint>
#include <string_view>

namespace quoth::parse {

// A line that is a date, with or without outlet, time and words such as
// "Published".
bool IsDateLine(std::string_view unit);

// Bytes of "MOSCOW, Dec 29 (Reuters) — " at the start of a paragraph; 0 when
// there is none.
uint32_t DatelineBytes(std::string_view unit);

}  // namespace quoth::parse
