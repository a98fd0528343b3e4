#include "ingest-service/parse/decode/entities.h"

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

struct Named {
  std::string_view name;
  uint32_t code_point;
};

constexpr Named kNamed[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},
    {"quot", '"'},      {"apos", '\''},     {"nbsp", 0xA0},
    {"shy", 0xAD},      {"ldquo", 0x201C},  {"rdquo", 0x201D},
    {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"bdquo", 0x201E},
    {"sbquo", 0x201A},  {"laquo", 0xAB},    {"raquo", 0xBB},
    {"ndash", 0x2013},  {"mdash", 0x2014},  {"hellip", 0x2026},
    {"bull", 0x2022},   {"middot", 0xB7},   {"copy", 0xA9},
    {"reg", 0xAE},      {"trade", 0x2122},  {"euro", 0x20AC},
    {"pound", 0xA3},    {"cent", 0xA2},     {"deg", 0xB0},
    {"times", 0xD7},    {"agrave", 0xE0},   {"aacute", 0xE1},
    {"acirc", 0xE2},    {"auml", 0xE4},     {"ccedil", 0xE7},
    {"egrave", 0xE8},   {"eacute", 0xE9},   {"ecirc", 0xEA},
    {"euml", 0xEB},     {"iuml", 0xEF},     {"ntilde", 0xF1},
    {"ocirc", 0xF4},    {"ouml", 0xF6},     {"ugrave", 0xF9},
    {"uuml", 0xFC},     {"szlig", 0xDF},    {"Auml", 0xC4},
    {"Ouml", 0xD6},     {"Uuml", 0xDC},     {"Eacute", 0xC9},
    {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009},
    {"zwj", 0x200D},    {"zwnj", 0x200C},   {"lrm", 0x200E},
    {"rlm", 0x200F},    {"iexcl", 0xA1},    {"curren", 0xA4},
    {"yen", 0xA5},      {"brvbar", 0xA6},   {"sect", 0xA7},
    {"uml", 0xA8},      {"ordf", 0xAA},     {"not", 0xAC},
    {"macr", 0xAF},     {"plusmn", 0xB1},   {"sup2", 0xB2},
    {"sup3", 0xB3},     {"acute", 0xB4},    {"micro", 0xB5},
    {"para", 0xB6},     {"cedil", 0xB8},    {"sup1", 0xB9},
    {"ordm", 0xBA},     {"frac14", 0xBC},   {"frac12", 0xBD},
    {"frac34", 0xBE},   {"iquest", 0xBF},   {"Agrave", 0xC0},
    {"Aacute", 0xC1},   {"Acirc", 0xC2},    {"Atilde", 0xC3},
    {"Aring", 0xC5},    {"AElig", 0xC6},    {"Ccedil", 0xC7},
    {"Egrave", 0xC8},   {"Ecirc", 0xCA},    {"Euml", 0xCB},
    {"Igrave", 0xCC},   {"Iacute", 0xCD},   {"Icirc", 0xCE},
    {"Iuml", 0xCF},     {"ETH", 0xD0},      {"Ntilde", 0xD1},
    {"Ograve", 0xD2},   {"Oacute", 0xD3},   {"Ocirc", 0xD4},
    {"Otilde", 0xD5},   {"Oslash", 0xD8},   {"Ugrave", 0xD9},
    {"Uacute", 0xDA},   {"Ucirc", 0xDB},    {"Yacute", 0xDD},
    {"THORN", 0xDE},    {"atilde", 0xE3},   {"aring", 0xE5},
    {"aelig", 0xE6},    {"igrave", 0xEC},   {"iacute", 0xED},
    {"icirc", 0xEE},    {"eth", 0xF0},      {"ograve", 0xF2},
    {"oacute", 0xF3},   {"otilde", 0xF5},   {"divide", 0xF7},
    {"oslash", 0xF8},   {"uacute", 0xFA},   {"ucirc", 0xFB},
    {"yacute", 0xFD},   {"thorn", 0xFE},    {"yuml", 0xFF},
    {"OElig", 0x152},   {"oelig", 0x153},   {"Scaron", 0x160},
    {"scaron", 0x161},  {"circ", 0x2C6},    {"tilde", 0x2DC},
    {"dagger", 0x2020}, {"Dagger", 0x2021}, {"permil", 0x2030},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"prime", 0x2032},
    {"Prime", 0x2033},  {"larr", 0x2190},   {"uarr", 0x2191},
    {"rarr", 0x2192},   {"darr", 0x2193},   {"minus", 0x2212},
    {"ne", 0x2260},     {"le", 0x2264},     {"ge", 0x2265},
    {"check", 0x2713},  {"starf", 0x2605},  {"star", 0x2606},
    {"hearts", 0x2665}, {"num", 0x23},      {"excl", 0x21},
    {"dollar", 0x24},   {"percnt", 0x25},   {"lpar", 0x28},
    {"rpar", 0x29},     {"ast", 0x2A},      {"plus", 0x2B},
    {"comma", 0x2C},    {"period", 0x2E},   {"sol", 0x2F},
    {"colon", 0x3A},    {"semi", 0x3B},     {"equals", 0x3D},
    {"quest", 0x3F},    {"commat", 0x40},   {"lsqb", 0x5B},
    {"rsqb", 0x5D},     {"lowbar", 0x5F},   {"vert", 0x7C},
    {"lbrace", 0x7B},   {"rbrace", 0x7D},   {"NewLine", 0xA},
    {"Tab", 0x9},       {"hyphen", 0x2010}, {"dash", 0x2010},
    {"horbar", 0x2015}, {"rdquor", 0x201D}, {"ldquor", 0x201E},
    {"rsquor", 0x2019}, {"alpha", 0x3B1},   {"Alpha", 0x391},
    {"beta", 0x3B2},    {"Beta", 0x392},    {"gamma", 0x3B3},
    {"Gamma", 0x393},   {"delta", 0x3B4},   {"Delta", 0x394},
    {"epsilon", 0x3B5}, {"Epsilon", 0x395}, {"zeta", 0x3B6},
    {"Zeta", 0x396},    {"eta", 0x3B7},     {"Eta", 0x397},
    {"theta", 0x3B8},   {"Theta", 0x398},   {"iota", 0x3B9},
    {"Iota", 0x399},    {"kappa", 0x3BA},   {"Kappa", 0x39A},
    {"lambda", 0x3BB},  {"Lambda", 0x39B},  {"mu", 0x3BC},
    {"Mu", 0x39C},      {"nu", 0x3BD},      {"Nu", 0x39D},
    {"xi", 0x3BE},      {"Xi", 0x39E},      {"omicron", 0x3BF},
    {"Omicron", 0x39F}, {"pi", 0x3C0},      {"Pi", 0x3A0},
    {"rho", 0x3C1},     {"Rho", 0x3A1},     {"sigmaf", 0x3C2},
    {"sigma", 0x3C3},   {"Sigma", 0x3A3},   {"tau", 0x3C4},
    {"Tau", 0x3A4},     {"upsilon", 0x3C5}, {"Upsilon", 0x3A5},
    {"phi", 0x3C6},     {"Phi", 0x3A6},     {"chi", 0x3C7},
    {"Chi", 0x3A7},     {"psi", 0x3C8},     {"Psi", 0x3A8},
    {"omega", 0x3C9},   {"Omega", 0x3A9},   {"AMP", 0x26},
    {"LT", 0x3C},       {"GT", 0x3E},       {"QUOT", 0x22},
    {"infin", 0x221E},  {"asymp", 0x2248},  {"sum", 0x2211},
    {"radic", 0x221A},  {"oline", 0x203E},  {"frasl", 0x2044},
    {"spades", 0x2660}, {"clubs", 0x2663},  {"diams", 0x2666},
    {"fnof", 0x192},    {"Yuml", 0x178},    {"harr", 0x2194},
    {"lArr", 0x21D0},   {"rArr", 0x21D2},   {"zcaron", 0x17E},
    {"Zcaron", 0x17D},  {"ccaron", 0x10D},  {"Ccaron", 0x10C},
    {"cacute", 0x107},  {"Cacute", 0x106},  {"dstrok", 0x111},
    {"Dstrok", 0x110},  {"lstrok", 0x142},  {"Lstrok", 0x141},
    {"nacute", 0x144},  {"sacute", 0x15B},  {"aogon", 0x105},
    {"eogon", 0x119},   {"zdot", 0x17C},    {"rcaron", 0x159},
    {"ecaron", 0x11B},  {"uring", 0x16F},
};

// What numbers 128..159 mean on the web: windows-1252.
constexpr uint16_t kWindows1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
constexpr std::size_t kEntityBytesMax = 12;

// 0 when there is none.
uint32_t CodePointNamed(std::string_view name) {
  static const auto* const kByName = [] {
    auto* map = new absl::flat_hash_map<std::string_view, uint32_t>();
    for (const Named& row : kNamed) map->emplace(row.name, row.code_point);
    return map;
  }();
  const auto found = kByName->find(name);
  return found == kByName->end() ? 0 : found->second;
}

// "&nbsp x", "&copy 2020": the names of Latin-1 need no semicolon where neither
// a letter nor "=" follows.
std::size_t DecodeBareName(std::string_view window, std::string& out) {
  std::size_t end = 1;
  while (end < window.size() && IsAlnum(window[end])) ++end;
  if (end < 3 || end >= window.size() || window[end] == '=' ||
      window[end] == ';')
    return 0;
  const uint32_t c = CodePointNamed(window.substr(1, end - 1));
  const bool latin1 =
      (c >= 0xA0 && c <= 0xFF) || c == '&' || c == '<' || c == '>' || c == '"';
  if (!latin1) return 0;
  AppendUtf8(c, out);
  return end;
}

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
  if (window.empty() || window[0] != '&') return 0;
  if (semicolon == window.npos || semicolon < 2)
    return DecodeBareName(window, out);
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
    if (value >= 0x80 && value < 0xA0) value = kWindows1252[value - 0x80];
    AppendUtf8(value, out);
    return semicolon + 1;
  }
  if (const uint32_t c = CodePointNamed(name); c != 0) {
    AppendUtf8(c, out);
    return semicolon + 1;
  }
  return DecodeBareName(window, out);
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
