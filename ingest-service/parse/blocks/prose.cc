#include "ingest-service/parse/blocks/prose.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

bool IsOpenOrCloseMark(char32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case '(':
    case ')':
    case '[':
    case ']':
    case '*':
    case '_':
    case 0xAB:
    case 0xBB:
    case 0x2039:
    case 0x203A:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
      return true;
    default:
      return c >= 0x2018 && c <= 0x201F;
  }
}

// Start of the code point that ends before `end`.
std::size_t Before(std::string_view s, std::size_t end) {
  std::size_t at = end - 1;
  while (at > 0 && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80) --at;
  return at;
}

char32_t FirstAfterMarks(std::string_view s) {
  std::size_t at = 0;
  std::size_t length = 0;
  while (at < s.size()) {
    const char32_t c = CodePointAt(s, at, length);
    if (c != ' ' && c != '\n' && c != '\t' && !IsOpenOrCloseMark(c)) return c;
    at += length;
  }
  return 0;
}

}  // namespace

char32_t CodePointAt(std::string_view s, std::size_t at, std::size_t& length) {
  length = 1;
  if (at >= s.size()) return 0xFFFD;
  const auto byte = [&](std::size_t i) -> char32_t {
    return at + i < s.size() ? static_cast<unsigned char>(s[at + i]) & 0x3F : 0;
  };
  const unsigned char c = static_cast<unsigned char>(s[at]);
  if (c < 0x80) return c;
  if (c < 0xE0) {
    length = 2;
    return (static_cast<char32_t>(c & 0x1F) << 6) | byte(1);
  }
  if (c < 0xF0) {
    length = 3;
    return (static_cast<char32_t>(c & 0x0F) << 12) | (byte(1) << 6) | byte(2);
  }
  length = 4;
  return (static_cast<char32_t>(c & 0x07) << 18) | (byte(1) << 12) |
         (byte(2) << 6) | byte(3);
}

bool IsUpperLetter(char32_t c) {
  return c < 0x80 ? IsUpper(static_cast<char>(c))
                  : u_isupper(static_cast<UChar32>(c));
}
bool IsLowerLetter(char32_t c) {
  return c < 0x80 ? IsLower(static_cast<char>(c))
                  : u_islower(static_cast<UChar32>(c));
}
bool IsLetter(char32_t c) {
  return c < 0x80 ? IsAlpha(static_cast<char>(c))
                  : u_isalpha(static_cast<UChar32>(c));
}

std::string_view StripMarks(std::string_view s) {
  std::size_t length = 0;
  while (!s.empty()) {
    const char32_t c = CodePointAt(s, 0, length);
    if (!IsOpenOrCloseMark(c) && !(c < 0x80 && IsSpace(static_cast<char>(c))))
      break;
    s.remove_prefix(std::min(length, s.size()));
  }
  while (!s.empty()) {
    const std::size_t at = Before(s, s.size());
    const char32_t c = CodePointAt(s, at, length);
    if (!IsOpenOrCloseMark(c) && !(c < 0x80 && IsSpace(static_cast<char>(c))))
      break;
    s = s.substr(0, at);
  }
  return s;
}

Ending EndingOf(std::string_view s) {
  std::size_t end = s.size();
  std::size_t length = 0;
  while (end > 0) {
    const std::size_t at = Before(s, end);
    const char32_t c = CodePointAt(s, at, length);
    if (c == ' ' || c == '\n' || c == '\t' || c == 0xFFFC ||
        IsOpenOrCloseMark(c)) {
      if (c == '(' || c == '[' || c == 0x201E) return Ending::kSoft;
      end = at;
      continue;
    }
    switch (c) {
      case '.':
      case '!':
      case '?':
      case 0x2026:  // Ellipsis.
      case 0x3002:
      case 0xFF01:
      case 0xFF1F:
      case 0x061F:
      case 0x06D4:
      case 0x0964:
        return Ending::kTerminal;
      case ':':
      case 0xFF1A:
        return Ending::kColon;
      default:
        return Ending::kSoft;
    }
  }
  return Ending::kEmpty;
}

bool StartsLower(std::string_view s) {
  return IsLowerLetter(FirstAfterMarks(s));
}

bool StartsUpper(std::string_view s) {
  const char32_t c = FirstAfterMarks(s);
  return IsUpperLetter(c) || (c < 0x80 && IsDigit(static_cast<char>(c))) ||
         (c >= 0x80 && IsLetter(c) && !IsLowerLetter(c));
}

bool StartsWithOpenQuote(std::string_view s) {
  s = StripLeft(s);
  std::size_t length = 0;
  const char32_t c = CodePointAt(s, 0, length);
  if (s.starts_with("''") || s.starts_with("``")) return true;
  return c == '"' || c == 0x201C || c == 0x201E || c == 0xAB || c == 0x2018 ||
         c == 0xBB || c == 0x300C || c == 0x201F ||
         (c == '\'' && s.size() > 1 && IsUpper(s[1]));
}

bool QuoteOpenAtEnd(std::string_view s) {
  bool straight = false;
  int depth = 0;
  bool low = false;  // German style: „ opens, “ closes.
  for (std::size_t at = 0; at < s.size(); ++at) {
    const char c = s[at];
    if (c == '"') {
      straight = !straight;
    } else if (c == '\xE2' && at + 2 < s.size() && s[at + 1] == '\x80') {
      switch (s[at + 2]) {
        case '\x9E':
          low = true;
          ++depth;
          break;
        case '\x9C':
          depth += low ? -1 : 1;
          break;
        case '\x9D':
          if (straight && depth == 0) {
            straight = false;  // Opened straight, closed curly.
          } else {
            --depth;
          }
          break;
        default:
          break;
      }
      at += 2;
      depth = std::max(depth, 0);
    } else if (c == '\xC2' && at + 1 < s.size()) {
      if (s[at + 1] == '\xAB') ++depth;
      if (s[at + 1] == '\xBB') depth = std::max(depth - 1, 0);
      ++at;
    }
  }
  return straight || depth > 0;
}

int CountWords(std::string_view s, int most) {
  int words = 0;
  bool inside = false;
  for (char c : s) {
    const bool space = IsSpace(c);
    if (!space && !inside && ++words >= most) return words;
    inside = !space;
  }
  return words;
}

int CountSentences(std::string_view s, int most) {
  int count = 0;
  for (std::size_t at = 0; at < s.size() && count < most; ++at) {
    const char c = s[at];
    if (c != '.' && c != '!' && c != '?') continue;
    std::size_t next = at + 1;
    std::size_t length = 0;
    while (next < s.size()) {  // Closing marks.
      const char32_t mark = CodePointAt(s, next, length);
      if (!IsOpenOrCloseMark(mark)) break;
      next += length;
    }
    if (next >= s.size()) {
      ++count;
    } else if (IsSpace(s[next])) {
      // "U.S. Senate" and "Mr. Lavrov" end no sentence: a word of three
      // letters or more must stand before the mark.
      std::size_t letters = 0;
      while (letters < 4 && letters < at && IsAlnum(s[at - 1 - letters]))
        ++letters;
      const bool word = letters >= 4 || (letters == 3 && IsLower(s[at - 1])) ||
                        (at > 0 && (IsHigh(s[at - 1]) || IsPunct(s[at - 1])));
      if (word && StartsUpper(s.substr(next, 12))) ++count;
    }
    at = next > at ? next - 1 : at;
  }
  return count;
}

CaseCount CountCases(std::string_view s) {
  CaseCount count;
  std::size_t at = 0;
  std::size_t length = 0;
  while (at < s.size()) {
    if (IsSpace(s[at]) || s[at] == '-') {
      ++at;
      continue;
    }
    int letters = 0, upper = 0;
    bool first_upper = false;
    while (at < s.size() && !IsSpace(s[at]) && s[at] != '-') {
      const char32_t c = CodePointAt(s, at, length);
      if (IsLetter(c)) {
        const bool is_upper = IsUpperLetter(c);
        if (letters == 0) first_upper = is_upper || !IsLowerLetter(c);
        ++letters;
        upper += is_upper ? 1 : 0;
      }
      at += length;
    }
    if (letters == 0) continue;
    ++count.words;
    count.capitalised += first_upper ? 1 : 0;
    count.all_caps += letters >= 2 && upper == letters ? 1 : 0;
    if (letters >= 4) {
      ++count.long_words;
      count.long_lower += first_upper ? 0 : 1;
    }
  }
  return count;
}

}  // namespace quoth::parse
