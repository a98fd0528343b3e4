#include "ingest-service/parse/decode/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
// The detector reads no more than this; statistics settle long before.
constexpr std::size_t kDetectBytesMax = 64 << 10;
constexpr int kDetectConfidenceMin = 10;  // Of 100, ICU's scale.

// Length of the valid sequence at `at`, or 0. `bad` is then the length of the
// maximal part to replace (Unicode 3.9, table 3-7).
std::size_t SequenceAt(std::string_view s, std::size_t at, std::size_t& bad) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < s.size() ? static_cast<unsigned char>(s[i]) : 0u;
  };
  const unsigned c = byte(at);
  bad = 1;
  if (c < 0x80) return 1;
  unsigned low = 0x80, high = 0xBF;
  std::size_t length = 0;
  if (c >= 0xC2 && c <= 0xDF) {
    length = 2;
  } else if (c >= 0xE0 && c <= 0xEF) {
    length = 3;
    if (c == 0xE0) low = 0xA0;
    if (c == 0xED) high = 0x9F;
  } else if (c >= 0xF0 && c <= 0xF4) {
    length = 4;
    if (c == 0xF0) low = 0x90;
    if (c == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = byte(at + i);
    if (at + i >= s.size() || next < low || next > high) {
      bad = i;
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

struct Closer {
  void operator()(UConverter* c) const { ucnv_close(c); }
  void operator()(UCharsetDetector* d) const { ucsdet_close(d); }
};

// Converts through ICU; false when the name is unknown or, if `strict`, when
// any byte does not fit it.
bool Convert(std::string_view bytes, const std::string& name, bool strict,
             std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UConverter, Closer> from(ucnv_open(name.c_str(), &status));
  std::unique_ptr<UConverter, Closer> to(ucnv_open("UTF-8", &status));
  if (U_FAILURE(status)) return false;
  if (strict) {
    ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr,
                        nullptr, &status);
  }
  std::string result;
  result.reserve(bytes.size() + bytes.size() / 8);
  UChar pivot[2048];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  char buffer[8192];
  bool reset = true;
  do {
    char* target = buffer;
    status = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, buffer + sizeof(buffer),
                   &source, source_end, pivot, &pivot_source, &pivot_target,
                   pivot + std::size(pivot), reset, true, &status);
    reset = false;
    result.append(buffer, target);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status)) return false;
  out = std::move(result);
  return true;
}

std::string CanonicalName(std::string_view declared) {
  std::string name(Strip(declared));
  // The web's rule: what calls itself Latin-1 or ASCII is windows-1252.
  if (EqualsIgnoreCase(name, "iso-8859-1") ||
      EqualsIgnoreCase(name, "latin1") || EqualsIgnoreCase(name, "us-ascii") ||
      EqualsIgnoreCase(name, "ascii")) {
    return "windows-1252";
  }
  return name;
}

bool IsUtf8Name(std::string_view name) {
  return name.empty() || EqualsIgnoreCase(name, "utf-8") ||
         EqualsIgnoreCase(name, "utf8");
}

std::string Detect(std::string_view bytes, bool markup) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, Closer> detector(ucsdet_open(&status));
  if (U_FAILURE(status)) return "";
  ucsdet_enableInputFilter(detector.get(), markup);
  // What is all ASCII at the start says nothing: begin near the first byte
  // that does.
  const auto high = std::find_if(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80;
  });
  std::size_t begin = static_cast<std::size_t>(high - bytes.begin());
  begin -= std::min<std::size_t>(begin, 256);
  const std::string_view window = bytes.substr(begin, kDetectBytesMax);
  ucsdet_setText(detector.get(), window.data(),
                 static_cast<int32_t>(window.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return "";
  if (ucsdet_getConfidence(match, &status) < kDetectConfidenceMin) return "";
  const char* name = ucsdet_getName(match, &status);
  return U_FAILURE(status) || name == nullptr ? "" : CanonicalName(name);
}

std::size_t CountHigh(std::string_view bytes) {
  return static_cast<std::size_t>(std::count_if(
      bytes.begin(), bytes.end(),
      [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
}

CharsetResult Converted(std::string name, std::string text) {
  return {std::move(name), std::move(text), true};
}

}  // namespace

std::size_t ValidUtf8Prefix(std::string_view bytes) {
  std::size_t at = 0;
  std::size_t bad = 0;
  while (at < bytes.size()) {
    // Eight ASCII bytes at a time.
    while (at + 8 <= bytes.size()) {
      uint64_t word;
      std::memcpy(&word, bytes.data() + at, 8);
      if (word & 0x8080808080808080ull) break;
      at += 8;
    }
    if (at >= bytes.size()) break;
    const std::size_t length = SequenceAt(bytes, at, bad);
    if (length == 0) return at;
    at += length;
  }
  return bytes.size();
}

std::string RepairUtf8(std::string_view bytes, std::size_t& repaired) {
  std::string out;
  out.reserve(bytes.size() + 64);
  repaired = 0;
  std::size_t bad = 0;
  while (!bytes.empty()) {
    const std::size_t valid = ValidUtf8Prefix(bytes);
    out.append(bytes.substr(0, valid));
    bytes.remove_prefix(valid);
    if (bytes.empty()) break;
    SequenceAt(bytes, 0, bad);
    out.append(kReplacement);
    bytes.remove_prefix(bad);
    ++repaired;
  }
  return out;
}

std::string_view DeclaredInside(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  for (std::string_view key :
       {"charset=", "encoding=", "CHARSET=", "Charset="}) {
    const std::size_t found = head.find(key);
    if (found == head.npos) continue;
    std::size_t begin = found + key.size();
    while (begin < head.size() && (head[begin] == '"' || head[begin] == '\'')) {
      ++begin;
    }
    std::size_t end = begin;
    while (end < head.size() && end - begin < 40 &&
           (IsAlnum(head[end]) || head[end] == '-' || head[end] == '_' ||
            head[end] == ':')) {
      ++end;
    }
    if (end > begin) return head.substr(begin, end - begin);
  }
  return {};
}

CharsetResult ToUtf8(std::string_view bytes, std::string_view declared,
                     Issues& issues) {
  std::string text;
  const bool utf32 = bytes.starts_with(std::string_view("\xFF\xFE\0\0", 4));
  if (utf32 && Convert(bytes, "UTF-32", false, text)) {
    return Converted("UTF-32", std::move(text));
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    if (Convert(bytes, "UTF-16", false, text)) {
      return Converted("UTF-16", std::move(text));
    }
  }
  const std::string name = CanonicalName(declared);
  const std::size_t valid = ValidUtf8Prefix(bytes);
  if (valid == bytes.size()) {
    // Valid UTF-8 with high bytes is never anything else by accident; a
    // declaration matters only for sets such as UTF-16 or ISO-2022-JP.
    const bool seven_bit = CountHigh(bytes.substr(0, kDetectBytesMax)) == 0;
    const bool escapes = bytes.find('\x1B') != bytes.npos;
    const bool wide = StartsWithIgnoreCase(name, "utf-16") ||
                      StartsWithIgnoreCase(name, "utf-32");
    if (!IsUtf8Name(name) && seven_bit &&
        (escapes || (wide && bytes.find('\0') != bytes.npos)) &&
        Convert(bytes, name, true, text)) {
      return Converted(name, std::move(text));
    }
    return {"UTF-8", {}, false};
  }
  if (!IsUtf8Name(name) && Convert(bytes, name, true, text)) {
    return Converted(name, std::move(text));
  }
  // Mostly valid UTF-8 with a few bad bytes is damaged UTF-8.
  std::size_t repaired = 0;
  std::string patched = RepairUtf8(bytes, repaired);
  const std::size_t high = CountHigh(bytes);
  const bool damaged =
      repaired * 8 <= high || (IsUtf8Name(name) && !name.empty());
  if (!damaged) {
    const std::string guess = Detect(bytes, bytes.find('<') != bytes.npos);
    if (!guess.empty() && !IsUtf8Name(guess) &&
        Convert(bytes, guess, false, text)) {
      issues.Add(IssueCode::kCharsetGuessed, {}, guess);
      return Converted(guess, std::move(text));
    }
  }
  issues.Add(IssueCode::kInvalidUtf8, {},
             std::to_string(repaired) + " sequences replaced");
  return Converted("UTF-8", std::move(patched));
}

}  // namespace quoth::parse
