#include "ingest-service/parse/decode/entities.h"

#include <algorithm>
#include <cstdint>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

struct Named {
  std::string_view name;
  uint32_t code_point;
};

constexpr Named kNamed[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},
    {"quot", '"'},     {"apos", '\''},    {"nbsp", 0xA0},
    {"shy", 0xAD},     {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"bdquo", 0x201E},
    {"sbquo", 0x201A}, {"laquo", 0xAB},   {"raquo", 0xBB},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026},
    {"bull", 0x2022},  {"middot", 0xB7},  {"copy", 0xA9},
    {"reg", 0xAE},     {"trade", 0x2122}, {"euro", 0x20AC},
    {"pound", 0xA3},   {"cent", 0xA2},    {"deg", 0xB0},
    {"times", 0xD7},   {"agrave", 0xE0},  {"aacute", 0xE1},
    {"acirc", 0xE2},   {"auml", 0xE4},    {"ccedil", 0xE7},
    {"egrave", 0xE8},  {"eacute", 0xE9},  {"ecirc", 0xEA},
    {"euml", 0xEB},    {"iuml", 0xEF},    {"ntilde", 0xF1},
    {"ocirc", 0xF4},   {"ouml", 0xF6},    {"ugrave", 0xF9},
    {"uuml", 0xFC},    {"szlig", 0xDF},   {"Auml", 0xC4},
    {"Ouml", 0xD6},    {"Uuml", 0xDC},    {"Eacute", 0xC9},
    {"ensp", 0x2002},  {"emsp", 0x2003},  {"thinsp", 0x2009},
    {"zwj", 0x200D},   {"zwnj", 0x200C},  {"lrm", 0x200E},
    {"rlm", 0x200F},
};
constexpr std::size_t kEntityBytesMax = 12;

}  // namespace

void AppendUtf8(uint32_t c, std::string& out) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::size_t DecodeEntityAt(std::string_view text, std::size_t at,
                           std::string& out) {
  const std::string_view window = text.substr(at, kEntityBytesMax);
  const std::size_t semicolon = window.find(';');
  if (semicolon == window.npos || semicolon < 2 || window[0] != '&') return 0;
  const std::string_view name = window.substr(1, semicolon - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    if (digits.empty()) return 0;
    uint32_t value = 0;
    for (char c : digits) {
      uint32_t digit;
      if (c >= '0' && c <= '9') {
        digit = c - '0';
      } else if (hex && (ToLower(c) >= 'a' && ToLower(c) <= 'f')) {
        digit = ToLower(c) - 'a' + 10;
      } else {
        return 0;
      }
      value = std::min<uint32_t>(value * (hex ? 16 : 10) + digit, 0x110000);
    }
    AppendUtf8(value, out);
    return semicolon + 1;
  }
  for (const Named& named : kNamed) {
    if (named.name == name) {
      AppendUtf8(named.code_point, out);
      return semicolon + 1;
    }
  }
  return 0;
}

std::string DecodeEntities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length =
        text[at] == '&' ? DecodeEntityAt(text, at, out) : 0;
    if (length == 0) {
      out.push_back(text[at++]);
    } else {
      at += length;
    }
  }
  return out;
}

}  // namespace quoth::parse
