// Keys of statements: derived from the words alone, so that they stay when the
// parser improves around them.
#pragma once

#include <string>
#include <string_view>

namespace quoth::parse {

// 16 characters of [a-z2-7] (80 bits of SHA-256, base32) over the text with
// white space folded, quotation marks unified and trailing punctuation
// dropped. Equal words give equal keys; the caller numbers repeats.
std::string StatementKey(std::string_view text);

// 8 characters of [a-z2-7] over the bytes as they are.
std::string ShortHash(std::string_view bytes);

}  // namespace quoth::parse
