// Byte offsets of UTF-8 text -> code points and UTF-16 units, for the edge of
// the parser where records are made.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace quoth::parse {

// Position before a byte, in three units.
struct Offset {
  uint32_t utf8 = 0;
  uint32_t utf16 = 0;
  uint32_t code_points = 0;
};

// Answers from checkpoints every kStrideBytes: linear to build, constant to
// ask. Keeps no reference to pure ASCII text; otherwise borrows `text`.
class OffsetIndex {
 public:
  static constexpr uint32_t kStrideBytes = 128;

  explicit OffsetIndex(std::string_view text);

  // `byte` must be <= text.size() and on a code point boundary.
  Offset At(uint32_t byte) const;
  // The inverse; positions past the end give the end.
  uint32_t ByteAtCodePoint(uint32_t code_point) const;

 private:
  std::string_view text_;
  bool ascii_ = false;
  std::vector<Offset> checkpoints_;
};

}  // namespace quoth::parse
