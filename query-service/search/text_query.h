// What a search asks of a text, read from how people type it.
//
//   arms treaty            both words, anywhere
//   "balance of power"     these words, side by side, as written
//   treaty OR pact         either; binds closer than the space between words
//   -nuclear               without
//   COVID-19, 核武器        several words to the index: side by side
// A word stands for its plural too; within quotation marks it doesn't.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quoth::query {

inline constexpr std::size_t kTextQueryBytesMax = 1'000;
inline constexpr std::size_t kTextQueryWordsMax = 64;

struct TextItem {
  struct Part {
    std::uint32_t position = 0;  // From the first part on.
    std::string folded;
    std::string stem;
  };
  std::vector<Part> parts;  // Never empty; side by side when more than one.
  bool exact = false;       // As written: folded, not stem.
  // False when having the stems is all that is asked.
  bool needs_text() const { return exact || parts.size() > 1; }
};

struct TextClause {
  std::vector<TextItem> any;  // Never empty.
  bool excluded = false;
};

// All clauses must hold; at least one is not excluded.
struct TextQuery {
  std::vector<TextClause> clauses;
  bool needs_text = false;
};

// INVALID_ARGUMENT naming `field`: too long, too many words, no word to look
// for.
absl::StatusOr<TextQuery> ParseTextQuery(std::string_view text,
                                         std::string_view field);

// Words or (in quotation marks) a phrase as one item; nothing when there is
// no word in it. For filters.
std::vector<TextItem> ItemsOf(std::string_view words, bool quoted);

// Joined by AND.
void Add(TextQuery& query, const TextQuery& more);

}  // namespace quoth::query
