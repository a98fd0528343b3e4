#include "ingest-service/parse/record/statement_key.h"

#include <openssl/sha.h>

#include <array>
#include <cstdint>

namespace quoth::parse {
namespace {

std::string Base32(const unsigned char* bytes, std::size_t characters) {
  static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::string out;
  out.reserve(characters);
  uint32_t buffer = 0;
  int bits = 0;
  while (out.size() < characters) {
    if (bits < 5) {
      buffer = (buffer << 8) | *bytes++;
      bits += 8;
    }
    bits -= 5;
    out.push_back(kAlphabet[(buffer >> bits) & 31]);
  }
  return out;
}

std::string HashBase32(std::string_view bytes, std::size_t characters) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest.data());
  return Base32(digest.data(), characters);
}

// Length of a typographic quotation mark at `text[i]`, 0 when there is none:
// U+2018..U+201F, 3 bytes each.
std::size_t TypographicMark(std::string_view text, std::size_t i) {
  return i + 2 < text.size() && text[i] == '\xE2' && text[i + 1] == '\x80' &&
                 text[i + 2] >= '\x98' && text[i + 2] <= '\x9F'
             ? 3
             : 0;
}

}  // namespace

std::string StatementKey(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      if (!folded.empty() && folded.back() != ' ') folded.push_back(' ');
      ++i;
    } else if (const std::size_t mark = TypographicMark(text, i); mark > 0) {
      folded.push_back('\'');
      i += mark;
    } else {
      folded.push_back(c == '"' ? '\'' : c);
      ++i;
    }
  }
  while (!folded.empty() && std::string_view(" .,;:!?'").find(folded.back()) !=
                                std::string_view::npos) {
    folded.pop_back();
  }
  return HashBase32(folded, 16);
}

std::string ShortHash(std::string_view bytes) { return HashBase32(bytes, 8); }

}  // namespace quoth::parse
