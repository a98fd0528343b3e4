// How alike two names are.
#pragma once

#include <string_view>
#include <vector>

namespace quoth::query {

// Letters to change, add or drop, two neighbours swapped counting as one;
// `max` + 1 when it is more than `max`. Words beyond 64 letters are cut.
int EditDistance(std::string_view a, std::string_view b, int max);

// 0..1: how well the query's words are found among the name's, all of them
// folded. 1 = the same words. With `prefix` the last word may be a beginning.
float Likeness(const std::vector<std::string_view>& query,
               const std::vector<std::string_view>& name, bool prefix);

}  // namespace quoth::query
