// Code points as labels see them: what kind of sign each is, and what a letter
// folds to. A table for the scripts that we carry labels in; ICU for the rest.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quoth::parse {

enum SignKind : uint8_t {
  kOtherSign,
  kLetterLower,
  kLetterUpper,
  kDigit,
  kMark,
  kSpaceSign,
  kDashSign,
  kApostrophe,
  kQuoteSign,
  kStopSign,
  kCommaSign,
  kAmpersand,
};

struct FoldRow {
  uint8_t kind = kOtherSign;
  uint8_t length = 0;  // Of `bytes`; 0 for all but letters and digits.
  char bytes[6] = {};  // Lower case without accents, UTF-8.
};

inline constexpr std::size_t kFoldTableSize = 0x2000;
using FoldRows = std::array<FoldRow, kFoldTableSize>;

// Made once, at first use. Safe from any thread.
const FoldRows& FoldTable();

// One code point of a text.
struct Sign {
  uint32_t length;  // Bytes in the text.
  FoldRow row;
};

Sign WideSignAt(const FoldRows& table, std::string_view text, std::size_t at);

inline Sign SignAt(const FoldRows& table, std::string_view text,
                   std::size_t at) {
  const auto byte = static_cast<uint8_t>(text[at]);
  if (byte < 0x80) return {1, table[byte]};
  return WideSignAt(table, text, at);
}

inline bool IsLetterOrDigit(uint8_t kind) {
  return kind == kLetterLower || kind == kLetterUpper || kind == kDigit;
}

}  // namespace quoth::parse
