#include "ingest-service/tools/quoth_parse/json_writer.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace quoth::tools {
namespace {

// Written as it stands between quotation marks.
constexpr bool IsPlain(char c) {
  return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

}  // namespace

void JsonWriter::Separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

void JsonWriter::Open(char c) {
  Separate();
  out_ += c;
  comma_ = false;
}

void JsonWriter::Close(char c) {
  out_ += c;
  comma_ = true;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  out_ += '"';
  out_ += key;
  out_ += "\":";
  comma_ = false;
  return *this;
}

void JsonWriter::String(std::string_view value) {
  std::size_t plain = 0;
  while (plain < value.size() && IsPlain(value[plain])) ++plain;
  if (plain == value.size()) {
    Separate();
    out_ += '"';
    out_ += value;
    out_ += '"';
    return;
  }
  // Escapes and other scripts: the library knows all the rules.
  Separate();
  out_ += nlohmann::json(value).dump(-1, ' ', false,
                                     nlohmann::json::error_handler_t::replace);
}

void JsonWriter::StringOrNull(std::string_view value) {
  value.empty() ? Null() : String(value);
}

void JsonWriter::Number(int64_t value) {
  Separate();
  char digits[24];
  out_.append(digits, std::to_chars(digits, digits + 24, value).ptr);
}

void JsonWriter::Number(double value) {
  Separate();
  char digits[40];
  const char* end = std::to_chars(digits, digits + 40, value).ptr;
  const std::string_view written(digits,
                                 static_cast<std::size_t>(end - digits));
  out_ += written;
  // A reader may tell floating point by its point.
  if (written.find_first_of(".e") == written.npos) out_ += ".0";
}

void JsonWriter::Bool(bool value) {
  Separate();
  out_ += value ? "true" : "false";
}

void JsonWriter::Null() {
  Separate();
  out_ += "null";
}

}  // namespace quoth::tools
