// Flags, environment and a file, in that order of precedence, for every
// program. `--listen` is also QUOTH_LISTEN and `listen = ...` in the TOML file
// that --config (or QUOTH_CONFIG) names.
//
// Only main and config files include this header.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "service-kit/host/server_host.h"
#include "service-kit/log/log.h"

namespace quoth::kit {

inline constexpr std::string_view kVersion = "0.1.0";

class CommandLine {
 public:
  // `purpose` opens --help, `examples` close it. All text outlives this.
  CommandLine(std::string program, std::string purpose, std::string examples);

  // The whole of CLI11, for positionals, subcommands and checks.
  CLI::App& app() { return app_; }

  // --name VALUE, QUOTH_NAME, name = VALUE. The present value of `target` is
  // the default and shown in --help.
  template <typename T>
  CLI::Option* Add(const std::string& name, T& target,
                   const std::string& help) {
    return app_.add_option("--" + name, target, help)
        ->envname(EnvironmentName(name))
        ->capture_default_str();
  }
  // --name / --name=false.
  CLI::Option* AddSwitch(const std::string& name, bool& target,
                         const std::string& help);
  // "250ms", "10s", "5m", "24h".
  CLI::Option* AddDuration(const std::string& name, absl::Duration& target,
                           const std::string& help);
  // "8MiB", "512KiB", "1GiB", plain bytes.
  CLI::Option* AddBytes(const std::string& name, std::uint64_t& target,
                        const std::string& help);

  // Nothing to go on with the program; else the exit code: 0 after --help or
  // --version (printed on standard output), 2 after a mistake (said on
  // standard error, with the flag that is wrong).
  std::optional<int> Parse(int argc, const char* const* argv);

  static std::string EnvironmentName(
      std::string_view flag);  // "QUOTH_PORT_FILE"

 private:
  CLI::App app_;
};

// --listen, --port-file, --tls-*, --max-receive, --drain-*, --reflection ...
void AddHostOptions(CommandLine& line, HostOptions& options);
// --log-format, --log-level.
void AddLogOptions(CommandLine& line, LogOptions& options);

}  // namespace quoth::kit
