// Many writers at once: offsets without gap or repeat, conditions that let one
// of them win, and readers that never see half of anything.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "ingest-service/record_log/record_log.h"
#include "service-kit/status/status.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::OpenLog;
using ::quoth::ingest::testing::SampleTime;
using ::quoth::ingest::testing::SampleWrite;
using ::quoth::ingest::testing::TemporaryFolder;

constexpr int kWriters = 8;

template <typename Work>
void InThreads(int count, Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
  for (std::thread& thread : threads) thread.join();
}

class ConcurrencyTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  kit::FakeClock clock_{SampleTime()};
  std::unique_ptr<RecordLog> log_ = OpenLog(folder_.path(), clock_);
};

TEST_F(ConcurrencyTest, OffsetsAreDenseAndEachIsGivenOnce) {
  constexpr int kEach = 50;
  std::mutex mutex;
  std::set<uint64_t> offsets;
  InThreads(kWriters, [&](int writer) {
    for (int i = 0; i < kEach; ++i) {
      const std::string id =
          "w" + std::to_string(writer) + "-" + std::to_string(i);
      absl::StatusOr<DocumentWritten> written =
          log_->PutDocument(SampleWrite(id, id));
      ASSERT_TRUE(written.ok()) << written.status();
      EXPECT_LE(written->revision.offset, log_->end());
      const std::lock_guard lock(mutex);
      EXPECT_TRUE(offsets.insert(written->revision.offset).second);
    }
  });
  EXPECT_EQ(offsets.size(), static_cast<std::size_t>(kWriters * kEach));
  EXPECT_EQ(*offsets.begin(), 1u);
  EXPECT_EQ(*offsets.rbegin(), static_cast<uint64_t>(kWriters * kEach));
  EXPECT_EQ(log_->ReadChanges(0, 1 << 30)->changes.size(), offsets.size());
}

TEST_F(ConcurrencyTest, OneWriterWinsEachEtag) {
  ASSERT_TRUE(log_->PutDocument(SampleWrite("a", "start")).ok());
  for (int round = 0; round < 20; ++round) {
    const std::string etag = log_->ReadDocument("a", {})->document.etag();
    std::atomic<int> won = 0;
    InThreads(kWriters, [&](int writer) {
      DocumentWrite write = SampleWrite(
          "a", std::to_string(round) + "/" + std::to_string(writer));
      write.condition = *ParseEtagCondition("etag", etag);
      const absl::Status status = log_->PutDocument(std::move(write)).status();
      if (status.ok()) ++won;
      EXPECT_EQ(kit::ReasonOf(status), status.ok() ? "" : "ETAG_MISMATCH");
    });
    ASSERT_EQ(won, 1);
  }
}

TEST_F(ConcurrencyTest, OneOfManyIdenticalRequestsWrites) {
  std::atomic<int> fresh = 0;
  InThreads(kWriters, [&](int) {
    DocumentWrite write = SampleWrite("a", "once");
    write.request.id = "same";
    absl::StatusOr<DocumentWritten> written =
        log_->PutDocument(std::move(write));
    ASSERT_TRUE(written.ok());
    EXPECT_EQ(written->revision.offset, 1u);
    if (!written->replayed) ++fresh;
  });
  EXPECT_EQ(fresh, 1);
}

TEST_F(ConcurrencyTest, ReadersSeeWholeRecordsWhileTheyAreReplaced) {
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) {
      absl::StatusOr<StoredDocument> stored = log_->ReadDocument(
          "a", {.statements = true, .text = true, .source = true});
      if (absl::IsNotFound(stored.status())) continue;
      ASSERT_TRUE(stored.ok()) << stored.status();
      ASSERT_EQ(stored->found.statements(0).text(), stored->text);
      ASSERT_EQ(stored->source.content(), stored->text);
    }
  });
  std::thread follower([&] {
    uint64_t after = 0;
    while (!done) {
      absl::StatusOr<ChangePage> page = log_->ReadChanges(after, 1 << 20);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const v1::Change& change : page->changes) {
        ASSERT_GT(change.offset(), after);
        after = change.offset();
        if (!change.has_document_put()) continue;
        // The record under an offset is the one written at that offset.
        const auto revision = kit::ParseRevision(
            "revision", change.document_put().document().revision());
        ASSERT_TRUE(revision.ok());
        ASSERT_EQ(revision->offset, change.offset());
      }
    }
  });
  InThreads(kWriters, [&](int writer) {
    for (int i = 0; i < 40; ++i) {
      if (writer == 0 && i % 4 == 0) {
        ASSERT_TRUE(
            log_->DeleteDocument({.id = "a", .allow_missing = true}).ok());
        continue;
      }
      ASSERT_TRUE(log_->PutDocument(SampleWrite("a", std::to_string(writer) +
                                                         std::to_string(i)))
                      .ok());
    }
  });
  done = true;
  reader.join();
  follower.join();
  EXPECT_LE(log_->ReadChanges(0, 1 << 30)->changes.size(), 1u);
}

TEST_F(ConcurrencyTest, ClosingCompletesEveryWrite) {
  std::atomic<int> completed = 0;
  constexpr int kWrites = 200;
  std::thread closer;
  for (int i = 0; i < kWrites; ++i) {
    log_->PutDocument(SampleWrite("d" + std::to_string(i), "words"),
                      [&](absl::StatusOr<DocumentWritten>) { ++completed; });
    if (i == kWrites / 2) closer = std::thread([&] { log_->CloseWrites(); });
  }
  closer.join();
  log_->CloseWrites();
  EXPECT_EQ(completed, kWrites);
}

}  // namespace
}  // namespace quoth::ingest
