#include "ingest-service/parse/offsets.h"

#include <algorithm>

namespace quoth::parse {
namespace {

// Counts code points by their first bytes; 4-byte ones are two UTF-16 units.
void Advance(std::string_view text, uint32_t end, Offset& offset) {
  for (; offset.utf8 < end; ++offset.utf8) {
    const auto byte = static_cast<unsigned char>(text[offset.utf8]);
    if ((byte & 0xC0) == 0x80) continue;
    ++offset.code_points;
    offset.utf16 += byte >= 0xF0 ? 2 : 1;
  }
}

}  // namespace

OffsetIndex::OffsetIndex(std::string_view text) : text_(text) {
  ascii_ = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
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
