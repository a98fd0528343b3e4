#include "ingest-service/parse/attribution/quote_marks.h"

#include <algorithm>
#include <array>
#include <optional>

namespace quoth::parse {
namespace {

// What stands beside a mark, coarse.
enum class Side : uint8_t { kSpace, kLetter, kDigit, kStop, kOpener, kOther };

bool IsSpaceByte(unsigned char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Space of two or three bytes that ends before / starts at a position.
bool NoBreakSpaceBefore(std::string_view text, uint32_t at) {
  return at >= 2 && text.substr(at - 2, 2) == "\xC2\xA0";
}
bool NoBreakSpaceAt(std::string_view text, uint32_t at) {
  return text.substr(at, 2) == "\xC2\xA0";
}

Side SideOfByte(unsigned char c) {
  if (IsSpaceByte(c)) return Side::kSpace;
  if (c >= '0' && c <= '9') return Side::kDigit;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80) {
    return Side::kLetter;
  }
  switch (c) {
    case ',':
    case '.':
    case '?':
    case '!':
    case ';':
    case ':':
    case ')':
    case ']':
    case '}':
      return Side::kStop;
    case '(':
    case '[':
    case '{':
    case '/':
    case '-':
      return Side::kOpener;
    default:
      return Side::kOther;
  }
}

Side Before(std::string_view text, uint32_t at, uint32_t floor) {
  if (at <= floor || NoBreakSpaceBefore(text, at)) return Side::kSpace;
  if (at >= 3) {
    const std::string_view three = text.substr(at - 3, 3);
    if (three == "\xE2\x80\x94" || three == "\xE2\x80\x93" ||
        three == "\xE2\x80\x9C" || three == "\xE2\x80\x98" ||
        three == "\xE2\x80\x9E") {
      return Side::kOpener;  // Dashes and opening marks.
    }
    if (three == "\xE2\x80\xA6" || three == "\xE2\x80\x99" ||
        three == "\xE2\x80\x9D") {
      return Side::kStop;  // Ellipsis and closing marks.
    }
  }
  return SideOfByte(static_cast<unsigned char>(text[at - 1]));
}

Side After(std::string_view text, uint32_t at, uint32_t ceiling) {
  if (at >= ceiling || NoBreakSpaceAt(text, at)) return Side::kSpace;
  const std::string_view three = text.substr(at, 3);
  if (three == "\xE2\x80\x94" || three == "\xE2\x80\x93" ||
      three == "\xE2\x80\x9D" || three == "\xE2\x80\x99") {
    return Side::kStop;
  }
  if (three == "\xE2\x80\xA6" || three == "\xE2\x80\x9C" ||
      three == "\xE2\x80\x98") {
    return Side::kLetter;  // Begins what is quoted.
  }
  const unsigned char c = static_cast<unsigned char>(text[at]);
  if (c == '-') return Side::kStop;
  if (c == '(' || c == '[' || c == '$') return Side::kLetter;
  return SideOfByte(c);
}

bool IsWordSide(Side side) {
  return side == Side::kLetter || side == Side::kDigit;
}

// Words that begin with an apostrophe: 'em, 'til, '90s, and the clitics that
// tokenised text sets apart: it 's, we 'll, do n't.
bool IsElision(std::string_view rest) {
  static constexpr std::array<std::string_view, 21> kElisions = {
      "em",   "til", "tis",  "twas", "cause", "n",     "round",
      "bout", "cuz", "cept", "un",   "im",    "twere", "twill",
      "s",    "d",   "ll",   "re",   "ve",    "m",     "t"};
  std::size_t length = 0;
  while (length < rest.size() && length < 8 &&
         SideOfByte(static_cast<unsigned char>(rest[length])) ==
             Side::kLetter) {
    ++length;
  }
  if (length == 0) return !rest.empty() && rest[0] >= '0' && rest[0] <= '9';
  std::array<char, 8> lower;
  for (std::size_t i = 0; i < length; ++i) {
    const char c = rest[i];
    lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const std::string_view word(lower.data(), length);
  return std::find(kElisions.begin(), kElisions.end(), word) != kElisions.end();
}

struct Glyph {
  QuoteFamily family;
  QuoteShape shape;
  uint32_t length;
  bool straight;
};

// Runs of ASCII singles: ''…'' and the mixtures at an inner end, ''…'it.'''
Glyph SinglesRun(std::string_view text, uint32_t at, Side before) {
  uint32_t run = 1;
  while (at + run < text.size() && text[at + run] == '\'' && run < 3) ++run;
  if (run == 1 || (run == 3 && IsWordSide(before)) ||
      (run == 3 && before == Side::kStop)) {
    return {QuoteFamily::kSingle, QuoteShape::kEither, 1, true};
  }
  return {QuoteFamily::kDouble, QuoteShape::kEither, 2, true};
}

std::optional<Glyph> GlyphAt(std::string_view text, uint32_t at, Side before) {
  using F = QuoteFamily;
  using S = QuoteShape;
  const unsigned char c = static_cast<unsigned char>(text[at]);
  const auto byte = [&](uint32_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
  };
  switch (c) {
    case '"':
      return Glyph{F::kDouble, S::kEither, 1, true};
    case '\'':
      return SinglesRun(text, at, before);
    case '`':
      if (byte(1) == '`') return Glyph{F::kDouble, S::kOpening, 2, false};
      return Glyph{F::kSingle, S::kOpening, 1, false};
    case 0xC2:
      if (byte(1) == 0xAB) return Glyph{F::kGuillemet, S::kOpening, 2, false};
      if (byte(1) == 0xBB) return Glyph{F::kGuillemet, S::kClosing, 2, false};
      return std::nullopt;
    case 0xE2:
      if (byte(1) != 0x80) return std::nullopt;
      switch (byte(2)) {
        case 0x98:
          if (text.substr(at + 3, 3) == "\xE2\x80\x98") {
            return Glyph{F::kDouble, S::kOpening, 6, false};
          }
          return Glyph{F::kSingle, S::kOpening, 3, false};
        case 0x99:
          if (text.substr(at + 3, 3) == "\xE2\x80\x99") {
            return Glyph{F::kDouble, S::kClosing, 6, false};
          }
          return Glyph{F::kSingle, S::kClosing, 3, false};
        case 0x9A:
          return Glyph{F::kSingle, S::kOpening, 3, false};
        case 0x9C:
          return Glyph{F::kDouble, S::kOpening, 3, false};
        case 0x9D:
          return Glyph{F::kDouble, S::kClosing, 3, false};
        case 0x9E:
          return Glyph{F::kDouble, S::kOpening, 3, false};
        case 0x9F:
          return Glyph{F::kDouble, S::kOpening, 3, false};
        case 0xB9:
          return Glyph{F::kSmallGuillemet, S::kOpening, 3, false};
        case 0xBA:
          return Glyph{F::kSmallGuillemet, S::kClosing, 3, false};
        default:
          return std::nullopt;
      }
    case 0xE3:
      if (byte(1) != 0x80) return std::nullopt;
      switch (byte(2)) {
        case 0x8C:
          return Glyph{F::kCorner, S::kOpening, 3, false};
        case 0x8D:
          return Glyph{F::kCorner, S::kClosing, 3, false};
        case 0x8E:
          return Glyph{F::kWhiteCorner, S::kOpening, 3, false};
        case 0x8F:
          return Glyph{F::kWhiteCorner, S::kClosing, 3, false};
        case 0x9D:
          return Glyph{F::kDouble, S::kOpening, 3, false};
        case 0x9E:
        case 0x9F:
          return Glyph{F::kDouble, S::kClosing, 3, false};
        default:
          return std::nullopt;
      }
    case 0xEF:
      if (byte(1) == 0xBC && byte(2) == 0x82) {
        return Glyph{F::kDouble, S::kEither, 3, true};
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

QuoteShape DoubleShape(const Glyph& glyph, Side before, Side after) {
  const bool space_before = before == Side::kSpace || before == Side::kOpener;
  const bool space_after = after == Side::kSpace || after == Side::kStop;
  if (glyph.shape == QuoteShape::kOpening) {
    // “ closes „ when it hangs on the word before it.
    return !space_before && space_after ? QuoteShape::kClosing
                                        : QuoteShape::kOpening;
  }
  if (glyph.shape == QuoteShape::kClosing) {
    // ” before a word: misplaced, or the opening mark of some languages.
    return space_before && !space_after ? QuoteShape::kEither
                                        : QuoteShape::kClosing;
  }
  if (space_before && !space_after) return QuoteShape::kOpening;
  if (!space_before && space_after) return QuoteShape::kClosing;
  return QuoteShape::kEither;
}

// nullopt: an apostrophe.
std::optional<QuoteShape> SingleShape(const Glyph& glyph, Side before,
                                      Side after, std::string_view rest) {
  if (IsWordSide(before) && IsWordSide(after)) return std::nullopt;
  const bool space_before = before == Side::kSpace || before == Side::kOpener ||
                            before == Side::kOther;
  if (glyph.shape == QuoteShape::kOpening) {
    if (!space_before && !IsWordSide(after)) return QuoteShape::kClosing;
    return space_before ? std::optional(QuoteShape::kOpening) : std::nullopt;
  }
  if (space_before && IsWordSide(after)) {
    if (!glyph.straight || IsElision(rest)) return std::nullopt;
    return QuoteShape::kOpening;
  }
  if (before == Side::kSpace && after == Side::kSpace) {
    return glyph.straight ? QuoteShape::kEither : QuoteShape::kClosing;
  }
  if (glyph.straight && space_before) return QuoteShape::kOpening;
  if (IsWordSide(after)) return std::nullopt;
  return QuoteShape::kClosing;
}

constexpr std::array<bool, 256> MakeLeadBytes() {
  std::array<bool, 256> table{};
  for (int c : {0x22, 0x27, 0x60, 0xC2, 0xE2, 0xE3, 0xEF}) table[c] = true;
  return table;
}
constexpr std::array<bool, 256> kLeadBytes = MakeLeadBytes();

bool AfterStop(std::string_view text, uint32_t at, uint32_t floor) {
  while (at > floor && IsSpaceByte(static_cast<unsigned char>(text[at - 1]))) {
    --at;
  }
  if (at <= floor) return false;
  const char c = text[at - 1];
  return c == ',' || c == '.' || c == '?' || c == '!';
}

// A closing single after a plural s may be a possessive: `the voters' choice'`.
// It is one when a surer closing mark follows before any opening one.
void DropPossessives(std::string_view text, std::vector<QuoteMark>& marks) {
  int64_t sure_block = -1;
  std::vector<bool> drop(marks.size(), false);
  for (std::size_t i = marks.size(); i-- > 0;) {
    const QuoteMark& mark = marks[i];
    if (mark.family != QuoteFamily::kSingle) continue;
    if (mark.shape != QuoteShape::kClosing) {
      sure_block = -1;
      continue;
    }
    const char before = mark.begin > 0 ? text[mark.begin - 1] : ' ';
    const bool weak = before == 's' && mark.end + 1 < text.size() &&
                      text[mark.end] == ' ' && text[mark.end + 1] >= 'a' &&
                      text[mark.end + 1] <= 'z';
    if (weak) {
      drop[i] = sure_block == static_cast<int64_t>(mark.block);
    } else {
      sure_block = mark.block;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!drop[i]) marks[kept++] = marks[i];
  }
  marks.resize(kept);
}

}  // namespace

Range TrimSpace(std::string_view text, Range range) {
  while (range.begin < range.end) {
    if (IsSpaceByte(static_cast<unsigned char>(text[range.begin]))) {
      ++range.begin;
    } else if (NoBreakSpaceAt(text, range.begin)) {
      range.begin += 2;
    } else {
      break;
    }
  }
  while (range.begin < range.end) {
    if (IsSpaceByte(static_cast<unsigned char>(text[range.end - 1]))) {
      --range.end;
    } else if (NoBreakSpaceBefore(text, range.end)) {
      range.end -= 2;
    } else {
      break;
    }
  }
  return range;
}

std::vector<QuoteMark> ReadQuoteMarks(std::string_view text,
                                      const Layout& layout, uint32_t limit,
                                      Issues& issues) {
  std::vector<QuoteMark> marks;
  for (uint32_t b = 0; b < layout.blocks.size(); ++b) {
    const Block& block = layout.blocks[b];
    if (block.kind == BlockKind::kBoilerplate) continue;
    const uint32_t end =
        std::min(block.range.end, static_cast<uint32_t>(text.size()));
    for (uint32_t at = block.range.begin; at < end;) {
      if (!kLeadBytes[static_cast<unsigned char>(text[at])]) {
        ++at;
        continue;
      }
      const Side before = Before(text, at, block.range.begin);
      const std::optional<Glyph> glyph = GlyphAt(text, at, before);
      if (!glyph || at + glyph->length > end) {
        ++at;
        continue;
      }
      const uint32_t next = at + glyph->length;
      const Side after = After(text, next, end);
      std::optional<QuoteShape> shape;
      if (glyph->family == QuoteFamily::kSingle) {
        shape = SingleShape(*glyph, before, after, text.substr(next, 16));
      } else {
        shape = DoubleShape(*glyph, before, after);
      }
      if (shape) {
        if (marks.size() == limit) {
          issues.Add(IssueCode::kTooManyQuotes, {at, next},
                     "more quotation marks than the limit; the rest is text");
          return marks;
        }
        QuoteMark mark{at, next, b, glyph->family, *shape, glyph->straight};
        mark.first_in_block = TrimSpace(text, {block.range.begin, at}).empty();
        mark.after_stop = AfterStop(text, at, block.range.begin);
        mark.after_digit = before == Side::kDigit;
        marks.push_back(mark);
      }
      at = next;
    }
  }
  DropPossessives(text, marks);
  return marks;
}

}  // namespace quoth::parse
