// Numbers as bytes: big endian for keys, so that byte order is number order;
// little endian and varints for values. A reader never runs past its input.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace quoth::query {

template <int kBytes>
void AppendBig(std::string& out, std::uint64_t value) {
  for (int shift = 8 * (kBytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

template <int kBytes>
std::uint64_t ReadBig(const char* bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < kBytes; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

template <typename Number>
void AppendLittle(std::string& out, Number value) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <typename Number>
Number ReadLittle(const char* bytes) {
  Number value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

inline void AppendVarint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

inline void AppendText(std::string& out, std::string_view text) {
  AppendVarint(out, text.size());
  out.append(text);
}

// Reads a value from its beginning. After a failed read ok() is false for good
// and every read gives zero or nothing.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t Varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return Fail();
  }
  template <typename Number>
  Number Little() {
    if (rest_.size() < sizeof(Number)) return static_cast<Number>(Fail());
    const Number value = ReadLittle<Number>(rest_.data());
    rest_.remove_prefix(sizeof(Number));
    return value;
  }
  std::string_view Text() {
    const std::uint64_t size = Varint();
    if (size > rest_.size()) {
      Fail();
      return {};
    }
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  std::string_view rest() const { return rest_; }
  bool ok() const { return ok_; }

 private:
  std::uint64_t Fail() {
    ok_ = false;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace quoth::query
