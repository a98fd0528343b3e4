// Character references of HTML, for every reader that meets them
// (Markdown, subtitles).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace quoth::parse {

// Decodes the reference that starts at `at` ("&amp;", "&#8217;", "&#x2019;").
// Gives its length in bytes and appends its text to `out`; 0 when there is
// none. Knows the named references that news pages use.
std::size_t DecodeEntityAt(std::string_view text, std::size_t at,
                           std::string& out);

// All references of a short text decoded.
std::string DecodeEntities(std::string_view text);

// One code point as UTF-8; surrogates, NUL and what is out of range as U+FFFD.
void AppendUtf8(uint32_t code_point, std::string& out);

}  // namespace quoth::parse
