// Words of scripts that put no spaces between them (Chinese, Japanese, Thai).
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/text.h"

namespace quoth::parse {

// The words of `run` in order, without gaps; by ICU's dictionaries. One range
// for the whole run when those are not to be had.
std::vector<Range> CutIdeographs(std::string_view text, Range run);

}  // namespace quoth::parse
