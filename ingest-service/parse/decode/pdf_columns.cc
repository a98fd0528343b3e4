#include "ingest-service/parse/decode/pdf_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace quoth::parse {
namespace {

// Columns inside columns: four at most.
constexpr int kDepthMax = 2;
// Shares of a page's lines.
constexpr double kSideShareMin = 0.2;
constexpr double kAcrossShareMax = 0.25;
constexpr std::size_t kSideLinesMin = 6;
// Places looked at for a gutter.
constexpr int kSteps = 60;

struct Extent {
  double left = 0, right = 0;
};

Extent ExtentOf(const std::vector<PdfLine>& lines) {
  Extent extent{lines[0].left, lines[0].right};
  for (const PdfLine& line : lines) {
    extent.left = std::min(extent.left, line.left);
    extent.right = std::max(extent.right, line.right);
  }
  return extent;
}

// The middle of the emptiest gap between two sides with enough lines; NaN when
// there is none.
double FindGutter(const std::vector<PdfLine>& lines) {
  const Extent extent = ExtentOf(lines);
  const double step = (extent.right - extent.left) / kSteps;
  if (!(step > 0)) return std::nan("");
  std::size_t best_across = lines.size();
  double first = 0, last = 0;
  for (int i = kSteps / 6; i <= kSteps - kSteps / 6; ++i) {
    const double x = extent.left + step * i;
    std::size_t left = 0, right = 0, across = 0;
    for (const PdfLine& line : lines) {
      if (line.right <= x) {
        ++left;
      } else if (line.left >= x) {
        ++right;
      } else {
        ++across;
      }
    }
    const auto side_min = std::max<std::size_t>(
        kSideLinesMin, static_cast<std::size_t>(
                           kSideShareMin * static_cast<double>(lines.size())));
    if (left < side_min || right < side_min ||
        static_cast<double>(across) >
            kAcrossShareMax * static_cast<double>(lines.size()))
      continue;
    if (across < best_across) {
      best_across = across;
      first = last = x;
    } else if (across == best_across && x - last <= step * 1.5) {
      last = x;
    }
  }
  return best_across == lines.size() ? std::nan("") : (first + last) / 2;
}

void Order(std::vector<PdfLine>& lines, int depth) {
  if (depth > kDepthMax || lines.size() < 2 * kSideLinesMin) return;
  const double gutter = FindGutter(lines);
  if (std::isnan(gutter)) return;
  std::vector<PdfLine> across, left, right;
  for (PdfLine& line : lines) {
    std::vector<PdfLine>& into = line.right <= gutter  ? left
                                 : line.left >= gutter ? right
                                                       : across;
    into.push_back(std::move(line));
  }
  // Poppler's own order stands where tops are the same.
  for (std::vector<PdfLine>* part : {&across, &left, &right}) {
    std::stable_sort(part->begin(), part->end(),
                     [](const PdfLine& a, const PdfLine& b) {
                       return std::lround(a.top) < std::lround(b.top);
                     });
  }
  std::vector<PdfLine> ordered;
  ordered.reserve(lines.size());
  std::array<std::vector<PdfLine>*, 2> sides = {&left, &right};
  std::array<std::size_t, 2> at = {0, 0};
  const auto take_above = [&](double top) {
    for (std::size_t s = 0; s < sides.size(); ++s) {
      std::vector<PdfLine> band;
      while (at[s] < sides[s]->size() && (*sides[s])[at[s]].top < top)
        band.push_back(std::move((*sides[s])[at[s]++]));
      Order(band, depth + 1);
      for (PdfLine& line : band) ordered.push_back(std::move(line));
    }
  };
  for (PdfLine& line : across) {
    take_above(line.top);
    ordered.push_back(std::move(line));
  }
  take_above(HUGE_VAL);
  lines = std::move(ordered);
}

}  // namespace

void OrderColumns(std::vector<PdfLine>& page) { Order(page, 0); }

}  // namespace quoth::parse
