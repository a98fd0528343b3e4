#include "ingest-service/parse/decode/json_strings.h"

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/entities.h"

namespace quoth::parse {
namespace {

// One past the closing mark of the string that opens at `at`.
uint32_t StringEnd(std::string_view json, uint32_t at) {
  uint32_t i = at + 1;
  while (i < json.size() && json[i] != '"') i += json[i] == '\\' ? 2 : 1;
  return static_cast<uint32_t>(std::min<std::size_t>(i + 1, json.size()));
}

int HexValue(std::string_view json, std::size_t at) {
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    if (i >= json.size()) return -1;
    const char c = ToLower(json[i]);
    if (!IsDigit(c) && (c < 'a' || c > 'f')) return -1;
    value = value * 16 + (IsDigit(c) ? c - '0' : c - 'a' + 10);
  }
  return value;
}

}  // namespace

std::vector<JsonString> FindJsonStrings(std::string_view json,
                                        std::size_t most) {
  struct Level {
    bool object;
    uint32_t number;
    std::string_view key;  // Under which this level stands.
  };
  constexpr std::size_t kLevelsMax = 1024;
  std::vector<Level> levels;
  std::vector<JsonString> found;
  std::string_view key;  // Of the member being read.
  bool expect_value = false;
  uint32_t objects = 0;
  for (uint32_t at = 0; at < json.size() && found.size() < most;) {
    const char c = json[at];
    if (c == '"') {
      const uint32_t end = StringEnd(json, at);
      const Range inside{at + 1, std::max(at + 1, end - 1)};
      uint32_t next = end;
      while (next < json.size() && IsSpace(json[next])) ++next;
      const bool in_object = !levels.empty() && levels.back().object;
      if (in_object && !expect_value && next < json.size() &&
          json[next] == ':') {
        key = inside.of(json);
        expect_value = true;
        at = next + 1;
        continue;
      }
      JsonString string;
      string.value = inside;
      if (in_object) {
        string.key = key;
        string.parent_key = levels.back().key;
      } else if (!levels.empty()) {
        string.key = levels.back().key;
      }
      string.object = levels.empty() ? 0 : levels.back().number;
      string.depth = static_cast<uint32_t>(levels.size());
      found.push_back(string);
      expect_value = false;
      at = end;
    } else {
      if (c == '{' || c == '[') {
        if (levels.size() >= kLevelsMax) return found;
        // An object in an array stands under the array's key.
        const bool in_array = !levels.empty() && !levels.back().object;
        levels.push_back({c == '{', c == '{' ? ++objects : objects,
                          in_array ? levels.back().key : key});
        expect_value = false;
      } else if (c == '}' || c == ']') {
        if (!levels.empty()) levels.pop_back();
        expect_value = false;
      } else if (c == ',') {
        expect_value = false;
      }
      ++at;
    }
  }
  return found;
}

std::string DecodeJsonString(std::string_view json, Range raw, SourceMap& map) {
  std::string out;
  out.reserve(raw.size());
  uint32_t start = raw.begin;
  for (uint32_t at = raw.begin; at < raw.end;) {
    if (json[at] != '\\') {
      ++at;
      continue;
    }
    out.append(json.substr(start, at - start));
    map.AppendVerbatim(at - start, start);
    const std::size_t before = out.size();
    uint32_t length = 2;
    const char c = at + 1 < raw.end ? json[at + 1] : '\\';
    switch (c) {
      case 'n':
        out.push_back('\n');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 'b':
      case 'f':
        out.push_back(' ');
        break;
      case 'u': {
        const int unit = HexValue(json.substr(0, raw.end), at + 2);
        if (unit < 0) {
          out.push_back('u');
          break;
        }
        length = 6;
        uint32_t code_point = static_cast<uint32_t>(unit);
        if (unit >= 0xD800 && unit <= 0xDBFF &&
            json.substr(at + 6, 2) == "\\u") {
          const int low = HexValue(json.substr(0, raw.end), at + 8);
          if (low >= 0xDC00 && low <= 0xDFFF) {
            code_point = 0x10000 +
                         ((static_cast<uint32_t>(unit) - 0xD800) << 10) +
                         (static_cast<uint32_t>(low) - 0xDC00);
            length = 12;
          }
        }
        if (code_point == 0) {
          out.push_back(' ');
        } else {
          AppendUtf8(code_point, out);  // A lone surrogate becomes U+FFFD.
        }
        break;
      }
      default:
        out.push_back(c);
        break;
    }
    const uint32_t end = std::min(raw.end, at + length);
    map.AppendReplaced(static_cast<uint32_t>(out.size() - before), {at, end});
    at = start = end;
  }
  out.append(json.substr(start, raw.end - start));
  map.AppendVerbatim(raw.end - start, start);
  return out;
}

void AppendPart(const DecodedDocument& inner, const SourceMap& middle,
                DecodedDocument& out) {
  if (!out.text.empty()) {
    out.text.append("\n\n");
    const Range first = middle.ToSource({0, 0});
    out.map.AppendReplaced(2, {first.begin, first.begin});
  }
  const uint32_t shift = static_cast<uint32_t>(out.text.size());
  out.text.append(inner.text);
  out.map.AppendChained(inner.map, middle);
  for (Markup markup : inner.markup) {
    markup.range.begin += shift;
    markup.range.end += shift;
    out.markup.push_back(std::move(markup));
  }
}

}  // namespace quoth::parse
