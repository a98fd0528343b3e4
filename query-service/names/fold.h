// One key for the spellings of a name: "Лавров", "LAVROV" and "Lavróv" fold
// to "lavrov".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace quoth::query {

// Any script to lower-case Latin letters and digits, words joined by one space;
// everything else is dropped or parts words. Input beyond 400 bytes and what is
// no UTF-8 is ignored. Pure ASCII costs no ICU call. Any thread.
std::string FoldName(std::string_view text);

// The words of a folded text.
std::vector<std::string_view> FoldedWords(std::string_view folded);

// A coarser key for one folded word, equal for the usual transcriptions of one
// name: sergey, sergei, serguei, sergej; lavrov, lavroff, lawrow.
std::string SoundKey(std::string_view folded_word);

}  // namespace quoth::query
