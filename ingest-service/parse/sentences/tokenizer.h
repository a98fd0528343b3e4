// The words, numbers and marks of one block.
//
// What counts as one token: "U.S.", "Mr.", "J." with their stop; "don't",
// "post-Soviet", "1,000.5", "@handle", an address of the web. The clitics 's,
// 're, 'll, 've, 'd and 'm are tokens of their own; the word before a 's (or a
// bare apostrophe after a plural) carries `possessive`, whether it is one or a
// short "is".
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/sentences/sentences.h"

namespace quoth::parse {

// Appends the tokens of `block` to `tokens`. Linear in the size of the block.
void Tokenize(std::string_view text, Range block, std::vector<Token>& tokens);

}  // namespace quoth::parse
