// The words of a statement's text, as the text index and searches see them.
//
// A word is folded: lower case, compatibility forms, without accents. Its stem
// is the folded word without an English plural ending, whatever the language:
// both sides of a search do the same. Rules that a reader may wonder about:
//   "treaty's" -> treaty    "don't" -> dont     "l'Europe" -> l, europe
//   "U.S." -> us            "1,000" -> 1000     "COVID-19" -> covid, 19
// Scripts written without spaces (Chinese, Japanese, Korean, Thai, ...) give
// every character and every pair of neighbours.
//
// Linear in the text; no state but caches made once; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"

namespace quoth::query {

struct Word {
  std::string_view folded;  // Valid during the visit only. Never empty.
  std::string_view stem;    // What the index holds. Never empty.
  std::size_t begin = 0;    // Bytes of the text it stands for.
  std::size_t end = 0;
  // Counts words from 0. A pair stands where its first character does.
  std::uint32_t position = 0;
  // A character of a script without spaces; with a neighbour in the same
  // stretch there are pairs of it too.
  bool character = false;
};

// Longer words are cut; longer texts are read to here.
inline constexpr std::size_t kWordBytesMax = 60;
inline constexpr std::uint32_t kTextWordsMax = 20'000;

// In the order of the text. What is no UTF-8 parts words.
void VisitWords(std::string_view text,
                absl::FunctionRef<void(const Word&)> visit);

// The stem of a folded word, in `buffer` where it isn't a part of the word.
std::string_view StemOf(std::string_view folded, std::string& buffer);

}  // namespace quoth::query
