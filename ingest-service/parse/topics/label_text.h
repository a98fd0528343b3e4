// How labels and running text are compared: words, folded to one spelling.
//
// Both sides go through the same function, so what matters is only that equal
// words get equal keys: case and accents are folded, English plurals become
// singular ("treaties" = "treaty"), possessives lose their clitic, and dotted
// abbreviations close up ("U.S." = "US"). Nothing else is stemmed: a full
// stemmer makes "will" an inheritance and "united" a union.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/text.h"

namespace quoth::parse {

// How a word is written. Proper names and acronyms are told by it.
enum class WordShape : uint8_t {
  kLower,       // "turkey", "covid"
  kCapital,     // "Turkey"
  kAllCaps,     // "NATO", "U.S.", "NGOs", "G20"
  kOneCapital,  // "A"
  kMixed,       // "iPhone", "eBay"
  kNumber,      // "19"
};

// What stands between a word and the one before it. Labels are matched over
// kSpace and kHyphen only.
enum class WordGap : uint8_t {
  kStart,
  kSpace,   // White space and quotation marks, no blank line.
  kHyphen,  // A dash or apostrophe with no space beside it.
  kComma,   // , ; : ( ) / and other signs within a sentence.
  kStop,    // . ! ? or a blank line.
};

struct LabelWord {
  Range range;       // In the text given, without the possessive clitic.
  uint64_t key = 0;  // Hash of the folded singular form.
  WordShape shape = WordShape::kLower;
  WordGap gap = WordGap::kStart;
  bool possessive = false;
  bool plural = false;  // The key is of a shorter, singular form.
};

// Appends the words of `text`; ranges are moved by `offset`. Linear time.
// `text` must be valid UTF-8.
void SplitLabelWords(std::string_view text, uint32_t offset,
                     std::vector<LabelWord>& words);

// Lower case, without accents, German sharp s as "ss"; the plural stays.
// Separators become one space: "New–START " -> "new start".
std::string FoldLabel(std::string_view text);

// The singular of a folded English word, in place; other words as they are.
// Shortens only (a table of irregular plurals aside) and never below 3 bytes.
std::size_t Singular(char* word, std::size_t length);

// ASCII only, for formats and identifiers.
std::string_view TrimSpace(std::string_view text);
std::string LowerAscii(std::string_view text);

}  // namespace quoth::parse
