#include "service-kit/log/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service-kit/status/absl_view.h"

namespace quoth::kit {
namespace {

struct LogState {
  std::shared_ptr<spdlog::logger> logger;
  bool json = false;
};

LogState& State() {
  static LogState* const state = [] {
    auto* made = new LogState;
    made->logger = std::make_shared<spdlog::logger>(
        "quoth", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->logger->set_pattern("%v");
    made->logger->flush_on(spdlog::level::trace);
    return made;
  }();
  return *state;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      break;
  }
  return spdlog::level::err;
}

std::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      break;
  }
  return "error";
}

// Also a valid quoted value of the text form. Bytes above 0x7F pass as UTF-8.
void AppendJsonString(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

bool NeedsQuotes(std::string_view value) {
  if (value.empty()) return true;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '=' ||
        c == '\\' || c == 0x7F) {
      return true;
    }
  }
  return false;
}

}  // namespace

LogField::LogField(std::string_view key, double value)
    : key(key), value(absl::StrFormat("%.6g", value)), quoted(false) {}

std::string FormatLogLine(bool json, std::string_view time, LogLevel level,
                          std::string_view message,
                          const std::vector<LogField>& fields) {
  std::string line;
  if (json) {
    absl::StrAppend(&line, "{\"time\":\"", ToAbsl(time), "\",\"level\":\"",
                    ToAbsl(LevelName(level)), "\",\"message\":");
    AppendJsonString(line, message);
    for (const LogField& field : fields) {
      line.push_back(',');
      AppendJsonString(line, field.key);
      line.push_back(':');
      if (field.quoted) {
        AppendJsonString(line, field.value);
      } else {
        line += field.value;
      }
    }
    line.push_back('}');
    return line;
  }
  absl::StrAppend(&line, ToAbsl(time), " ", ToAbsl(LevelName(level)), " ");
  AppendJsonString(line, message);
  for (const LogField& field : fields) {
    absl::StrAppend(&line, " ", field.key, "=");
    if (NeedsQuotes(field.value)) {
      AppendJsonString(line, field.value);
    } else {
      line += field.value;
    }
  }
  return line;
}

absl::Status StartLog(const LogOptions& options) {
  if (options.format != "text" && options.format != "json") {
    return absl::InvalidArgumentError(absl::StrCat(
        "log format \"", options.format, "\" is neither text nor json"));
  }
  const auto level = spdlog::level::from_str(options.level);
  if (level == spdlog::level::off && options.level != "off") {
    return absl::InvalidArgumentError(
        absl::StrCat("log level \"", options.level,
                     "\" is none of debug, info, warning, error, off"));
  }
  State().json = options.format == "json";
  State().logger->set_level(level);
  return absl::OkStatus();
}

Log Log::With(std::initializer_list<LogField> fields) const {
  Log log = *this;
  log.fields_.insert(log.fields_.end(), fields.begin(), fields.end());
  return log;
}

void Log::Debug(std::string_view message,
                std::initializer_list<LogField> fields) const {
  Write(LogLevel::kDebug, message, nullptr, fields);
}
void Log::Info(std::string_view message,
               std::initializer_list<LogField> fields) const {
  Write(LogLevel::kInfo, message, nullptr, fields);
}
void Log::Warning(std::string_view message,
                  std::initializer_list<LogField> fields) const {
  Write(LogLevel::kWarning, message, nullptr, fields);
}
void Log::Warning(std::string_view message, const absl::Status& status,
                  std::initializer_list<LogField> fields) const {
  Write(LogLevel::kWarning, message, &status, fields);
}
void Log::Error(std::string_view message,
                std::initializer_list<LogField> fields) const {
  Write(LogLevel::kError, message, nullptr, fields);
}
void Log::Error(std::string_view message, const absl::Status& status,
                std::initializer_list<LogField> fields) const {
  Write(LogLevel::kError, message, &status, fields);
}

void Log::Write(LogLevel level, std::string_view message,
                const absl::Status* status,
                std::initializer_list<LogField> fields) const {
  LogState& state = State();
  if (!state.logger->should_log(ToSpdlog(level))) return;
  std::vector<LogField> all = fields_;
  all.insert(all.end(), fields.begin(), fields.end());
  if (status != nullptr) {
    all.emplace_back("code", absl::StatusCodeToString(status->code()));
    all.emplace_back("error", FromAbsl(status->message()));
  }
  const std::string time = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(),
                                            absl::UTCTimeZone());
  state.logger->log(ToSpdlog(level), "{}",
                    FormatLogLine(state.json, time, level, message, all));
}

}  // namespace quoth::kit
