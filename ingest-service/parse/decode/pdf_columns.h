// Lines of a page in reading order: columns from left to right, each from top
// to bottom, between the lines that run across them.
#pragma once

#include <vector>

#include "ingest-service/parse/decode/pdf_lines.h"

namespace quoth::parse {

// Reorders the lines of one page where a gutter divides it; else leaves them
// as they are.
void OrderColumns(std::vector<PdfLine>& page);

}  // namespace quoth::parse
