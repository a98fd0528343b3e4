#include "ingest-service/parse/decode/text_builder.h"

#include <algorithm>
#include <array>

namespace quoth::parse {
namespace {

// Bytes at which NormaliseAt has something to decide: controls other than tab
// and LF, DEL, and the lead bytes of what is replaced or dropped.
constexpr std::array<bool, 256> MakeSpecial() {
  std::array<bool, 256> special{};
  for (int c = 0; c < 0x20; ++c) special[c] = c != '\t' && c != '\n';
  special[0x7F] = true;
  special[0xC2] = true;  // C1 controls, no-break space, soft hyphen.
  special[0xE2] = true;  // Spaces and separators of U+2000..206F.
  special[0xEF] = true;  // BOM.
  return special;
}
constexpr std::array<bool, 256> kSpecial = MakeSpecial();

uint8_t Byte(std::string_view s, std::size_t at) {
  return at < s.size() ? static_cast<uint8_t>(s[at]) : 0;
}

Normalised Dropped(uint8_t length) { return {length, false, false, ""}; }
Normalised As(uint8_t length, std::string_view text) {
  return {length, false, false, text};
}

Normalised NormaliseE2(std::string_view source, std::size_t at) {
  const uint8_t second = Byte(source, at + 1);
  const uint8_t third = Byte(source, at + 2);
  if (second == 0x80) {
    if (third == 0x87 || third == 0xAF) return As(3, " ");  // U+2007, U+202F
    if (third == 0x8B) return Dropped(3);                   // U+200B
    if (third == 0xA8) return As(3, "\n");                  // U+2028
    if (third == 0xA9) return As(3, "\n\n");                // U+2029
    // Embeddings and overrides change the order in which text is shown.
    if (third >= 0xAA && third <= 0xAE) return Dropped(3);  // U+202A..202E
  } else if (second == 0x81) {
    if (third == 0xA0) return Dropped(3);                   // U+2060
    if (third >= 0xA6 && third <= 0xA9) return Dropped(3);  // U+2066..2069
  }
  return {3};
}

}  // namespace

Normalised NormaliseAt(std::string_view source, std::size_t at) {
  const uint8_t c = Byte(source, at);
  if (!kSpecial[c]) return {1};
  switch (c) {
    case '\r':
      return As(Byte(source, at + 1) == '\n' ? 2 : 1, "\n");
    case '\f':
    case '\v':
      return As(1, "\n");
    case 0xC2: {
      const uint8_t next = Byte(source, at + 1);
      if (next == 0xA0) return As(2, " ");
      if (next == 0xAD) return Dropped(2);
      if (next == 0x85) return As(2, "\n");
      if (next < 0xA0) return {2, false, true, ""};
      return {2};
    }
    case 0xE2:
      return NormaliseE2(source, at);
    case 0xEF:
      if (Byte(source, at + 1) == 0xBB && Byte(source, at + 2) == 0xBF) {
        return Dropped(3);
      }
      // Ligatures, as copied from print: U+FB00..FB06.
      if (Byte(source, at + 1) == 0xAC && Byte(source, at + 2) >= 0x80 &&
          Byte(source, at + 2) <= 0x86) {
        static constexpr std::string_view kLetters[] = {
            "ff", "fi", "fl", "ffi", "ffl", "st", "st"};
        return As(3, kLetters[Byte(source, at + 2) - 0x80]);
      }
      return {3};
    default:
      return {1, false, true, ""};
  }
}

TextBuilder::TextBuilder(std::string_view source, uint32_t text_bytes_max,
                         DecodedDocument& out)
    : source_(source), limit_(text_bytes_max), out_(out) {}

bool TextBuilder::at_space() const {
  if (out_.text.empty()) return true;
  const char last = out_.text.back();
  return last == ' ' || last == '\n' || last == '\t';
}

void TextBuilder::Verbatim(Range source) {
  if (source.empty()) return;
  const std::size_t room = limit_ - std::min(limit_, out_.text.size());
  if (source.size() > room) {
    truncated_ = true;
    source.end = source.begin + static_cast<uint32_t>(room);
    // Not in the middle of a code point.
    while (source.end > source.begin &&
           (Byte(source_, source.end) & 0xC0) == 0x80) {
      --source.end;
    }
    if (source.empty()) return;
  }
  out_.text.append(source.of(source_));
  out_.map.AppendVerbatim(source.size(), source.begin);
}

void TextBuilder::Put(std::string_view text, Range source) {
  if (text.empty()) return;
  if (out_.text.size() + text.size() > limit_) {
    truncated_ = true;
    return;
  }
  out_.text.append(text);
  out_.map.AppendReplaced(static_cast<uint32_t>(text.size()), source);
}

void TextBuilder::Copy(Range source) {
  uint32_t start = source.begin;
  uint32_t at = source.begin;
  while (at < source.end) {
    if (!kSpecial[Byte(source_, at)]) {
      ++at;
      continue;
    }
    const Normalised n = NormaliseAt(source_, at);
    if (n.verbatim) {
      at += n.length;
      continue;
    }
    Verbatim({start, at});
    dropped_controls_ += n.control ? 1 : 0;
    Put(n.text, {at, at + n.length});
    at += n.length;
    start = at;
    if (truncated_) return;
  }
  Verbatim({start, source.end});
}

void TextBuilder::CopyCollapsed(Range source) {
  uint32_t start = source.begin;
  uint32_t at = source.begin;
  const auto is_space = [](char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  };
  while (at < source.end) {
    const char c = source_[at];
    if (!is_space(c)) {
      ++at;
      continue;
    }
    uint32_t end = at + 1;
    while (end < source.end && is_space(source_[end])) ++end;
    if (c == ' ' && end == at + 1 && at > start) {  // A single space: keep it.
      at = end;
      continue;
    }
    Copy({start, at});
    if (!at_space()) Put(" ", {at, end});
    at = start = end;
    if (truncated_) return;
  }
  Copy({start, source.end});
}

void TextBuilder::Replace(std::string_view text, Range source) {
  std::size_t start = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!kSpecial[Byte(text, at)]) {
      ++at;
      continue;
    }
    const Normalised n = NormaliseAt(text, at);
    if (!n.verbatim) {
      Put(text.substr(start, at - start), source);
      dropped_controls_ += n.control ? 1 : 0;
      Put(n.text, source);
      start = at + n.length;
    }
    at += n.length;
  }
  if (start < text.size()) Put(text.substr(start), source);
}

void TextBuilder::ReplaceCollapsed(std::string_view text, Range source) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t space = text.find_first_of(" \t\n\r\f", at);
    const std::size_t word_end = space == text.npos ? text.size() : space;
    Replace(text.substr(at, word_end - at), source);
    if (space == text.npos) return;
    if (!at_space()) Put(" ", source);
    at = text.find_first_not_of(" \t\n\r\f", space);
    if (at == text.npos) return;
  }
}

void TextBuilder::BreakLines(int count, Range source) {
  if (out_.text.empty()) return;
  std::size_t have = 0;
  const std::string& text = out_.text;
  while (have < text.size() && text[text.size() - 1 - have] == '\n') ++have;
  static constexpr std::string_view kBreaks = "\n\n";
  if (have < static_cast<std::size_t>(count)) {
    Put(kBreaks.substr(0, count - have), source);
  }
}

}  // namespace quoth::parse
