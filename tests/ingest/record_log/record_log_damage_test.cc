// Damaged files: found out at open or at the read, and said; a torn tail, as a
// crash leaves it, costs nothing that was acknowledged before it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "ingest-service/record_log/record_log.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::OpenLog;
using ::quoth::ingest::testing::SampleTime;
using ::quoth::ingest::testing::SampleWrite;
using ::quoth::ingest::testing::TemporaryFolder;
namespace fs = std::filesystem;

// The largest file of that kind: the write-ahead log in use, a table.
fs::path LargestFile(const std::string& folder, const std::string& extension) {
  fs::path largest;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != extension) continue;
    if (largest.empty() || entry.file_size() > fs::file_size(largest)) {
      largest = entry.path();
    }
  }
  return largest;
}

void FlipByte(const fs::path& path, uintmax_t position) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(position));
  const char byte = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(position));
  file.put(static_cast<char>(byte ^ 0x55));
}

// A copy of a log of 60 documents as `kill -9` would leave it: not closed.
class DamageTest : public ::testing::Test {
 protected:
  void CopyOpenLog(bool flushed) {
    const TemporaryFolder original;
    const std::unique_ptr<RecordLog> log = OpenLog(original.path(), clock_);
    for (int i = 0; i < kWritten; ++i) {
      ASSERT_TRUE(log->PutDocument(SampleWrite("d" + std::to_string(i),
                                               std::string(500, 'x')))
                      .ok());
    }
    if (flushed) {
      const kit::Store& store = log->store();
      ASSERT_TRUE(
          store.db()
              .Flush({}, {store.family(kDocuments), store.family(kStatements),
                          store.family(kChanges), store.family(kHeads)})
              .ok());
    }
    fs::copy(
        original.path(), folder_.path(),
        fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  }

  static constexpr int kWritten = 60;
  TemporaryFolder folder_;
  kit::FakeClock clock_{SampleTime()};
};

TEST_F(DamageTest, AFlippedByteInTheWriteAheadLogRefusesToOpen) {
  CopyOpenLog(/*flushed=*/false);
  const fs::path wal = LargestFile(folder_.path(), ".log");
  ASSERT_FALSE(wal.empty());
  FlipByte(wal, fs::file_size(wal) / 3);
  const absl::Status status =
      RecordLog::Open({.path = folder_.path()}, clock_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(DamageTest, ATornTailLosesOnlyTheTornWrite) {
  CopyOpenLog(/*flushed=*/false);
  const fs::path wal = LargestFile(folder_.path(), ".log");
  fs::resize_file(wal, fs::file_size(wal) - 10);
  const std::unique_ptr<RecordLog> log = OpenLog(folder_.path(), clock_);
  EXPECT_EQ(log->end(), static_cast<uint64_t>(kWritten - 1));
  EXPECT_EQ(log->ReadChanges(0, 1 << 30)->changes.size(),
            static_cast<std::size_t>(kWritten - 1));
  EXPECT_EQ(log->PutDocument(SampleWrite("next", "x"))->revision.offset,
            static_cast<uint64_t>(kWritten));
}

TEST_F(DamageTest, AFlippedByteInATableIsSaidByReadersAndFollowers) {
  CopyOpenLog(/*flushed=*/true);
  // Every table, so that whichever holds documents is hit; blocks come first.
  for (const fs::directory_entry& entry :
       fs::directory_iterator(folder_.path())) {
    if (entry.path().extension() == ".sst") FlipByte(entry.path(), 20);
  }
  absl::StatusOr<std::unique_ptr<RecordLog>> log =
      RecordLog::Open({.path = folder_.path()}, clock_);
  if (!log.ok()) {
    EXPECT_EQ(log.status().code(), absl::StatusCode::kDataLoss);
    return;
  }
  EXPECT_EQ((*log)->ReadChanges(0, 1 << 30).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(DamageTest, AMissingTableRefusesToOpen) {
  CopyOpenLog(/*flushed=*/true);
  fs::remove(LargestFile(folder_.path(), ".sst"));
  EXPECT_FALSE(RecordLog::Open({.path = folder_.path()}, clock_).ok());
}

}  // namespace
}  // namespace quoth::ingest
