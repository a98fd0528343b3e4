// ChangeFeedService.Tail over a socket.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "service-kit/revision/revision.h"
#include "tests/ingest/handlers/ingest_server.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::FieldAndReason;
using ::quoth::ingest::testing::IngestServer;
using ::quoth::ingest::testing::SampleWrite;

class TailTest : public ::testing::Test {
 protected:
  std::string Put(const std::string& id, std::string_view words) {
    return kit::FormatRevision(
        server_.log().PutDocument(SampleWrite(id, words))->revision);
  }

  // Everything up to the end of the log.
  std::vector<v1::TailResponse> ReadAll(v1::TailRequest request,
                                        grpc::Status* status) {
    request.set_stop_at_end(true);
    grpc::ClientContext context;
    auto stream = server_.changes().Tail(&context, request);
    std::vector<v1::TailResponse> got;
    for (v1::TailResponse response; stream->Read(&response);) {
      got.push_back(response);
    }
    *status = stream->Finish();
    return got;
  }

  grpc::Status Refusal(v1::TailRequest request) {
    grpc::Status status;
    EXPECT_TRUE(ReadAll(std::move(request), &status).empty());
    return status;
  }

  IngestServer server_;
};

TEST_F(TailTest, AnEmptyLogIsCaughtUp) {
  grpc::Status status;
  const auto got = ReadAll({}, &status);
  EXPECT_TRUE(status.ok());
  ASSERT_EQ(got.size(), 1u);
  EXPECT_TRUE(got[0].caught_up());
  EXPECT_EQ(got[0].epoch(), kit::FormatEpoch(server_.log().epoch()));
}

TEST_F(TailTest, StopsAtTheEndAndGoesOnFromThere) {
  Put("a", "one");
  Put("b", "two");
  grpc::Status status;
  auto got = ReadAll({}, &status);
  ASSERT_TRUE(status.ok());
  ASSERT_EQ(got.back().changes_size(), 2);
  v1::TailRequest request;
  request.set_after(got.back().revision());
  Put("a", "three");
  ASSERT_TRUE(server_.log().DeleteDocument({.id = "b"}).ok());
  got = ReadAll(request, &status);
  ASSERT_EQ(got.back().changes_size(), 2);
  EXPECT_EQ(got.back().changes(0).document_put().statements(0).text(), "three");
  EXPECT_EQ(got.back().changes(1).document_deleted().name(), "documents/b");
}

TEST_F(TailTest, SmallBatchesCarryEverythingOnce) {
  for (int i = 0; i < 30; ++i) Put("d" + std::to_string(i), "words");
  v1::TailRequest request;
  request.set_batch_bytes_max(1);
  grpc::Status status;
  const auto got = ReadAll(request, &status);
  uint64_t last = 0;
  for (const v1::TailResponse& response : got) {
    for (const v1::Change& change : response.changes()) {
      EXPECT_EQ(change.offset(), last + 1);
      last = change.offset();
    }
  }
  EXPECT_EQ(last, 30u);
  EXPECT_GE(got.size(), 30u);
}

TEST_F(TailTest, NewCommitsArriveSoonAndHeartbeatsBetween) {
  grpc::ClientContext context;
  v1::TailRequest request;
  request.set_follower("tests");
  auto stream = server_.changes().Tail(&context, request);
  v1::TailResponse response;
  ASSERT_TRUE(stream->Read(&response));  // A heartbeat: nothing is there.
  EXPECT_EQ(response.changes_size(), 0);
  for (int i = 0; i < 5; ++i) {
    const std::string revision = Put("d" + std::to_string(i), "words");
    do {
      ASSERT_TRUE(stream->Read(&response));
    } while (response.changes_size() == 0);
    EXPECT_EQ(response.revision(), revision);
  }
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(TailTest, BadPositionsAndFieldsAreSaid) {
  v1::TailRequest request;
  request.set_after("nonsense");
  EXPECT_EQ(FieldAndReason(Refusal(request)), "after INVALID_FIELD");
  request.set_after(kit::FormatRevision({server_.log().epoch() ^ 1, 0}));
  grpc::Status status = Refusal(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(FieldAndReason(status), " EPOCH_CHANGED");
  request.set_after(kit::FormatRevision({server_.log().epoch(), 5}));
  EXPECT_EQ(FieldAndReason(Refusal(request)), " EPOCH_CHANGED");
  request.clear_after();
  request.set_follower("No Name");
  EXPECT_EQ(FieldAndReason(Refusal(request)), "follower INVALID_FIELD");
  request.set_follower("name");
  request.set_batch_bytes_max((3 << 20) + 1);
  EXPECT_EQ(FieldAndReason(Refusal(request)), "batch_bytes_max INVALID_FIELD");
}

TEST_F(TailTest, ManyFollowersComeAndGo) {
  std::vector<std::thread> followers;
  for (int i = 0; i < 8; ++i) {
    followers.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        grpc::ClientContext context;
        auto stream = server_.changes().Tail(&context, v1::TailRequest());
        v1::TailResponse response;
        if (i % 2 == 0) stream->Read(&response);
        context.TryCancel();
        stream->Finish();
      }
    });
  }
  for (int i = 0; i < 50; ++i)
    Put("d" + std::to_string(i % 5), std::to_string(i));
  for (std::thread& follower : followers) follower.join();
}

TEST(TailDrain, StoppingTheServerEndsFollowersAtOnce) {
  auto server = std::make_unique<IngestServer>();
  grpc::ClientContext context;
  auto stream = server->changes().Tail(&context, v1::TailRequest());
  v1::TailResponse response;
  ASSERT_TRUE(stream->Read(&response));
  const auto begin = std::chrono::steady_clock::now();
  std::thread stopper([&] { server->Stop(); });
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

}  // namespace
}  // namespace quoth::ingest
