#include "query-service/find/table.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace quoth::find {
namespace {

constexpr int kGap = 2;

struct Character {
  std::string_view bytes;
  int columns;
};

// The first character of `text`, which is not empty.
Character FirstCharacter(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  std::size_t size = lead < 0x80    ? 1
                     : lead >= 0xF0 ? 4
                     : lead >= 0xE0 ? 3
                     : lead >= 0xC0 ? 2
                                    : 1;
  std::uint32_t code = size == 1 ? lead : lead & (0xFF >> (size + 1));
  if (size > text.size()) return {text.substr(0, 1), 1};
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {text.substr(0, 1), 1};
    code = code << 6 | (next & 0x3F);
  }
  const int columns = size == 1 ? 1 : wcwidth(static_cast<wchar_t>(code));
  return {text.substr(0, size), columns < 0 ? 1 : columns};
}

// Terminals obey control characters; records may hold them.
std::string Printable(std::string_view text) {
  std::string printable(text);
  for (char& c : printable) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return printable;
}

std::vector<int> ChooseWidths(const std::vector<Column>& columns,
                              const std::vector<std::vector<std::string>>& rows,
                              int width) {
  std::vector<int> widths;
  int used = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    int widest = std::max(columns[i].width_min, ColumnsOf(columns[i].title));
    for (const auto& row : rows) widest = std::max(widest, ColumnsOf(row[i]));
    if (!columns[i].takes_rest) widest = std::min(widest, columns[i].width_max);
    widths.push_back(widest);
    if (!columns[i].takes_rest) used += widest;
  }
  used += kGap * (static_cast<int>(columns.size()) - 1);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].takes_rest) {
      widths[i] = std::min(widths[i], std::max(24, width - used));
    }
  }
  return widths;
}

void AppendCell(std::string& line, const std::string& text, int width,
                bool to_the_right, bool is_last) {
  const std::string pad(std::max(0, width - ColumnsOf(text)), ' ');
  if (to_the_right) line += pad;
  line += text;
  if (!to_the_right && !is_last) line += pad;
  if (!is_last) line += std::string(kGap, ' ');
}

void AppendRow(std::string& out, const std::vector<Column>& columns,
               const std::vector<std::string>& cells,
               const std::vector<int>& widths) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    wrapped.push_back(WrapText(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t y = 0; y < height; ++y) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string cell = y < wrapped[i].size() ? wrapped[i][y] : "";
      AppendCell(line, cell, widths[i], columns[i].to_the_right,
                 i + 1 == columns.size());
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
}

}  // namespace

int ColumnsOf(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const Character character = FirstCharacter(text);
    columns += character.columns;
    text.remove_prefix(character.bytes.size());
  }
  return columns;
}

std::vector<std::string> WrapText(std::string_view text, int width) {
  width = std::max(2, width);
  const std::string printable = Printable(text);
  std::vector<std::string> lines = {""};
  int used = 0;
  std::string_view rest = printable;
  while (!rest.empty()) {
    const std::size_t begin = rest.find_first_not_of(' ');
    if (begin == rest.npos) break;
    rest.remove_prefix(begin);
    std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    const int columns = ColumnsOf(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    while (!word.empty()) {
      const Character character = FirstCharacter(word);
      if (used + character.columns > width) {
        lines.emplace_back();
        used = 0;
      }
      lines.back() += character.bytes;
      used += character.columns;
      word.remove_prefix(character.bytes.size());
    }
  }
  return lines;
}

std::string FormatTable(const std::vector<Column>& columns,
                        const std::vector<std::vector<std::string>>& rows,
                        int width) {
  const std::vector<int> widths = ChooseWidths(columns, rows, width);
  std::string out;
  std::vector<std::string> titles;
  for (const Column& column : columns) titles.push_back(column.title);
  AppendRow(out, columns, titles, widths);
  for (const auto& row : rows) AppendRow(out, columns, row, widths);
  return out;
}

int TerminalWidth() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 &&
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::max<int>(60, size.ws_col);
  }
  return 120;
}

}  // namespace quoth::find
