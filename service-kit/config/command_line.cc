#include "service-kit/config/command_line.h"

#include <cstdlib>
#include <iostream>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "service-kit/status/absl_view.h"

namespace quoth::kit {
namespace {

constexpr int kUsageExitCode = 2;

struct ByteUnit {
  std::string_view suffix;
  std::uint64_t bytes;
};
constexpr ByteUnit kByteUnits[] = {
    {"GiB", 1ull << 30}, {"MiB", 1ull << 20}, {"KiB", 1ull << 10}};

std::string FormatBytes(std::uint64_t bytes) {
  for (const ByteUnit& unit : kByteUnits) {
    if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
      return absl::StrCat(bytes / unit.bytes, ToAbsl(unit.suffix));
    }
  }
  return absl::StrCat(bytes);
}

bool ParseBytes(std::string_view text, std::uint64_t& bytes) {
  std::uint64_t factor = 1;
  for (const ByteUnit& unit : kByteUnits) {
    if (text.size() > unit.suffix.size() &&
        text.substr(text.size() - unit.suffix.size()) == unit.suffix) {
      factor = unit.bytes;
      text.remove_suffix(unit.suffix.size());
      break;
    }
  }
  std::uint64_t count = 0;
  if (!absl::SimpleAtoi(ToAbsl(text), &count) ||
      count > std::numeric_limits<std::uint64_t>::max() / factor) {
    return false;
  }
  bytes = count * factor;
  return true;
}

// A file whose settings yield to the environment (CLI11 has it the other way).
class FileBelowEnvironment final : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> items = CLI::ConfigTOML::from_config(input);
    std::erase_if(items, [](const CLI::ConfigItem& item) {
      const std::string variable = CommandLine::EnvironmentName(item.name);
      const char* const value = std::getenv(variable.c_str());
      return value != nullptr && *value != '\0';
    });
    return items;
  }
};

}  // namespace

CommandLine::CommandLine(std::string program, std::string purpose,
                         std::string examples)
    : app_(std::move(purpose), program) {
  app_.footer(std::move(examples));
  app_.set_version_flag("--version",
                        absl::StrCat(program, " ", ToAbsl(kVersion)),
                        "Print the version");
  app_.set_config(
          "--config", "",
          "Read settings from this TOML file; flags and environment win")
      ->envname("QUOTH_CONFIG");
  app_.config_formatter(std::make_shared<FileBelowEnvironment>());
  app_.get_formatter()->column_width(34);
}

std::string CommandLine::EnvironmentName(std::string_view flag) {
  return absl::StrCat(
      "QUOTH_",
      absl::StrReplaceAll(absl::AsciiStrToUpper(ToAbsl(flag)), {{"-", "_"}}));
}

CLI::Option* CommandLine::AddSwitch(const std::string& name, bool& target,
                                    const std::string& help) {
  return app_.add_option("--" + name, target, help)
      ->envname(EnvironmentName(name))
      ->expected(0, 1)
      ->default_str(target ? "true" : "false")
      ->type_name("[true|false]");
}

CLI::Option* CommandLine::AddDuration(const std::string& name,
                                      absl::Duration& target,
                                      const std::string& help) {
  return app_
      .add_option_function<std::string>(
          "--" + name,
          [&target, name](const std::string& text) {
            absl::Duration parsed;
            if (!absl::ParseDuration(text, &parsed) ||
                parsed < absl::ZeroDuration()) {
              throw CLI::ValidationError(
                  "--" + name,
                  "\"" + text + "\" is not a duration such as 250ms or 10s");
            }
            target = parsed;
          },
          help)
      ->envname(EnvironmentName(name))
      ->type_name("DURATION")
      ->default_str(absl::FormatDuration(target));
}

CLI::Option* CommandLine::AddBytes(const std::string& name,
                                   std::uint64_t& target,
                                   const std::string& help) {
  return app_
      .add_option_function<std::string>(
          "--" + name,
          [&target, name](const std::string& text) {
            if (!ParseBytes(text, target)) {
              throw CLI::ValidationError(
                  "--" + name,
                  "\"" + text + "\" is not a size such as 8MiB or 4096");
            }
          },
          help)
      ->envname(EnvironmentName(name))
      ->type_name("SIZE")
      ->default_str(FormatBytes(target));
}

// CLI11 reports by exceptions; they end here.
std::optional<int> CommandLine::Parse(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::FileError& error) {
    std::cerr << "--config: " << error.what() << "\n";
    return kUsageExitCode;
  } catch (const CLI::ParseError& error) {
    const int code = app_.exit(error, std::cout, std::cerr);
    return code == 0 ? 0 : kUsageExitCode;
  }
  return std::nullopt;
}

void AddHostOptions(CommandLine& line, HostOptions& options) {
  line.Add("listen", options.listen,
           "Address to listen on: HOST:PORT or unix:PATH; may be repeated. "
           "Port 0 takes a free one")
      ->type_name("ADDRESS")
      ->delimiter(',')
      ->allow_extra_args(false);
  line.Add("port-file", options.port_file,
           "Write the chosen port to this file once listening")
      ->type_name("FILE");
  line.Add("tls-certificate", options.tls_certificate_file,
           "PEM certificate chain; with --tls-key turns TLS on. Read again "
           "when it changes")
      ->type_name("FILE");
  line.Add("tls-key", options.tls_key_file,
           "PEM private key of --tls-certificate")
      ->type_name("FILE");
  line.Add("tls-client-ca", options.tls_client_ca_file,
           "PEM roots; clients must present a certificate that they sign")
      ->type_name("FILE");
  line.Add("max-receive-bytes", options.max_receive_bytes,
           "Largest request message, in bytes")
      ->check(CLI::Range(1 << 10, 1 << 30));
  line.AddDuration("drain-deadline", options.drain_deadline,
                   "Time that calls in flight get when the server stops");
  line.AddDuration("drain-delay", options.drain_delay,
                   "Time between reporting NOT_SERVING and refusing calls");
  line.AddDuration("min-ping-interval", options.min_ping_interval,
                   "How often clients may send keepalive pings");
  line.AddSwitch("reflection", options.reflection, "Serve gRPC reflection");
  line.AddSwitch("channelz", options.channelz, "Serve gRPC channelz");
}

void AddLogOptions(CommandLine& line, LogOptions& options) {
  line.Add("log-format", options.format,
           "Log lines as key=value text or as JSON objects")
      ->check(CLI::IsMember({"text", "json"}));
  line.Add("log-level", options.level, "Least severe lines to log")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}));
}

}  // namespace quoth::kit
