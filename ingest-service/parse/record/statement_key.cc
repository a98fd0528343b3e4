#include "ingest-service/parse/record/statement_key.h"

#include <openssl/evp.h>

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

// OpenSSL's one-call SHA256 looks its algorithm up by name each time, which
// costs more than the digest of a sentence.
std::string HashBase32(std::string_view bytes, std::size_t characters) {
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kSha256,
             nullptr);
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
  std::string folded(text.size(), '\0');
  char* out = folded.data();
  char* const begin = out;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      if (out != begin && out[-1] != ' ') *out++ = ' ';
      ++i;
    } else if (const std::size_t mark = TypographicMark(text, i); mark > 0) {
      *out++ = '\'';
      i += mark;
    } else {
      *out++ = c == '"' ? '\'' : c;
      ++i;
    }
  }
  folded.resize(static_cast<std::size_t>(out - begin));
  while (!folded.empty() && std::string_view(" .,;:!?'").find(folded.back()) !=
                                std::string_view::npos) {
    folded.pop_back();
  }
  return HashBase32(folded, 16);
}

std::string ShortHash(std::string_view bytes) { return HashBase32(bytes, 8); }

}  // namespace quoth::parse
