// Flags over environment over file over defaults, and mistakes named.
#include "service-kit/config/command_line.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <vector>

#include "tests/kit/temporary_folder.h"

namespace quoth::kit {
namespace {

struct Settings {
  HostOptions host;
  LogOptions log;
  std::uint64_t limit = 8 << 20;
};

struct Outcome {
  std::optional<int> exit_code;
  std::string out;
  std::string err;
};

Outcome ParseInto(Settings& settings, std::vector<const char*> arguments) {
  CommandLine line("quoth-test", "Tests command lines.",
                   "Examples:\n  quoth-test --listen [::]:1");
  AddHostOptions(line, settings.host);
  AddLogOptions(line, settings.log);
  line.AddBytes("document-bytes-max", settings.limit, "Largest document");
  arguments.insert(arguments.begin(), "quoth-test");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.exit_code =
      line.Parse(static_cast<int>(arguments.size()), arguments.data());
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

class CommandLineTest : public testing::Test {
 protected:
  void TearDown() override {
    unsetenv("QUOTH_LISTEN");
    unsetenv("QUOTH_LOG_FORMAT");
  }
};

TEST_F(CommandLineTest, Defaults) {
  Settings settings;
  EXPECT_FALSE(ParseInto(settings, {}).exit_code.has_value());
  EXPECT_EQ(settings.host.listen, std::vector<std::string>{"127.0.0.1:0"});
  EXPECT_EQ(settings.limit, 8u << 20);
  EXPECT_TRUE(settings.host.reflection);
}

TEST_F(CommandLineTest, FlagsOverEnvironmentOverFile) {
  TemporaryFolder folder;
  std::ofstream(folder / "quoth.toml")
      << "listen = [\"file:1\", \"file:2\"]\nlog-format = \"json\"\nlog-level "
         "= \"warning\"\n"
         "reflection = false\ndrain-deadline = \"3s\"\n";
  const std::string config = "--config=" + folder / "quoth.toml";
  setenv("QUOTH_LISTEN", "environment:1", 1);
  setenv("QUOTH_LOG_FORMAT", "json", 1);
  Settings settings;
  const Outcome outcome =
      ParseInto(settings, {config.c_str(), "--log-format", "text"});
  EXPECT_FALSE(outcome.exit_code.has_value()) << outcome.err;
  EXPECT_EQ(settings.host.listen, std::vector<std::string>{"environment:1"});
  EXPECT_EQ(settings.log.format, "text");
  EXPECT_EQ(settings.log.level, "warning");
  EXPECT_FALSE(settings.host.reflection);
  EXPECT_EQ(settings.host.drain_deadline, absl::Seconds(3));
}

TEST_F(CommandLineTest, UnitsAndSwitches) {
  Settings settings;
  const Outcome outcome = ParseInto(
      settings, {"--drain-deadline", "250ms", "--document-bytes-max=2MiB",
                 "--channelz=false", "--reflection", "--listen", "a:1",
                 "--listen", "b:2"});
  EXPECT_FALSE(outcome.exit_code.has_value()) << outcome.err;
  EXPECT_EQ(settings.host.drain_deadline, absl::Milliseconds(250));
  EXPECT_EQ(settings.limit, 2u << 20);
  EXPECT_FALSE(settings.host.channelz);
  EXPECT_TRUE(settings.host.reflection);
  EXPECT_EQ(settings.host.listen, (std::vector<std::string>{"a:1", "b:2"}));
}

TEST_F(CommandLineTest, MistakesAreNamedAndExitWithTwo) {
  const std::vector<std::vector<const char*>> wrong = {
      {"--drain-deadline", "soon"},                // Not a duration.
      {"--drain-deadline", "-1s"},                 // Time runs forward.
      {"--document-bytes-max", "8 MB"},            // Not a size.
      {"--document-bytes-max", "99999999999GiB"},  // Overflows.
      {"--log-format", "xml"},                     // Not a format.
      {"--max-receive-bytes", "1"},                // Below every message.
      {"--no-such-flag"},
      {"--config", "/no/such/file.toml"},
  };
  for (const auto& arguments : wrong) {
    Settings settings;
    const Outcome outcome = ParseInto(settings, arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments[0];
    EXPECT_NE(outcome.err.find(std::string(arguments[0]).substr(2)),
              outcome.err.npos)
        << arguments[0] << ": " << outcome.err;
  }
}

TEST_F(CommandLineTest, HelpTeaches) {
  Settings settings;
  const Outcome help = ParseInto(settings, {"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_NE(help.out.find("QUOTH_LISTEN"), help.out.npos);
  EXPECT_NE(help.out.find("8MiB"), help.out.npos);
  EXPECT_NE(help.out.find("Examples:"), help.out.npos);
  const Outcome version = ParseInto(settings, {"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.out.substr(0, 11), "quoth-test ");
}

}  // namespace
}  // namespace quoth::kit
