// The words of a text as numbers, the same however the text is printed: case,
// accents, quotation marks, apostrophes, dashes, brackets and the "…" where a
// reporting clause was taken out all vanish.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace quoth::query {

// More words than this of one text are not looked at.
inline constexpr std::size_t kWordsMax = 4'000;

// One number a word; scripts without spaces give one a character. Stable: kept
// in the index. Linear; input that is no UTF-8 parts words. Any thread.
std::vector<std::uint64_t> WordsOf(std::string_view text,
                                   std::size_t words_max = kWordsMax);

// Well mixed bits of two numbers.
inline std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2));
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

}  // namespace quoth::query
