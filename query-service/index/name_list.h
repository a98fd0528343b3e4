// Entries of the name lists for the spellings of one speaker or topic: where
// each word of a spelling begins, and what its words sound like.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "query-service/index/keys.h"

namespace quoth::query {

// Words of one spelling that are listed; the rest only follow them.
inline constexpr int kListedWordsMax = 6;

// Key -> value of kLists. A value is the ordinal (4 bytes) and the number of
// the word at which the text begins in its spelling (1 byte; the lowest of all
// spellings): 0 = the spelling itself.
std::map<std::string, std::string> NameEntries(
    OrdinalKind kind, std::string_view slug, Ordinal ordinal,
    const std::vector<std::string>& folded);

}  // namespace quoth::query
