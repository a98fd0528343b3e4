// What the look of a line or paragraph says: does it end a sentence, start one,
// stand in title case, hold an open quotation. All linear in the text given.
#pragma once

#include <cstdint>
#include <string_view>

namespace quoth::parse {

// The code point at `at` and its length; U+FFFD and 1 past the end.
char32_t CodePointAt(std::string_view s, std::size_t at, std::size_t& length);

bool IsUpperLetter(char32_t c);
bool IsLowerLetter(char32_t c);
bool IsLetter(char32_t c);

// Without spaces and without quotation marks and brackets that open or close.
std::string_view StripMarks(std::string_view s);

enum class Ending : uint8_t {
  kEmpty,
  kTerminal,  // . ! ? and their like, closing marks after them ignored.
  kColon,
  kSoft,  // A letter, digit, comma, dash or open bracket: goes on.
};
Ending EndingOf(std::string_view s);

// First letter after opening marks is lower case.
bool StartsLower(std::string_view s);
// First letter after opening marks is upper case, or a digit starts it.
bool StartsUpper(std::string_view s);
bool StartsWithOpenQuote(std::string_view s);
// A quotation opened inside `s` is still open at its end.
bool QuoteOpenAtEnd(std::string_view s);

// White space separated words, counting at most `most`.
int CountWords(std::string_view s, int most = 1 << 20);
// Sentence-ending marks followed by space and a capital, plus the end.
int CountSentences(std::string_view s, int most);

struct CaseCount {
  int words = 0;        // With a letter.
  int capitalised = 0;  // First letter upper case.
  int all_caps = 0;     // Two letters or more, none lower.
  int long_words = 0;   // Four letters or more...
  int long_lower = 0;   // ... that start in lower case.
};
CaseCount CountCases(std::string_view s);

}  // namespace quoth::parse
