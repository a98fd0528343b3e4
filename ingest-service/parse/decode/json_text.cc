#include "ingest-service/parse/decode/json_text.h"

#include <string>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

bool TooDeep(std::string_view text, uint32_t depth_max) {
  uint32_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > depth_max) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

int HexAt(std::string_view text, std::size_t at) {
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    if (i >= text.size()) return -1;
    const char c = ToLower(text[i]);
    if (IsDigit(c)) {
      value = value * 16 + (c - '0');
    } else if (c >= 'a' && c <= 'f') {
      value = value * 16 + (c - 'a' + 10);
    } else {
      return -1;
    }
  }
  return value;
}

// Lone surrogate escapes as \uFFFD, control characters as spaces.
std::string Mended(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (static_cast<unsigned char>(out[i]) < 0x20) out[i] = ' ';
    if (out[i] != '\\') continue;
    if (i + 1 < out.size() && out[i + 1] == 'u') {
      const int unit = HexAt(out, i + 2);
      if (unit >= 0xD800 && unit <= 0xDBFF && i + 7 < out.size() &&
          out[i + 6] == '\\' && out[i + 7] == 'u') {
        const int low = HexAt(out, i + 8);
        if (low >= 0xDC00 && low <= 0xDFFF) {
          i += 11;
          continue;
        }
      }
      if (unit >= 0xD800 && unit <= 0xDFFF) out.replace(i + 2, 4, "FFFD");
      i += 5;
    } else {
      ++i;
    }
  }
  return out;
}

}  // namespace

nlohmann::json ParseJson(std::string_view text, uint32_t depth_max) {
  if (TooDeep(text, depth_max))
    return nlohmann::json(nlohmann::json::value_t::discarded);
  nlohmann::json value =
      nlohmann::json::parse(text.begin(), text.end(), nullptr, false, true);
  if (!value.is_discarded()) return value;
  const std::string mended = Mended(text);
  return nlohmann::json::parse(mended.begin(), mended.end(), nullptr, false,
                               true);
}

std::string StringOf(const nlohmann::json& value) {
  const nlohmann::json* at = &value;
  for (int steps = 0; steps < 4; ++steps) {
    if (at->is_string()) return at->get<std::string>();
    if (at->is_array() && !at->empty()) {
      at = &at->front();
    } else if (at->is_object()) {
      const auto name =
          at->contains("name") ? at->find("name") : at->find("@value");
      if (name == at->end()) return {};
      at = &*name;
    } else {
      return {};
    }
  }
  return {};
}

}  // namespace quoth::parse
