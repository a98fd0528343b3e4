// The language a text is written in.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

// BCP 47 by cld2 from the first part of the body; "und" when it can't tell.
// `hint` is a declared language or "".
std::string DetectLanguage(std::string_view text, const Layout& layout,
                           std::string_view hint);

}  // namespace quoth::parse
