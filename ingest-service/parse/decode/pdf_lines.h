// Lines of a PDF -> paragraphs: running heads and page numbers removed, words
// and sentences broken across lines, columns and pages put together again.
// Knows nothing of poppler, so that tests can feed it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace quoth::parse {

// Lengths in points, y downwards from the top of the page.
struct PdfLine {
  std::string text;  // Valid UTF-8.
  uint32_t page = 0;
  double left = 0, right = 0, top = 0, bottom = 0;
  double page_height = 0;
  double font_size = 0;
  bool bold = false;
};

struct PdfParagraph {
  std::string text;
  double font_size = 0;
  bool bold = false;
  bool heading = false;  // Larger than the body, or bold and short.
  bool title = false;    // The largest on the first page.
  uint32_t first_page = 0;
};

// Lines must be in reading order. `pages` of the whole document.
std::vector<PdfParagraph> JoinPdfLines(std::vector<PdfLine> lines,
                                       uint32_t pages);

}  // namespace quoth::parse
