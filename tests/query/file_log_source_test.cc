// A log in a file: followed while it grows, resumed, refused when damaged.
#include "query-service/follower/file_log_source.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"
#include "tests/query/made_documents.h"

namespace quoth::query::testing {
namespace {

quoth::v1::TailResponse Message(std::uint64_t epoch, std::uint64_t offset) {
  quoth::v1::TailResponse response;
  quoth::v1::Change change = Delete("d" + std::to_string(offset));
  change.set_offset(offset);
  *response.add_changes() = change;
  response.set_revision(kit::FormatRevision({epoch, offset}));
  return response;
}

class FileLogSourceTest : public ::testing::Test {
 protected:
  // Offsets received until there are `count`.
  std::vector<std::uint64_t> Receive(const std::string& after,
                                     std::size_t count) {
    FileLogSource source(path_, absl::Milliseconds(1));
    std::vector<std::uint64_t> offsets;
    status_ = source.Tail(after, [&](const quoth::v1::TailResponse& response) {
      offsets.push_back(response.changes(0).offset());
      if (offsets.size() == count) source.Stop();
      return absl::OkStatus();
    });
    return offsets;
  }
  TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/feed";
  absl::Status status_;
};

using Offsets = std::vector<std::uint64_t>;

TEST_F(FileLogSourceTest, FollowsAFileThatGrowsFromNothing) {
  std::thread writer([&] {
    for (std::uint64_t offset = 1; offset <= 3; ++offset) {
      ASSERT_TRUE(AppendToFeedFile(path_, Message(7, offset)).ok());
      absl::SleepFor(absl::Milliseconds(5));
    }
  });
  EXPECT_EQ(Receive("", 3), (Offsets{1, 2, 3}));
  EXPECT_TRUE(status_.ok()) << status_;
  writer.join();
  EXPECT_EQ(Receive(kit::FormatRevision({7, 1}), 2), (Offsets{2, 3}));
}

TEST_F(FileLogSourceTest, WaitsForAMessageWrittenInPart) {
  ASSERT_TRUE(AppendToFeedFile(path_, Message(7, 1)).ok());
  const std::string whole = [&] {
    std::ifstream in(path_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }();
  {
    std::ofstream out(path_, std::ios::binary | std::ios::trunc);
    out << whole.substr(0, 4);
  }
  std::thread writer([&] {
    absl::SleepFor(absl::Milliseconds(20));
    std::ofstream out(path_, std::ios::binary | std::ios::app);
    out << whole.substr(4);
  });
  EXPECT_EQ(Receive("", 1), Offsets{1});
  writer.join();
}

TEST_F(FileLogSourceTest, AnotherHistoryAndDamageAreSaid) {
  ASSERT_TRUE(AppendToFeedFile(path_, Message(7, 1)).ok());
  EXPECT_EQ(Receive(kit::FormatRevision({8, 0}), 1), Offsets{});
  EXPECT_EQ(kit::ReasonOf(status_), "EPOCH_CHANGED");
  {
    std::ofstream out(path_, std::ios::binary | std::ios::app);
    out << "\x03\xff\xff\xff";
  }
  EXPECT_EQ(Receive("", 2), Offsets{1});
  EXPECT_EQ(kit::ReasonOf(status_), "FEED_DAMAGED");
}

}  // namespace
}  // namespace quoth::query::testing
