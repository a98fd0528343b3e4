// Characters as search folds them.
#pragma once

#include <unicode/utypes.h>

#include <string>
#include <string_view>

namespace quoth::query {

enum class CharacterKind : unsigned char {
  kOther,   // Parts words.
  kLetter,  // Of a script with spaces; marks too.
  kDigit,
  kSolid,    // Of a script without spaces.
  kIgnored,  // Soft hyphen and the like: as if it weren't there.
};

CharacterKind KindOf(UChar32 character);

// Appends the folded character: several, one or none (an accent).
void AppendFolded(UChar32 character, std::string& out);

}  // namespace quoth::query
