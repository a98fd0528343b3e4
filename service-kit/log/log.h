// Structured log lines on standard error: a message and fields.
//
// Never log document text, tokens, keys or passwords: names, sizes, counts,
// codes and durations are enough. Messages are constant text; what varies is
// a field, so that lines can be counted.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"

namespace quoth::kit {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct LogField {
  std::string key;     // lower_snake_case, unit last: "duration_us".
  std::string value;   // Numbers as printed.
  bool quoted = true;  // False for numbers and booleans in JSON.

  LogField(std::string_view key, std::string_view value)
      : key(key), value(value) {}
  LogField(std::string_view key, const char* value) : key(key), value(value) {}
  LogField(std::string_view key, const std::string& value)
      : key(key), value(value) {}
  LogField(std::string_view key, bool value)
      : key(key), value(value ? "true" : "false"), quoted(false) {}
  LogField(std::string_view key, double value);
  template <typename Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
      LogField(std::string_view key, Integer value)
      : key(key), value(std::to_string(value)), quoted(false) {}
};

// A set of fields that goes with every line: one for a program, one for a
// request. A value; cheap to copy while few fields are held. Safe to use from
// any thread.
class Log {
 public:
  Log() = default;

  Log With(std::initializer_list<LogField> fields) const;

  void Debug(std::string_view message,
             std::initializer_list<LogField> fields = {}) const;
  void Info(std::string_view message,
            std::initializer_list<LogField> fields = {}) const;
  void Warning(std::string_view message,
               std::initializer_list<LogField> fields = {}) const;
  void Error(std::string_view message,
             std::initializer_list<LogField> fields = {}) const;
  // Adds the fields "code" and "error" of a status.
  void Error(std::string_view message, const absl::Status& status,
             std::initializer_list<LogField> fields = {}) const;
  void Warning(std::string_view message, const absl::Status& status,
               std::initializer_list<LogField> fields = {}) const;

 private:
  void Write(LogLevel level, std::string_view message,
             const absl::Status* status,
             std::initializer_list<LogField> fields) const;
  std::vector<LogField> fields_;
};

struct LogOptions {
  std::string format =
      "text";  // "text" (key=value) or "json" (one object a line).
  std::string level = "info";  // debug, info, warning, error, off.
};

// Once, at the start of a program; before it lines go out as text at "info".
// INVALID_ARGUMENT for an unknown format or level.
absl::Status StartLog(const LogOptions& options);

// For tests: one line as it would be written, without the newline. `time` is
// RFC 3339.
std::string FormatLogLine(bool json, std::string_view time, LogLevel level,
                          std::string_view message,
                          const std::vector<LogField>& fields);

}  // namespace quoth::kit
