// Which leaves of a page are the article.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/decode/html_leaves.h"

namespace quoth::parse {

// One reason for each leaf: nullptr = body, else why it is furniture ("nav",
// "related", ...; a literal). `page_title` is what <title> says, or "". Linear
// in the size of the page.
std::vector<const char*> JudgeLeaves(const HtmlTree& tree,
                                     std::string_view text,
                                     const std::vector<HtmlLeaf>& leaves,
                                     std::string_view page_title);

}  // namespace quoth::parse
