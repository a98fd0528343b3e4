// Slugs: one for all spellings of a name, [a-z0-9-], at most 80 bytes.
#pragma once

#include <string>
#include <string_view>

namespace quoth::parse {

class Lexicons;

// The slug of a person's name in any spelling: "sergey-lavrov". Initials
// between the first and the last word, and "Jr." are left out. Empty when the
// name has no letters.
std::string PersonSlug(std::string_view name, const Lexicons& lexicons);

// Letters and digits in Latin small letters, joined by hyphens; for whatever is
// no person, and for surnames.
std::string PlainSlug(std::string_view name);

}  // namespace quoth::parse
