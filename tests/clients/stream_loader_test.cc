// The loader's stream against a server that answers, dies, refuses and cuts.
#include "ingest-service/tools/quoth_load/stream_loader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>

#include "absl/strings/str_cat.h"
#include "service-kit/client/channel.h"
#include "service-kit/host/server_host.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

// Answers each document; on a stream, misbehaves as told.
class FakeIngest final : public quoth::v1::IngestService::Service {
 public:
  grpc::Status IngestDocuments(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<quoth::v1::IngestDocumentsResponse,
                               quoth::v1::IngestDocumentsRequest>* stream)
      override {
    ++streams;
    quoth::v1::IngestDocumentsRequest request;
    for (std::uint64_t index = 0; stream->Read(&request); ++index) {
      if (index == answers_before_end && breaks-- > 0) return how_it_ends;
      quoth::v1::IngestDocumentsResponse response;
      response.set_index(index);
      response.set_tag(request.tag());
      if (request.document().content() == "bad") {
        *response.mutable_error() =
            kit::ToRequestError(kit::InvalidField("content", "is bad"));
      } else {
        Store(request.document(), *response.mutable_response());
      }
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  grpc::Status IngestDocument(
      grpc::ServerContext*, const quoth::v1::IngestDocumentRequest* request,
      quoth::v1::IngestDocumentResponse* response) override {
    ++singles;
    if (request->content() == "bad")
      return kit::ToGrpc(kit::InvalidField("content", "is bad"));
    Store(*request, *response);
    return grpc::Status::OK;
  }

  std::atomic<int> streams = 0;
  std::atomic<int> singles = 0;
  std::uint64_t answers_before_end = 0;
  std::atomic<int> breaks = 0;
  grpc::Status how_it_ends;
  std::mutex mutex;
  std::multiset<std::string> stored;

 private:
  void Store(const quoth::v1::IngestDocumentRequest& request,
             quoth::v1::IngestDocumentResponse& response) {
    const std::lock_guard lock(mutex);
    stored.insert(request.document_id());
    response.mutable_document()->set_name("documents/" + request.document_id());
    response.set_outcome(quoth::v1::INGEST_OUTCOME_CREATED);
  }
};

class StreamLoaderTest : public testing::Test {
 protected:
  StreamLoaderTest() : host_(HostOptions(), kit::Log()) {
    host_.AddService(&service_, quoth::v1::IngestService::service_full_name());
    EXPECT_TRUE(host_.Start().ok());
    stub_ = quoth::v1::IngestService::NewStub(
        *kit::Dial({.server = host_.addresses()[0]}));
  }
  static kit::HostOptions HostOptions() {
    kit::HostOptions options;
    options.handle_signals = false;
    options.announce = false;
    return options;
  }

  absl::Status Load(int count, LoaderOptions options = {}) {
    options.first_pause = absl::Milliseconds(5);
    options.attempts_max = 4;
    StreamLoader loader(*stub_, options, [&](const Outcome& outcome) {
      labels_.push_back(outcome.label);
      failed_ += !outcome.status.ok();
    });
    for (int i = 0; i < count; ++i) {
      Item item{.label = absl::StrCat(i)};
      item.request.set_document_id(absl::StrCat("d", i));
      item.request.set_content(i % 10 == 7 ? "bad" : "words");
      const absl::Status added = loader.Add(std::move(item));
      if (!added.ok()) return added;
    }
    return loader.Finish();
  }

  void ExpectEachAnsweredOnceInOrder(int count) {
    ASSERT_EQ(labels_.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) EXPECT_EQ(labels_[i], absl::StrCat(i));
    EXPECT_EQ(failed_, count / 10);
  }

  FakeIngest service_;
  kit::ServerHost host_;
  std::unique_ptr<quoth::v1::IngestService::StubInterface> stub_;
  std::vector<std::string> labels_;
  int failed_ = 0;
};

TEST_F(StreamLoaderTest, OneAnswerEachOverOneStream) {
  EXPECT_TRUE(Load(500).ok());
  ExpectEachAnsweredOnceInOrder(500);
  EXPECT_EQ(service_.streams, 1);
}

TEST_F(StreamLoaderTest, WindowOfOneStillMoves) {
  EXPECT_TRUE(Load(50, {.window_documents = 1}).ok());
  ExpectEachAnsweredOnceInOrder(50);
  labels_.clear();
  failed_ = 0;
  EXPECT_TRUE(Load(50, {.window_bytes = 1}).ok());  // Each document is larger.
  ExpectEachAnsweredOnceInOrder(50);
}

TEST_F(StreamLoaderTest, ABrokenStreamIsTakenUpAgain) {
  service_.answers_before_end = 13;
  service_.breaks = 3;
  service_.how_it_ends =
      grpc::Status(grpc::StatusCode::UNAVAILABLE, "going away");
  EXPECT_TRUE(Load(200).ok());
  ExpectEachAnsweredOnceInOrder(200);
  EXPECT_EQ(service_.streams, 4);
}

// As gRPC itself does with a message above its limit.
TEST_F(StreamLoaderTest, AStreamCutByADocumentGoesOnSingly) {
  service_.answers_before_end = 5;
  service_.breaks = 1;
  service_.how_it_ends =
      grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "message too large");
  EXPECT_TRUE(Load(100).ok());
  ExpectEachAnsweredOnceInOrder(100);
  EXPECT_GT(service_.singles, 0);
}

TEST_F(StreamLoaderTest, AServerThatEndsStreamsWithoutAnswersIsGivenUp) {
  service_.answers_before_end = 0;
  service_.breaks = 1000;
  EXPECT_EQ(Load(10).code(), absl::StatusCode::kUnavailable);
}

TEST_F(StreamLoaderTest, ARefusalIsSaidAtOnce) {
  service_.breaks = 1000;
  service_.how_it_ends =
      grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no");
  EXPECT_EQ(Load(10).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_LE(service_.streams, 2);
}

TEST_F(StreamLoaderTest, NoServer) {
  host_.DrainAndStop();
  EXPECT_EQ(Load(3).code(), absl::StatusCode::kUnavailable);
}

TEST_F(StreamLoaderTest, NothingToLoad) {
  EXPECT_TRUE(Load(0).ok());
  EXPECT_EQ(service_.streams, 0);
}

}  // namespace
}  // namespace quoth::load
