// What a statement is found by when its words are printed elsewhere: some of
// its runs of four words, chosen by the words alone, so that two texts that
// share a passage choose the same runs of it (winnowing: Schleimer, Wilkerson
// and Aiken, SIGMOD 2003).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quoth::query {

// Runs are numbers of 40 bits.
using WordRun = std::uint64_t;
inline constexpr std::size_t kRunBytes = 5;
inline constexpr std::size_t kRunsMax = 64;
// Statements of fewer words are found by all of them and their speaker.
inline constexpr std::size_t kRunWords = 4;

// Ascending, each once, at most kRunsMax. Two texts of more than 16 words that
// share nine words in a row share a run; shorter texts are taken more densely:
// a quotation of seven words is found in a longer one nine times in ten.
// Nothing for an empty text, and for one shorter than kRunWords without a
// speaker. Stable: kept in the index.
std::vector<WordRun> RunsOf(std::span<const std::uint64_t> words,
                            std::string_view speaker_slug);

// Equal for texts of the same words: 'c' and 16 hex digits; empty below
// kRunWords words, which anyone may say.
std::string ClusterOf(std::span<const std::uint64_t> words);

}  // namespace quoth::query
