#include "query-service/find/bars.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "query-service/find/table.h"

namespace quoth::find {
namespace {

constexpr int kLabelMax = 32;
constexpr int kBarMin = 8;
constexpr int kEighths = 8;

// 1234567 -> "1,234,567".
std::string Grouped(std::int64_t count) {
  std::string digits = absl::StrCat(count);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string Padded(const std::string& text, int width) {
  std::vector<std::string> lines = WrapText(text, width);
  // A label that wraps is cut.
  std::string line = lines.size() == 1
                         ? std::move(lines.front())
                         : WrapText(text, width - 3).front() + "...";
  line.append(static_cast<std::size_t>(std::max(0, width - ColumnsOf(line))),
              ' ');
  return line;
}

std::string BarOf(std::int64_t count, std::int64_t largest, int columns,
                  BarStyle style) {
  if (count <= 0 || largest <= 0) return "";
  const double share =
      static_cast<double>(count) / static_cast<double>(largest);
  if (style == BarStyle::kAscii) {
    const int filled = std::max(1, static_cast<int>(share * columns + 0.5));
    return std::string(static_cast<std::size_t>(filled), '#');
  }
  static constexpr std::array<const char*, kEighths> kParts = {
      "", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths =
      std::max(1, static_cast<int>(share * columns * kEighths + 0.5));
  std::string bar;
  for (int i = 0; i < eighths / kEighths; ++i) bar += "█";
  return bar + kParts[static_cast<std::size_t>(eighths % kEighths)];
}

std::string Plain(const std::vector<Bar>& bars) {
  std::string out;
  for (const Bar& bar : bars) {
    std::string label = bar.label;
    for (char& c : label) {
      if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
    }
    absl::StrAppend(&out, label, "\t", bar.count, "\n");
  }
  return out;
}

}  // namespace

BarStyle StyleOfOutput() {
  if (isatty(STDOUT_FILENO) != 1) return BarStyle::kPlain;
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = absl::AsciiStrToLower(value);
    return absl::StrContains(locale, "utf-8") ||
                   absl::StrContains(locale, "utf8")
               ? BarStyle::kBlocks
               : BarStyle::kAscii;
  }
  return BarStyle::kAscii;
}

std::string FormatBars(const std::vector<Bar>& bars, int width,
                       BarStyle style) {
  if (style == BarStyle::kPlain) return Plain(bars);
  width = std::max(width, 40);
  std::int64_t largest = 0;
  int number_width = 1;
  int label_width = 2;
  for (const Bar& bar : bars) {
    if (bar.drawn) largest = std::max(largest, bar.count);
    number_width = std::max(number_width, ColumnsOf(Grouped(bar.count)));
    label_width = std::max(label_width, ColumnsOf(bar.label));
  }
  label_width = std::min({label_width, kLabelMax,
                          std::max(8, width - number_width - 4 - kBarMin)});
  // Label, two spaces, count, two spaces, bar.
  const int columns = std::max(kBarMin, width - label_width - number_width - 4);
  std::string out;
  for (const Bar& bar : bars) {
    const std::string number = Grouped(bar.count);
    std::string line = absl::StrCat(
        Padded(bar.label, label_width), "  ",
        std::string(static_cast<std::size_t>(number_width) - number.size(),
                    ' '),
        number, "  ",
        bar.drawn ? BarOf(bar.count, largest, columns, style) : "");
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, line, "\n");
  }
  return out;
}

}  // namespace quoth::find
