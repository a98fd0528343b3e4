// Whether two statements are the same one: the same words said once, printed
// whole, in part or with small changes.
#pragma once

#include <cstdint>
#include <span>

namespace quoth::query {

// What is known of each beside the words. The same words under another speaker
// are the same statement, attributed otherwise; but a few words anybody may
// say need the same speaker or the same days.
struct Circumstances {
  std::uint32_t speaker = 0;  // 0 = unknown.
  std::uint32_t day = 0;      // Since 0001-01-01; 0 = unknown.
};

// Symmetric. The reading of the rule: at least half of the shorter one's runs
// of three words stand in the longer one; two thirds when it has fewer than
// twelve words and another speaker; all when it has fewer than six. Fewer than
// six words, and fewer than eight inside a statement more than twice as long,
// must also be of the same speaker or (when as short as each other) of days at
// most three apart. Fewer than four must be equal and both.
bool IsSameStatement(std::span<const std::uint64_t> a,
                     const Circumstances& of_a,
                     std::span<const std::uint64_t> b,
                     const Circumstances& of_b);

}  // namespace quoth::query
