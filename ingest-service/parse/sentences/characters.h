// Character classes of the tokenizer: a table for ASCII, ICU properties for the
// rest.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace quoth::parse {

enum class CharClass : uint8_t {
  kSpace,
  kLetter,
  kDigit,
  kApostrophe,  // ' ’ ʼ: in a word or a mark of quotation.
  kDoubleMark,  // " and the curly, angled and corner ones.
  kBacktick,    // `
  kStop,        // . ! ? … 。 and their like.
  kComma,
  kColon,
  kSemicolon,
  kHyphen,  // - ‐ ‑: joins words.
  kDash,    // – — ―
  kBracketOpen,
  kBracketClose,
  kIdeograph,  // Scripts without spaces: cut by a dictionary.
  kOther,
};

// One code point of the text.
struct Character {
  char32_t code = 0;
  uint8_t bytes = 0;  // 0 at the end of the text.
  CharClass kind = CharClass::kOther;
};

CharClass ClassOf(char32_t code);

namespace internal {
extern const std::array<CharClass, 128> kAsciiClass;
Character DecodeWide(std::string_view text, uint32_t at);
}  // namespace internal

// The character that starts at byte `at`; `at` may be text.size(). The text is
// valid UTF-8 (decode/decode.h); broken bytes are read one by one as kOther.
inline Character CharAt(std::string_view text, uint32_t at) {
  if (at >= text.size()) return {};
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 128) return {byte, 1, internal::kAsciiClass[byte]};
  return internal::DecodeWide(text, at);
}

// The character that ends before byte `at`.
Character CharBefore(std::string_view text, uint32_t at);

bool IsUpper(char32_t code);
bool IsLower(char32_t code);

}  // namespace quoth::parse
