#include "ingest-service/parse/metadata/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {

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
