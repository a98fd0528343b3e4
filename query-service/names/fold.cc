#include "query-service/names/fold.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace quoth::query {
namespace {

constexpr std::size_t kFoldBytesMax = 400;

bool IsAscii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80;
  });
}

// Transliterators are costly to make and serve one thread at a time.
icu::Transliterator* ThreadTransliterator() {
  thread_local const std::unique_ptr<icu::Transliterator> transliterator = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance(
            icu::UnicodeString::fromUTF8("NFD; Any-Latin; Latin-ASCII; Lower"),
            UTRANS_FORWARD, error));
    return U_SUCCESS(error) ? std::move(made) : nullptr;
  }();
  return transliterator.get();
}

std::string KeepWords(std::string_view ascii) {
  std::string out;
  out.reserve(ascii.size());
  bool gap = false;
  for (char c : ascii) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      if (gap && !out.empty()) out.push_back(' ');
      gap = false;
      out.push_back(c);
    } else if (c != '\'' &&
               c != '`') {  // O'Brien is one word; soft signs vanish.
      gap = true;
    }
  }
  return out;
}

std::string_view CutAtCharacter(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  return text.substr(0, end);
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

std::string FoldName(std::string_view text) {
  text = CutAtCharacter(text, kFoldBytesMax);
  if (IsAscii(text)) return KeepWords(text);
  icu::Transliterator* const transliterator = ThreadTransliterator();
  if (transliterator == nullptr) return KeepWords(text);
  icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(
      {text.data(), static_cast<int32_t>(text.size())});
  transliterator->transliterate(unicode);
  std::string folded;
  unicode.toUTF8String(folded);
  return KeepWords(folded);
}

std::vector<std::string_view> FoldedWords(std::string_view folded) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < folded.size();) {
    std::size_t end = folded.find(' ', begin);
    if (end == std::string_view::npos) end = folded.size();
    if (end > begin) words.push_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::string SoundKey(std::string_view folded_word) {
  // Longest first; what one language writes with several letters comes to one.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 25>
      kRewrites = {{
          {"shch", "S"}, {"schtsch", "S"}, {"tsch", "C"}, {"tch", "C"},
          {"sch", "S"},  {"zh", "J"},      {"kh", "h"},   {"sh", "S"},
          {"ch", "C"},   {"ph", "f"},      {"gu", "g"},   {"ck", "k"},
          {"ts", "c"},   {"tz", "c"},      {"cz", "C"},   {"dj", "J"},
          {"ff", "v"},   {"ou", "u"},      {"oo", "u"},   {"ee", "i"},
          {"yy", "i"},   {"ij", "i"},      {"iy", "i"},   {"ey", "i"},
          {"ei", "i"},
      }};
  std::string key(folded_word);
  for (const auto& [from, to] : kRewrites) ReplaceAll(key, from, to);
  std::string out;
  for (char c : key) {
    if (c == 'w' || c == 'f') c = 'v';
    if (c == 'y' || c == 'j' || c == 'e') c = 'i';
    if (c == 'q') c = 'k';
    if (c == 'x') c = 'k';
    if (c == 'z') c = 's';
    if (!out.empty() && out.back() == c) continue;  // Doubled letters.
    out.push_back(c);
  }
  return out;
}

}  // namespace quoth::query
