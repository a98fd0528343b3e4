#include "ingest-service/parse/mentions/word_hash.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

namespace quoth::parse {
namespace {

constexpr uint64_t kSeed = 0xCBF29CE484222325u;
constexpr uint64_t kPrime = 0x100000001B3u;

constexpr uint64_t Step(uint64_t hash, unsigned char byte) {
  return (hash ^ byte) * kPrime;
}

constexpr uint64_t Finish(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93u;
  return hash ^ (hash >> 32);
}

// A letter without its accent; Latin only, since elsewhere marks are letters.
UChar32 Bare(UChar32 code) {
  if (code < 0xC0 || code > 0x24F) return code;
  switch (code) {
    case 0x00F8:
      return 'o';
    case 0x0142:
      return 'l';
    case 0x0131:
      return 'i';
    case 0x0111:
      return 'd';
    default:
      break;
  }
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* nfd = unorm2_getNFDInstance(&error);
  if (U_FAILURE(error)) return code;
  UChar parts[8];
  const int32_t count = unorm2_getDecomposition(nfd, code, parts, 8, &error);
  return U_SUCCESS(error) && count > 0 ? parts[0] : code;
}

UChar32 FoldCode(UChar32 code) {
  switch (code) {
    case 0x2019:
    case 0x2018:
    case 0x02BC:
      return '\'';
    case 0x2010:
    case 0x2011:
      return '-';
    default:
      return Bare(u_tolower(code));
  }
}

// Calls `emit` with each folded byte.
template <typename Emit>
void Fold(std::string_view word, Emit emit) {
  const auto size = static_cast<int32_t>(word.size());
  for (int32_t at = 0; at < size;) {
    const auto byte = static_cast<unsigned char>(word[at]);
    if (byte < 128) {
      emit(byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte | 0x20)
                                      : byte);
      ++at;
      continue;
    }
    UChar32 code = 0;
    U8_NEXT(word.data(), at, size, code);
    if (code < 0) code = 0xFFFD;
    uint8_t bytes[4];
    int32_t count = 0;
    U8_APPEND_UNSAFE(bytes, count, FoldCode(code));
    for (int32_t i = 0; i < count; ++i) emit(bytes[i]);
  }
}

}  // namespace

std::string FoldWord(std::string_view word) {
  std::string folded;
  folded.reserve(word.size());
  Fold(word, [&](unsigned char byte) { folded += static_cast<char>(byte); });
  return folded;
}

uint64_t HashWord(std::string_view word) {
  uint64_t hash = kSeed;
  Fold(word, [&](unsigned char byte) { hash = Step(hash, byte); });
  return Finish(hash);
}

}  // namespace quoth::parse
