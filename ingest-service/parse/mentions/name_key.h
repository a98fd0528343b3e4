// One key for the spellings of a name: "sergey lavrov" for Sergei Lavrov,
// Sergej Lawrow, Serguei Lavrov and Сергей Лавров.
//
// Transliteration to Latin letters (ICU, for other scripts only) and some
// twenty rewrite rules between the ways to transcribe Slavic names. Names that
// no rule can join need the spellings of speakers.tsv.
#pragma once

#include <string>
#include <string_view>

namespace quoth::parse {

// Words of letters and digits [a-z0-9], separated by single spaces; empty when
// nothing of the name has a Latin form. Names over 200 bytes are cut.
std::string NameKey(std::string_view name);

// The name in Latin letters, accents and capitals kept: "Sergej Lavrov" for
// "Сергей Лавров"; Latin names as they are.
std::string LatinName(std::string_view name);

}  // namespace quoth::parse
