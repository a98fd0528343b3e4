#include "query-service/reports/words.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <utility>

namespace quoth::query {
namespace {

constexpr std::uint64_t kNoWord = 0xcbf29ce484222325u;

std::uint64_t Extend(std::uint64_t word, std::uint32_t character) {
  return (word ^ character) * 0x100000001b3u;
}

// Written between the letters of one word, or not at all.
bool IsInsideWord(UChar32 c) {
  return c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0x00ad ||
         c == 0x200b || c == 0x2060 || u_charType(c) == U_NON_SPACING_MARK;
}

// Scripts that put no spaces between words.
bool StandsAlone(UChar32 c) {
  if (c < 0x0e00) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

// Without accents and case: the first letter of what it is made of.
UChar32 Bare(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* const normalizer = unorm2_getNFKDInstance(&error);
  std::array<UChar, 32> parts{};
  const std::int32_t size =
      U_FAILURE(error) ? -1
                       : unorm2_getDecomposition(
                             normalizer, c, parts.data(),
                             static_cast<std::int32_t>(parts.size()), &error);
  if (size > 0 && U_SUCCESS(error)) {
    std::int32_t at = 0;
    U16_NEXT(parts.data(), at, size, c);
  }
  return u_foldCase(c, U_FOLD_CASE_DEFAULT);
}

class Words {
 public:
  explicit Words(std::size_t max) : max_(max) {}
  bool full() const { return words_.size() >= max_; }
  void Add(std::uint32_t letter) { word_ = Extend(word_, letter); }
  void End() {
    if (word_ == kNoWord) return;
    words_.push_back(Mix(word_, 0));
    word_ = kNoWord;
  }
  std::vector<std::uint64_t> Take() { return std::move(words_); }
  void Reserve(std::size_t words) { words_.reserve(words); }

 private:
  const std::size_t max_;
  std::uint64_t word_ = kNoWord;
  std::vector<std::uint64_t> words_;
};

// 'x': a letter or digit, folded; 0: inside a word and dropped; 1: a gap.
constexpr std::array<unsigned char, 128> kAscii = [] {
  std::array<unsigned char, 128> table{};
  for (unsigned c = 0; c < 128; ++c) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool upper = c >= 'A' && c <= 'Z';
    table[c] = static_cast<unsigned char>(kept ? c : upper ? c + 32 : 1);
  }
  table['\''] = 0;
  table['`'] = 0;
  return table;
}();

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::vector<std::uint64_t> WordsOf(std::string_view text,
                                   std::size_t words_max) {
  Words words(words_max);
  words.Reserve(std::min(words_max, text.size() / 5 + 1));
  const auto size = static_cast<std::int32_t>(
      std::min<std::size_t>(text.size(), std::size_t{1} << 30));
  for (std::int32_t at = 0; at < size && !words.full();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      // 1,000 and 1000 are one number.
      const bool in_number = byte == ',' && at > 0 && at + 1 < size &&
                             IsDigit(text[at - 1]) && IsDigit(text[at + 1]);
      const unsigned char folded = kAscii[byte];
      if (folded > 1) {
        words.Add(folded);
      } else if (folded == 1 && !in_number) {
        words.End();
      }
      ++at;
      continue;
    }
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (c >= 0 && IsInsideWord(c)) continue;
    if (c < 0 || !u_isalnum(c)) {
      words.End();
      continue;
    }
    const bool alone = StandsAlone(c);
    if (alone) words.End();
    words.Add(static_cast<std::uint32_t>(Bare(c)));
    if (alone) words.End();
  }
  if (!words.full()) words.End();
  return words.Take();
}

}  // namespace quoth::query
