// Small tests and foldings of ASCII text. Bytes from 0x80 on are neither
// letters nor spaces here, whatever the locale says.
//
// Debian's Abseil has a string_view of its own, so its string functions do not
// take std::string_view.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace quoth::parse {

constexpr bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsAlpha(char c) { return IsLower(c) || IsUpper(c); }
constexpr bool IsAlnum(char c) { return IsAlpha(c) || IsDigit(c); }
constexpr bool IsPunct(char c) { return c > ' ' && c < 0x7F && !IsAlnum(c); }
constexpr bool IsHigh(char c) { return static_cast<unsigned char>(c) >= 0x80; }
constexpr char ToLower(char c) {
  return IsUpper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string ToLower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = ToLower(c);
  return out;
}

constexpr std::string_view StripLeft(std::string_view s) {
  std::size_t n = 0;
  while (n < s.size() && IsSpace(s[n])) ++n;
  return s.substr(n);
}
constexpr std::string_view StripRight(std::string_view s) {
  std::size_t n = s.size();
  while (n > 0 && IsSpace(s[n - 1])) --n;
  return s.substr(0, n);
}
constexpr std::string_view Strip(std::string_view s) {
  return StripLeft(StripRight(s));
}

constexpr bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return ToLower(x) == ToLower(y); });
}
constexpr bool StartsWithIgnoreCase(std::string_view s,
                                    std::string_view prefix) {
  return s.size() >= prefix.size() &&
         EqualsIgnoreCase(s.substr(0, prefix.size()), prefix);
}
constexpr bool EndsWithIgnoreCase(std::string_view s, std::string_view suffix) {
  return s.size() >= suffix.size() &&
         EqualsIgnoreCase(s.substr(s.size() - suffix.size()), suffix);
}
// First position at or after `from` where two bytes follow one another, up to
// the letters' case (and that of a few marks: look again). npos when absent;
// positions near the end may be returned without a match.
inline std::size_t FindTwoBytes(std::string_view s, char first, char second,
                                std::size_t from) {
  using Block [[gnu::vector_size(16)]] = unsigned char;
  using Halves [[gnu::vector_size(16)]] = unsigned long long;
  const auto a = static_cast<unsigned char>(first | 0x20);
  const auto b = static_cast<unsigned char>(second | 0x20);
  for (; from + 17 <= s.size(); from += 16) {
    Block x, y;
    __builtin_memcpy(&x, s.data() + from, sizeof(x));
    __builtin_memcpy(&y, s.data() + from + 1, sizeof(y));
    const auto hits =
        reinterpret_cast<Halves>(((x | 0x20) == a) & ((y | 0x20) == b));
    if (hits[0] != 0) return from + std::size_t(__builtin_ctzll(hits[0])) / 8;
    if (hits[1] != 0) {
      return from + 8 + std::size_t(__builtin_ctzll(hits[1])) / 8;
    }
  }
  return from < s.size() ? from : s.npos;
}

// First position of `part` at or after `from`, case ignored; npos when absent.
// `part` must be lower case. For short parts: time is text times part.
inline std::size_t FindIgnoreCase(std::string_view s, std::string_view part,
                                  std::size_t from = 0) {
  if (part.empty()) return from <= s.size() ? from : s.npos;
  const char second = part.size() > 1 ? part[1] : part[0];
  for (std::size_t i = from; i + part.size() <= s.size(); ++i) {
    if (part.size() > 1) i = FindTwoBytes(s, part[0], second, i);
    if (i == s.npos || i + part.size() > s.size()) return s.npos;
    if (ToLower(s[i]) == part[0] &&
        EqualsIgnoreCase(s.substr(i, part.size()), part)) {
      return i;
    }
  }
  return s.npos;
}
inline bool ContainsIgnoreCase(std::string_view s, std::string_view part) {
  return FindIgnoreCase(s, part) != s.npos;
}

}  // namespace quoth::parse
