// Log lines stay one line each and can be parsed whatever a field holds.
#include "service-kit/log/log.h"

#include <gtest/gtest.h>

#include "tests/kit/fake_clock.h"

namespace quoth::kit {
namespace {

TEST(LogTest, TextForm) {
  EXPECT_EQ(FormatLogLine(false, "T", LogLevel::kInfo, "listening",
                          {{"address", "127.0.0.1:1"},
                           {"n", 3},
                           {"on", true},
                           {"note", "a \"b\"\n"}}),
            "T info \"listening\" address=127.0.0.1:1 n=3 on=true note=\"a "
            "\\\"b\\\"\\u000a\"");
}

TEST(LogTest, JsonForm) {
  EXPECT_EQ(
      FormatLogLine(
          true, "T", LogLevel::kWarning, "slow",
          {{"duration_ms", 1.5}, {"name", "documents/a"}, {"odd", "\x01\\"}}),
      "{\"time\":\"T\",\"level\":\"warning\",\"message\":\"slow\",\"duration_"
      "ms\":1.5,"
      "\"name\":\"documents/a\",\"odd\":\"\\u0001\\\\\"}");
}

TEST(LogTest, OptionsAreChecked) {
  EXPECT_TRUE(StartLog({.format = "json", .level = "warning"}).ok());
  EXPECT_FALSE(StartLog({.format = "xml", .level = "info"}).ok());
  EXPECT_FALSE(StartLog({.format = "text", .level = "loud"}).ok());
  EXPECT_TRUE(StartLog({.format = "text", .level = "off"}).ok());
}

TEST(LogTest, FieldsGoWithEveryLine) {
  ASSERT_TRUE(StartLog({.format = "text", .level = "info"}).ok());
  testing::internal::CaptureStderr();
  const Log log = Log().With({{"method", "IngestDocument"}});
  log.Info("done", {{"bytes", 12}});
  log.Debug("not at this level");
  log.Error("failed", absl::InternalError("why"));
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_NE(lines.find("\"done\" method=IngestDocument bytes=12\n"), lines.npos)
      << lines;
  EXPECT_NE(lines.find("method=IngestDocument code=INTERNAL error=why\n"),
            lines.npos)
      << lines;
  EXPECT_EQ(lines.find("not at this level"), lines.npos);
}

TEST(ClockTest, FakeMovesOnlyWhenTold) {
  FakeClock clock(absl::FromUnixSeconds(100));
  const absl::Time before = clock.Now();
  EXPECT_EQ(clock.Now(), before);
  clock.Advance(absl::Seconds(5));
  EXPECT_EQ(clock.Now() - before, absl::Seconds(5));
  EXPECT_GT(SystemClock().Now(), absl::FromUnixSeconds(1600000000));
}

}  // namespace
}  // namespace quoth::kit
