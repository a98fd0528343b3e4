// Reading of the lexicon files: tab-separated rows under a header of comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quoth::parse {

struct LexiconRow {
  int line = 0;                          // From 1.
  std::vector<std::string_view> fields;  // Views into the contents; a lone "-"
                                         // reads as empty.
};

// Rows of `contents`: lines that are empty or begin with '#' are left out. A
// row with another number of fields than `columns`, or an empty first field, is
// an error that names file and line.
absl::StatusOr<std::vector<LexiconRow>> ReadLexiconTable(
    std::string_view file, std::string_view contents, std::size_t columns);

// INVALID_ARGUMENT "FILE:LINE: reason".
absl::Status LexiconError(std::string_view file, int line,
                          std::string_view reason);

// "a,b" -> {a, b}; empty -> {}.
std::vector<std::string_view> SplitList(std::string_view field);

}  // namespace quoth::parse
