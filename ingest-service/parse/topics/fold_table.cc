#include "ingest-service/parse/topics/fold_table.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstring>
#include <string>

namespace quoth::parse {
namespace {

constexpr UChar32 kTableEnd = kFoldTableSize;

uint8_t ClassOf(UChar32 c) {
  switch (c) {
    case '\'':
    case 0x2019:
    case 0x02BC:
    case 0x2018:
      return kApostrophe;
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return kDashSign;
    case '"':
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
    case 0x201A:
      return kQuoteSign;
    case '.':
    case '!':
    case '?':
    case 0x2026:
      return kStopSign;
    case '&':
      return kAmpersand;
    default:
      break;
  }
  if (u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF) return kSpaceSign;
  const int8_t category = u_charType(c);
  if (category == U_UPPERCASE_LETTER || category == U_TITLECASE_LETTER) {
    return kLetterUpper;
  }
  if (u_isalpha(c)) return kLetterLower;
  if (u_isdigit(c)) return kDigit;
  if (category == U_NON_SPACING_MARK) return kMark;
  return kCommaSign;
}

// Base letter, lower case: "É" -> "e", "ß" -> "ss", "Ё" -> "е".
std::string FoldCodePoint(UChar32 c) {
  switch (c) {
    case 0x00DF:
    case 0x1E9E:
      return "ss";
    case 0x00C6:
    case 0x00E6:
      return "ae";
    case 0x0152:
    case 0x0153:
      return "oe";
    case 0x00D8:
    case 0x00F8:
      return "o";
    case 0x0141:
    case 0x0142:
      return "l";
    case 0x0110:
    case 0x0111:
      return "d";
    case 0x0130:
    case 0x0131:
      return "i";
    default:
      break;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  icu::UnicodeString folded(c);
  if (U_SUCCESS(status)) folded = nfkd->normalize(folded, status);
  folded.foldCase();
  std::string bytes;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 part = folded.char32At(i);
    if (u_charType(part) == U_NON_SPACING_MARK) continue;
    icu::UnicodeString(part).toUTF8String(bytes);
  }
  return bytes;
}

FoldRow MakeRow(UChar32 c) {
  FoldRow row;
  row.kind = ClassOf(c);
  if (row.kind != kLetterLower && row.kind != kLetterUpper &&
      row.kind != kDigit) {
    return row;
  }
  const std::string bytes = FoldCodePoint(c);
  if (bytes.empty() || bytes.size() > sizeof row.bytes) {
    row.kind = kMark;
    return row;
  }
  row.length = static_cast<uint8_t>(bytes.size());
  std::memcpy(row.bytes, bytes.data(), bytes.size());
  return row;
}

}  // namespace

const FoldRows& FoldTable() {
  static const auto* const table = [] {
    auto* rows = new FoldRows;
    for (UChar32 c = 0; c < kTableEnd; ++c) (*rows)[c] = MakeRow(c);
    return rows;
  }();
  return *table;
}

Sign WideSignAt(const FoldRows& table, std::string_view text, std::size_t at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  int32_t next = static_cast<int32_t>(at);
  UChar32 c;
  U8_NEXT(bytes, next, static_cast<int32_t>(text.size()), c);
  const auto length = static_cast<uint32_t>(next - static_cast<int32_t>(at));
  if (c < 0) return {length, FoldRow{}};
  if (c < kTableEnd) return {length, table[c]};
  return {length, MakeRow(c)};
}

}  // namespace quoth::parse
