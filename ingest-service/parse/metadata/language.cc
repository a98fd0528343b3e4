#include "ingest-service/parse/metadata/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {

namespace {

// Words that no other language has as often as English.
bool IsEnglishWord(std::string_view word) {
  switch (word.size()) {
    case 2:
      return word == "of" || word == "to" || word == "it" || word == "by" ||
             word == "is";
    case 3:
      return word == "the" || word == "and" || word == "was" || word == "for" ||
             word == "his" || word == "has" || word == "but" || word == "not" ||
             word == "who" || word == "are";
    case 4:
      return word == "that" || word == "with" || word == "from" ||
             word == "they" || word == "have" || word == "said" ||
             word == "were" || word == "will" || word == "been" ||
             word == "this";
    case 5:
      return word == "would" || word == "their" || word == "which" ||
             word == "about" || word == "there";
    default:
      return false;
  }
}

// Plain English prose, beyond doubt and at a fraction of the detector's cost.
bool IsPlainlyEnglish(std::string_view sample) {
  constexpr std::size_t kBytesMin = 600;
  if (sample.size() < kBytesMin) return false;
  std::size_t words = 0, english = 0, high = 0;
  for (std::size_t at = 0; at < sample.size();) {
    std::size_t end = at;
    while (end < sample.size() && IsAlpha(sample[end])) ++end;
    if (end > at) {
      ++words;
      english += IsEnglishWord(sample.substr(at, end - at));
      at = end;
    } else {
      high += IsHigh(sample[at++]);
    }
  }
  // Running English has 20 to 40 of these words in a hundred; curly marks are
  // its only other signs.
  return english * 100 >= words * 17 && high * 25 < sample.size();
}

}  // namespace

std::string DetectLanguage(std::string_view text, const Layout& layout,
                           std::string_view hint) {
  // Enough for certainty, little enough to cost nothing.
  constexpr std::size_t kSampleBytesMax = 1200;
  std::string sample;
  for (const Block& block : layout.blocks) {
    if (sample.size() >= kSampleBytesMax) break;
    if (block.kind == BlockKind::kBoilerplate) continue;
    std::string_view s =
        block.range.of(text).substr(0, kSampleBytesMax - sample.size());
    // Not in the middle of a code point.
    while (s.size() < block.range.size() && !s.empty() &&
           (static_cast<unsigned char>(s.back()) & 0xC0) == 0x80) {
      s.remove_suffix(1);
    }
    if (s.size() < block.range.size() && !s.empty() && IsHigh(s.back()))
      s.remove_suffix(1);
    sample.append(s).push_back('\n');
  }
  if (sample.size() < 2) return hint.empty() ? "und" : std::string(hint);
  if (IsPlainlyEnglish(sample)) return "en";
  const std::string hint_copy(hint);
  CLD2::CLDHints hints = {hint_copy.empty() ? nullptr : hint_copy.c_str(),
                          nullptr, CLD2::UNKNOWN_ENCODING,
                          CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language language = CLD2::ExtDetectLanguageSummary(
      sample.data(), static_cast<int>(sample.size()), true, &hints, 0,
      languages, percents, scores, nullptr, &text_bytes, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE || (!reliable && !hint.empty())) {
    return hint.empty() ? "und" : std::string(hint);
  }
  return CLD2::LanguageCode(language);
}

}  // namespace quoth::parse
