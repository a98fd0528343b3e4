#include "query-service/words/fold_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>

namespace quoth::query {
namespace {

// Latin, Greek and Cyrillic with their accents: looked up, not computed.
constexpr UChar32 kTableEnd = 0x530;

struct Entry {
  CharacterKind kind;
  unsigned char bytes;
  char folded[10];
};

// Letters that decomposition leaves whole but people type without the stroke.
std::u16string_view WithoutStroke(UChar32 character) {
  switch (character) {
    case 0xe6:  // ae
      return u"ae";
    case 0x153:  // oe
      return u"oe";
    case 0xf8:  // o with stroke
      return u"o";
    case 0x111:  // d with stroke
    case 0xf0:   // eth
      return u"d";
    case 0x142:  // l with stroke
      return u"l";
    case 0x131:  // dotless i
      return u"i";
    case 0xfe:  // thorn
      return u"th";
    default:
      return {};
  }
}

// Points and accents that a script is read without. Marks of Indic scripts are
// vowels and stay.
bool IsAccent(UChar32 c) {
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x483 && c <= 0x489) ||
         (c >= 0x591 && c <= 0x5c7) || (c >= 0x610 && c <= 0x61a) ||
         c == 0x640 || (c >= 0x64b && c <= 0x65f) || c == 0x670 ||
         (c >= 0x6d6 && c <= 0x6ed && u_charType(c) == U_NON_SPACING_MARK);
}

std::string ComputeFolded(UChar32 character) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const fold =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* const parts = icu::Normalizer2::getNFDInstance(error);
  const icu::Normalizer2* const whole = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return {};
  const icu::UnicodeString apart = parts->normalize(
      fold->normalize(icu::UnicodeString(character), error), error);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (IsAccent(c)) continue;
    const std::u16string_view plain = WithoutStroke(c);
    if (plain.empty()) {
      kept.append(c);
    } else {
      kept.append(plain.data(), static_cast<int32_t>(plain.size()));
    }
  }
  std::string out;
  whole->normalize(kept, error).toUTF8String(out);
  return out;
}

bool IsSolid(UChar32 c) {
  return (c >= 0xe00 && c <= 0xeff) || (c >= 0x1000 && c <= 0x109f) ||
         (c >= 0x1780 && c <= 0x17ff) || (c >= 0x3005 && c <= 0x3007) ||
         (c >= 0x3041 && c <= 0x30ff) || (c >= 0x31f0 && c <= 0x31ff) ||
         (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xff66 && c <= 0xff9f) || (c >= 0x20000 && c <= 0x3ffff);
}

CharacterKind ComputeKind(UChar32 c) {
  if (c == 0xad || c == 0x200c || c == 0x200d || c == 0xfeff || c == 0x2060)
    return CharacterKind::kIgnored;
  switch (u_charType(c)) {
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      return IsSolid(c) ? CharacterKind::kSolid : CharacterKind::kDigit;
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return IsSolid(c) ? CharacterKind::kSolid : CharacterKind::kLetter;
    default:
      return CharacterKind::kOther;
  }
}

std::array<Entry, kTableEnd> MakeTable() {
  std::array<Entry, kTableEnd> table{};
  for (UChar32 c = 0; c < kTableEnd; ++c) {
    Entry& entry = table[static_cast<std::size_t>(c)];
    entry.kind = ComputeKind(c);
    const std::string folded = ComputeFolded(c);
    entry.bytes = static_cast<unsigned char>(
        std::min(folded.size(), sizeof(entry.folded)));
    folded.copy(entry.folded, entry.bytes);
  }
  return table;
}

const Entry& EntryOf(UChar32 character) {
  static const std::array<Entry, kTableEnd> table = MakeTable();
  return table[static_cast<std::size_t>(character)];
}

}  // namespace

CharacterKind KindOf(UChar32 character) {
  return character >= 0 && character < kTableEnd ? EntryOf(character).kind
                                                 : ComputeKind(character);
}

void AppendFolded(UChar32 character, std::string& out) {
  if (character >= 0 && character < kTableEnd) {
    const Entry& entry = EntryOf(character);
    out.append(entry.folded, entry.bytes);
    return;
  }
  // Most of these fold to themselves; only some blocks do not.
  if ((character >= 0x3041 && character <= 0xd7a3 && character != 0x309b &&
       character != 0x309c) ||
      (character >= 0x20000 && character <= 0x2f7ff)) {
    icu::UnicodeString(character).toUTF8String(out);
    return;
  }
  out.append(ComputeFolded(character));
}

}  // namespace quoth::query
