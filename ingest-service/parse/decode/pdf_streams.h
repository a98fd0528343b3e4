// How much the streams of a PDF unpack to, before poppler unpacks them: a few
// kilobytes of deflated drawing can take hours to draw.
#pragma once

#include <cstdint>
#include <string_view>

namespace quoth::parse {

struct PdfStreams {
  uint64_t unpacked_bytes = 0;  // Of all streams but pictures.
  uint32_t count = 0;
  bool over_limit = false;  // Counting stopped at the limit.
};

// Unpacks every deflated stream into nothing and counts; stops at `bytes_max`.
// Streams are found by their keywords, so damaged files count as well.
PdfStreams CountPdfStreams(std::string_view pdf, uint64_t bytes_max);

}  // namespace quoth::parse
