// The part of a text that shows why it was found, with the places to mark.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "query-service/search/text_match.h"

namespace quoth::query {

inline constexpr std::size_t kSnippetBytesMax = 320;

struct Snippet {
  std::string text;  // Whole words; "…" where words were left out.
  std::vector<TextWords::Stretch> marks;  // Bytes of `text`, ascending.
};

// `words` has read `text`.
Snippet MakeSnippet(std::string_view text, const TextWords& words,
                    const TextQuery& query);

}  // namespace quoth::query
