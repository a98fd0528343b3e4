#include "ingest-service/parse/decode/pdf_streams.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace quoth::parse {
namespace {

// A stream's dictionary lies within this many bytes before it.
constexpr std::size_t kDictionaryBytesMax = 2048;

// Bytes that `packed` unpacks to, at most `most`.
uint64_t UnpackedBytes(std::string_view packed, uint64_t most) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return packed.size();
  std::array<Bytef, 1 << 16> buffer;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in =
      static_cast<uInt>(std::min<std::size_t>(packed.size(), UINT32_MAX));
  uint64_t bytes = 0;
  while (bytes <= most) {
    stream.next_out = buffer.data();
    stream.avail_out = static_cast<uInt>(buffer.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    bytes += buffer.size() - stream.avail_out;
    if (status != Z_OK || (stream.avail_in == 0 && stream.avail_out > 0)) break;
  }
  inflateEnd(&stream);
  return bytes;
}

}  // namespace

PdfStreams CountPdfStreams(std::string_view pdf, uint64_t bytes_max) {
  constexpr std::string_view kStream = "stream";
  PdfStreams streams;
  std::size_t after = 0;  // The last stream's end.
  for (std::size_t at = pdf.find(kStream); at != pdf.npos;
       at = pdf.find(kStream, at)) {
    std::size_t begin = at + kStream.size();
    const std::size_t from =
        std::max(after, at - std::min(at, kDictionaryBytesMax));
    std::string_view dictionary = pdf.substr(from, at - from);
    const std::size_t object = dictionary.rfind(" obj");
    if (object != dictionary.npos) dictionary.remove_prefix(object);
    const std::size_t end = pdf.find("endstream", begin);
    const std::size_t next = end == pdf.npos ? pdf.size() : end + 9;
    after = at = next;
    if (begin < pdf.size() && pdf[begin] == '\r') ++begin;
    if (begin < pdf.size() && pdf[begin] == '\n') ++begin;
    ++streams.count;
    // Pictures are not drawn when text is read.
    if (dictionary.find("/Image") != dictionary.npos) continue;
    const std::string_view packed =
        pdf.substr(begin, std::min(end, pdf.size()) - std::min(begin, next));
    streams.unpacked_bytes +=
        dictionary.find("/Fl") == dictionary.npos
            ? packed.size()
            : UnpackedBytes(
                  packed,
                  bytes_max - std::min(bytes_max, streams.unpacked_bytes));
    if (streams.unpacked_bytes > bytes_max) {
      streams.over_limit = true;
      return streams;
    }
  }
  return streams;
}

}  // namespace quoth::parse
