// Columns of text for people: aligned, wrapped at words to the terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quoth::find {

struct Column {
  std::string title;
  int width_min = 4;
  // Wraps to what the others leave; at most one column of a table.
  bool takes_rest = false;
  int width_max = 28;         // Of columns that do not take the rest.
  bool to_the_right = false;  // Numbers.
};

// Lines, each ended by a newline. `width` in terminal columns. Characters
// count as wide as a terminal shows them, control characters become spaces.
std::string FormatTable(const std::vector<Column>& columns,
                        const std::vector<std::vector<std::string>>& rows,
                        int width);

// The words of `text` in lines of at most `width` columns; longer words are
// broken. At least one line.
std::vector<std::string> WrapText(std::string_view text, int width);

// As a terminal shows it. Invalid UTF-8 counts one column a byte.
int ColumnsOf(std::string_view text);

// Of standard output; 120 when it is no terminal.
int TerminalWidth();

}  // namespace quoth::find
