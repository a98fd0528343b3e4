#include "ingest-service/authority/checked_json.h"

#include <string>

#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

using Json = nlohmann::json;

constexpr int kDepthMax = 64;
constexpr std::size_t kValuesMax = 20'000'000;

std::string Place(std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  std::size_t line = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < at; ++i) {
    if (text[i] != '\n') continue;
    ++line;
    begin = i + 1;
  }
  return "line " + std::to_string(line) + ", column " +
         std::to_string(at - begin + 1);
}

// Looks only at brackets, commas and strings.
absl::Status CheckSize(std::string_view field, std::string_view text) {
  int depth = 0;
  std::size_t values = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c == ',') ++values;
    if (depth > kDepthMax) {
      return kit::InvalidField(field,
                               Place(text, at) + ": nested deeper than 64");
    }
    if (values > kValuesMax) {
      return kit::InvalidField(field, "has more than 20 million values");
    }
  }
  return absl::OkStatus();
}

// Why the library refused, without its prefixes.
std::string Reason(const Json::parse_error& error) {
  std::string reason = error.what();
  const std::size_t colon = reason.find(": ", reason.find("column"));
  if (colon != reason.npos) reason.erase(0, colon + 2);
  constexpr std::size_t kReasonBytesMax = 160;
  // What it read last may be anything: only printable ASCII goes on.
  for (char& c : reason) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return reason.substr(0, kReasonBytesMax);
}

}  // namespace

absl::StatusOr<Json> ParseCheckedJson(std::string_view field,
                                      std::string_view text) {
  if (text.empty()) return kit::InvalidField(field, "is empty");
  absl::Status status = CheckSize(field, text);
  if (!status.ok()) return status;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  try {
    return Json::parse(text.begin(), text.end());
  } catch (const Json::parse_error& error) {
    return kit::InvalidField(
        field, Place(text, error.byte == 0 ? 0 : error.byte - 1) + ": " +
                   Reason(error));
  }
}

}  // namespace quoth::ingest
