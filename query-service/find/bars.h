// Counts as bars on a terminal, and as plain columns for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace quoth::find {

struct Bar {
  std::string label;
  std::int64_t count = 0;
  bool drawn = true;  // False: a count without a bar, such as of all others.
};

enum class BarStyle {
  kPlain,   // "label<TAB>count": for programs, when standard output is piped.
  kAscii,   // Bars of '#'.
  kBlocks,  // Bars of block characters, in eighths of a column.
};

// What standard output can show: plain unless it is a terminal; blocks when
// the locale of the environment is UTF-8.
BarStyle StyleOfOutput();

// Lines, each ended by a newline, none wider than `width` (at least 40). The
// longest bar stands for the largest count; a count above zero always shows.
// A label too wide is cut; control characters become spaces.
std::string FormatBars(const std::vector<Bar>& bars, int width, BarStyle style);

}  // namespace quoth::find
