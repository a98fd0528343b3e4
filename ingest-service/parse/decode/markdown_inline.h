// Inline Markdown: emphasis, links, code, escapes -> plain text with markup.
//
// Follows CommonMark 0.30's rules for delimiter runs and brackets. Own code
// rather than cmark, because every byte of text must map back to its source
// byte and cmark's inline positions do not survive escapes and lazy lines.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {

// Labels of link reference definitions ("[1]: http://..."), lower case.
using LinkLabels = absl::flat_hash_set<std::string>;

// Writes the text of one leaf block. `lines` are source ranges without line
// ends and without container marks. Linear time; past a fixed number of marks
// the rest is taken literally. True when the leaf holds nothing but an image,
// whose description then is the text.
bool WriteInlines(std::string_view source, std::span<const Range> lines,
                  const LinkLabels& labels, TextBuilder& builder,
                  DecodedDocument& out);

}  // namespace quoth::parse
