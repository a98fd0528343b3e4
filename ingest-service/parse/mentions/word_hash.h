// Words as numbers: one hash for all the ways to print a word (capitals,
// accents, curly apostrophes), and one for a run of words.
//
// Lexicons are looked up by hash alone: with 50,000 forms of 64 bits a wrong
// match is a matter of 1 in 10^14 words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace quoth::parse {

// Lower case, Latin letters without accents, straight apostrophes.
std::string FoldWord(std::string_view word);

uint64_t HashWord(std::string_view word);

// The hash of a run of words from the hashes of its words, left to right.
constexpr uint64_t JoinHash(uint64_t left, uint64_t word) {
  uint64_t mixed = (left ^ (left >> 29)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed << 21) | (mixed >> 43);
  return (mixed ^ word) * 0x94D049BB133111EBu;
}

}  // namespace quoth::parse
