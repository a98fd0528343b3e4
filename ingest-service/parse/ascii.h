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
// First position of `part` at or after `from`, case ignored; npos when absent.
// `part` must be lower case. For short parts: time is text times part.
constexpr std::size_t FindIgnoreCase(std::string_view s, std::string_view part,
                                     std::size_t from = 0) {
  if (part.empty()) return from <= s.size() ? from : s.npos;
  for (std::size_t i = from; i + part.size() <= s.size(); ++i) {
    if (ToLower(s[i]) == part[0] &&
        EqualsIgnoreCase(s.substr(i, part.size()), part)) {
      return i;
    }
  }
  return s.npos;
}
constexpr bool ContainsIgnoreCase(std::string_view s, std::string_view part) {
  return FindIgnoreCase(s, part) != s.npos;
}

}  // namespace quoth::parse
