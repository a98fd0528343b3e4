// Followers of the log: they get everything once and in order, wait without
// missing a commit, and are told when their position means nothing here.
#include "ingest-service/change_feed/change_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "ingest-service/change_feed/tail_response.h"
#include "service-kit/status/status.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::OpenLog;
using ::quoth::ingest::testing::SampleTime;
using ::quoth::ingest::testing::SampleWrite;
using ::quoth::ingest::testing::TemporaryFolder;
using namespace std::chrono_literals;

class ChangeFeedTest : public ::testing::Test {
 protected:
  using Batch = absl::StatusOr<ChangePage>;

  std::future<Batch> Ask(BatchRequest request,
                         ChangeFeed::Ticket* ticket = nullptr) {
    auto promise = std::make_shared<std::promise<Batch>>();
    std::future<Batch> batch = promise->get_future();
    const ChangeFeed::Ticket asked = feed_->Prepare(
        request,
        [promise](Batch batch) { promise->set_value(std::move(batch)); });
    feed_->Ask(asked);
    if (ticket != nullptr) *ticket = asked;
    return batch;
  }

  void WaitUntilParked(std::size_t count) {
    while (feed_->waiting_count() != count) std::this_thread::sleep_for(1ms);
  }

  void Put(const std::string& id, std::string_view words) {
    ASSERT_TRUE(log_->PutDocument(SampleWrite(id, words)).ok());
  }

  TemporaryFolder folder_;
  kit::FakeClock clock_{SampleTime()};
  std::unique_ptr<RecordLog> log_ = OpenLog(folder_.path(), clock_);
  std::unique_ptr<ChangeFeed> feed_ =
      std::make_unique<ChangeFeed>(*log_, ChangeFeedOptions{});
};

TEST_F(ChangeFeedTest, GivesWhatIsThereAtOnce) {
  Put("a", "one");
  Put("b", "two");
  const Batch batch = Ask({}).get();
  ASSERT_TRUE(batch.ok());
  EXPECT_EQ(batch->changes.size(), 2u);
  EXPECT_EQ(batch->last_offset, 2u);
  EXPECT_TRUE(batch->caught_up);
}

TEST_F(ChangeFeedTest, WaitsForTheNextCommit) {
  std::future<Batch> batch = Ask({});
  WaitUntilParked(1);
  EXPECT_EQ(batch.wait_for(20ms), std::future_status::timeout);
  Put("a", "one");
  ASSERT_EQ(batch.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(batch.get()->changes.size(), 1u);
}

TEST_F(ChangeFeedTest, WithoutWaitingAnEmptyBatchSaysCaughtUp) {
  Put("a", "one");
  const Batch batch = Ask({.after = 1, .wait = false}).get();
  ASSERT_TRUE(batch.ok());
  EXPECT_TRUE(batch->changes.empty());
  EXPECT_TRUE(batch->caught_up);
  EXPECT_EQ(batch->last_offset, 1u);
}

TEST_F(ChangeFeedTest, HeartbeatsAreEmptyBatches) {
  feed_ = nullptr;
  feed_ = std::make_unique<ChangeFeed>(
      *log_, ChangeFeedOptions{.heartbeat = absl::Milliseconds(20)});
  for (int i = 0; i < 3; ++i) {
    std::future<Batch> batch = Ask({});
    ASSERT_EQ(batch.wait_for(5s), std::future_status::ready);
    EXPECT_TRUE(batch.get()->changes.empty());
  }
}

TEST_F(ChangeFeedTest, CancelEndsAWait) {
  ChangeFeed::Ticket ticket;
  std::future<Batch> batch = Ask({}, &ticket);
  WaitUntilParked(1);
  feed_->Cancel(ticket);
  ASSERT_EQ(batch.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(batch.get().status().code(), absl::StatusCode::kCancelled);
  feed_->Cancel(ticket);  // Long gone: nothing happens.
}

TEST_F(ChangeFeedTest, CancelBeforeAskingHoldsToo) {
  absl::Status status;
  std::promise<void> called;
  const ChangeFeed::Ticket ticket = feed_->Prepare({}, [&](Batch batch) {
    status = batch.status();
    called.set_value();
  });
  feed_->Cancel(ticket);
  feed_->Ask(ticket);
  ASSERT_EQ(called.get_future().wait_for(5s), std::future_status::ready);
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
}

TEST_F(ChangeFeedTest, CloseEndsEveryWaitAndRefusesNewOnes) {
  std::future<Batch> first = Ask({});
  std::future<Batch> second = Ask({});
  WaitUntilParked(2);
  feed_->Close();
  EXPECT_EQ(first.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(second.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Ask({}).get().status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(ChangeFeedTest, PositionsOfAnotherHistoryAreRefused) {
  Put("a", "one");
  EXPECT_EQ(*feed_->PositionOf("after", ""), 0u);
  EXPECT_EQ(
      *feed_->PositionOf("after", kit::FormatRevision(log_->EndRevision())),
      1u);
  const absl::Status other =
      feed_->PositionOf("after", kit::FormatRevision({log_->epoch() + 1, 1}))
          .status();
  EXPECT_EQ(other.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(kit::ReasonOf(other), "EPOCH_CHANGED");
  const absl::Status ahead =
      feed_->PositionOf("after", kit::FormatRevision({log_->epoch(), 2}))
          .status();
  EXPECT_EQ(kit::ReasonOf(ahead), "EPOCH_CHANGED");
  const absl::Status mangled = feed_->PositionOf("after", "nonsense").status();
  EXPECT_EQ(mangled.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(kit::FieldOf(mangled), "after");
}

TEST_F(ChangeFeedTest, ResponsesSayWhereToGoOn) {
  Put("a", "one");
  const v1::TailResponse response =
      ToTailResponse(*log_->ReadChanges(0, 1 << 20), log_->epoch());
  EXPECT_EQ(response.changes_size(), 1);
  EXPECT_EQ(response.changes(0).document_put().document().name(),
            "documents/a");
  EXPECT_EQ(response.revision(), kit::FormatRevision(log_->EndRevision()));
  EXPECT_EQ(response.epoch(), kit::FormatEpoch(log_->epoch()));
  EXPECT_TRUE(response.caught_up());
}

// A follower's copy of the store: id -> words.
class Replica {
 public:
  void Apply(const ChangePage& page) {
    for (const v1::Change& change : page.changes) {
      EXPECT_GT(change.offset(), after_);
      after_ = change.offset();
      if (change.has_document_put()) {
        const v1::DocumentPut& put = change.document_put();
        words_[put.document().name()] = put.statements(0).text();
      } else {
        words_.erase(change.document_deleted().name());
      }
    }
    after_ = page.last_offset;
  }
  uint64_t after() const { return after_; }
  const std::map<std::string, std::string>& words() const { return words_; }

 private:
  uint64_t after_ = 0;
  std::map<std::string, std::string> words_;
};

TEST_F(ChangeFeedTest, ManyFollowersEndWithTheSameStateAsTheStore) {
  constexpr int kFollowers = 6;
  constexpr int kWriters = 4;
  constexpr int kEach = 60;
  std::atomic<uint64_t> final_end = 0;
  std::vector<Replica> replicas(kFollowers);
  std::vector<std::thread> followers;
  for (int i = 0; i < kFollowers; ++i) {
    followers.emplace_back([&, i] {
      Replica& replica = replicas[i];
      while (final_end == 0 || replica.after() < final_end) {
        const Batch batch =
            Ask({.after = replica.after(),
                 .bytes_max = static_cast<std::size_t>(500 * (i + 1))})
                .get();
        ASSERT_TRUE(batch.ok()) << batch.status();
        replica.Apply(*batch);
        if (i == 0) std::this_thread::sleep_for(3ms);  // A slow one.
      }
    });
  }
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kEach; ++i) {
        // Ids shared by the writers: replacements and deletions race.
        const std::string id = "d" + std::to_string((i + w) % 9);
        if (i % 5 == 4) {
          ASSERT_TRUE(
              log_->DeleteDocument({.id = id, .allow_missing = true}).ok());
        } else {
          Put(id, std::to_string(w) + "/" + std::to_string(i));
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  final_end = log_->end() + 1;
  Put("last", "wakes all");
  for (std::thread& follower : followers) follower.join();

  std::map<std::string, std::string> truth;
  const std::vector<std::string> ids = *log_->ListDocumentIds("", 100);
  for (const std::string& id : ids) {
    truth["documents/" + id] = log_->ReadDocument(id, {.text = true})->text;
  }
  for (const Replica& replica : replicas) EXPECT_EQ(replica.words(), truth);
}

}  // namespace
}  // namespace quoth::ingest
