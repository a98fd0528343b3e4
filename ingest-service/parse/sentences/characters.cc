#include "ingest-service/parse/sentences/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace quoth::parse {
namespace internal {
namespace {

constexpr std::array<CharClass, 128> MakeAsciiClass() {
  std::array<CharClass, 128> table{};
  for (int c = 0; c < 128; ++c) {
    CharClass kind = CharClass::kOther;
    if (c <= ' ') kind = CharClass::kSpace;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      kind = CharClass::kLetter;
    }
    if (c >= '0' && c <= '9') kind = CharClass::kDigit;
    table[c] = kind;
  }
  table['\''] = CharClass::kApostrophe;
  table['"'] = CharClass::kDoubleMark;
  table['`'] = CharClass::kBacktick;
  table['.'] = table['!'] = table['?'] = CharClass::kStop;
  table[','] = CharClass::kComma;
  table[':'] = CharClass::kColon;
  table[';'] = CharClass::kSemicolon;
  table['-'] = CharClass::kHyphen;
  table['('] = table['['] = table['{'] = CharClass::kBracketOpen;
  table[')'] = table[']'] = table['}'] = CharClass::kBracketClose;
  return table;
}

}  // namespace

constinit const std::array<CharClass, 128> kAsciiClass = MakeAsciiClass();

Character DecodeWide(std::string_view text, uint32_t at) {
  int32_t next = static_cast<int32_t>(at);
  UChar32 code = 0;
  // Six bytes at most are looked at, so that lengths beyond 2 GiB are fine.
  const std::string_view window = text.substr(at, 6);
  next = 0;
  U8_NEXT(window.data(), next, static_cast<int32_t>(window.size()), code);
  if (code < 0) return {0xFFFD, 1, CharClass::kOther};
  const auto wide = static_cast<char32_t>(code);
  return {wide, static_cast<uint8_t>(next), ClassOf(wide)};
}

}  // namespace internal

namespace {

bool IsIdeographic(UChar32 code) {
  if (code < 0x0E00) return false;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(code, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return code == 0x30FC;  // The mark that lengthens a Japanese vowel.
  }
}

CharClass PunctuationClass(char32_t code) {
  switch (code) {
    case U'’':
    case U'‘':
    case U'‚':
    case U'‛':
    case U'ʼ':
    case U'＇':
      return CharClass::kApostrophe;
    case U'“':
    case U'”':
    case U'„':
    case U'‟':
    case U'«':
    case U'»':
    case U'‹':
    case U'›':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
    case U'〝':
    case U'〞':
    case U'〟':
    case U'＂':
      return CharClass::kDoubleMark;
    case U'…':
    case U'。':
    case U'．':
    case U'！':
    case U'？':
    case U'؟':
    case U'۔':
    case U'।':
    case U'‼':
    case U'⁇':
    case U'⁈':
    case U'⁉':
      return CharClass::kStop;
    case U'，':
    case U'、':
    case U'،':
      return CharClass::kComma;
    case U'：':
      return CharClass::kColon;
    case U'；':
    case U'؛':
      return CharClass::kSemicolon;
    case U'‐':
    case U'‑':
      return CharClass::kHyphen;
    default:
      return CharClass::kOther;
  }
}

}  // namespace

CharClass ClassOf(char32_t code) {
  if (code < 128) return internal::kAsciiClass[code];
  const CharClass mark = PunctuationClass(code);
  if (mark != CharClass::kOther) return mark;
  const auto wide = static_cast<UChar32>(code);
  switch (u_charType(wide)) {
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_CONTROL_CHAR:
      return CharClass::kSpace;
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return IsIdeographic(wide) ? CharClass::kIdeograph : CharClass::kLetter;
    case U_LETTER_NUMBER:
    case U_DECIMAL_DIGIT_NUMBER:
      return CharClass::kDigit;
    case U_DASH_PUNCTUATION:
      return CharClass::kDash;
    case U_START_PUNCTUATION:
      return CharClass::kBracketOpen;
    case U_END_PUNCTUATION:
      return CharClass::kBracketClose;
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return CharClass::kDoubleMark;
    case U_FORMAT_CHAR:
      // Joiners stand inside words of several scripts.
      return code == 0x200C || code == 0x200D ? CharClass::kLetter
                                              : CharClass::kOther;
    default:
      return CharClass::kOther;
  }
}

Character CharBefore(std::string_view text, uint32_t at) {
  if (at == 0 || at > text.size()) return {};
  uint32_t start = at - 1;
  const uint32_t stop = at > 4 ? at - 4 : 0;
  while (start > stop &&
         (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) {
    --start;
  }
  return CharAt(text, start);
}

bool IsUpper(char32_t code) {
  if (code < 128) return code >= 'A' && code <= 'Z';
  const auto wide = static_cast<UChar32>(code);
  return u_isupper(wide) || u_istitle(wide);
}

bool IsLower(char32_t code) {
  if (code < 128) return code >= 'a' && code <= 'z';
  return u_islower(static_cast<UChar32>(code));
}

}  // namespace quoth::parse
