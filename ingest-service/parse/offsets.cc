#include "ingest-service/parse/offsets.h"

#include <algorithm>
#include <cstring>

namespace quoth::parse {
namespace {

// Bytes of a word that are no continuation bytes, and those that begin four
// bytes (two UTF-16 units): one bit each, the highest of its byte.
constexpr uint64_t kHighs = 0x8080808080808080u;
uint64_t Firsts(uint64_t word) { return kHighs & ~(word & ~(word << 1)); }
uint64_t Fours(uint64_t word) {
  return kHighs & word & (word << 1) & (word << 2) & (word << 3);
}

// How many bytes have their highest bit, and no other, set.
uint32_t CountHighs(uint64_t highs) {
  return static_cast<uint32_t>(((highs >> 7) * 0x0101010101010101u) >> 56);
}

uint64_t WordAt(std::string_view text, std::size_t at) {
  uint64_t word;
  std::memcpy(&word, text.data() + at, sizeof(word));
  return word;
}

// Counts code points by their first bytes; 4-byte ones are two UTF-16 units.
void Advance(std::string_view text, uint32_t end, Offset& offset) {
  for (; offset.utf8 + 8 <= end; offset.utf8 += 8) {
    const uint64_t word = WordAt(text, offset.utf8);
    const auto points = CountHighs(Firsts(word));
    offset.code_points += points;
    offset.utf16 += points + CountHighs(Fours(word));
  }
  for (; offset.utf8 < end; ++offset.utf8) {
    const auto byte = static_cast<unsigned char>(text[offset.utf8]);
    if ((byte & 0xC0) == 0x80) continue;
    ++offset.code_points;
    offset.utf16 += byte >= 0xF0 ? 2 : 1;
  }
}

bool IsAscii(std::string_view text) {
  uint64_t all = 0;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) all |= WordAt(text, at);
  for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
  return (all & kHighs) == 0;
}

}  // namespace

OffsetIndex::OffsetIndex(std::string_view text) : text_(text) {
  ascii_ = IsAscii(text);
  if (ascii_) return;
  checkpoints_.reserve(text.size() / kStrideBytes + 1);
  Offset offset;
  checkpoints_.push_back(offset);
  for (uint32_t next = kStrideBytes; next <= text.size();
       next += kStrideBytes) {
    Advance(text, next, offset);
    checkpoints_.push_back(offset);
  }
}

Offset OffsetIndex::At(uint32_t byte) const {
  if (ascii_) return {byte, byte, byte};
  byte = std::min<uint32_t>(byte, static_cast<uint32_t>(text_.size()));
  Offset offset = checkpoints_[byte / kStrideBytes];
  Advance(text_, byte, offset);
  return offset;
}

uint32_t OffsetIndex::ByteAtCodePoint(uint32_t code_point) const {
  const auto size = static_cast<uint32_t>(text_.size());
  if (ascii_) return std::min(code_point, size);
  auto after = std::upper_bound(
      checkpoints_.begin(), checkpoints_.end(), code_point,
      [](uint32_t point, const Offset& o) { return point < o.code_points; });
  Offset offset = *(after - 1);
  // A checkpoint may stand inside a code point whose first byte it counted.
  while (offset.utf8 < size &&
         (static_cast<unsigned char>(text_[offset.utf8]) & 0xC0) == 0x80) {
    ++offset.utf8;
  }
  while (offset.utf8 < size && offset.code_points < code_point) {
    const auto byte = static_cast<unsigned char>(text_[offset.utf8]);
    ++offset.code_points;
    offset.utf8 += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  }
  return std::min(offset.utf8, size);
}

}  // namespace quoth::parse
