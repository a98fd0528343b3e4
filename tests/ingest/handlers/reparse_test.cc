// Parsing stored documents again, over a socket.
#include <gtest/gtest.h>

#include <thread>

#include "tests/ingest/handlers/ingest_server.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::FieldAndReason;
using ::quoth::ingest::testing::IngestServer;
using ::quoth::ingest::testing::SampleRequest;

class ReparseTest : public ::testing::Test {
 protected:
  void Ingest(const std::string& id, const std::string& content) {
    grpc::ClientContext context;
    v1::IngestDocumentResponse response;
    ASSERT_TRUE(
        server_.ingest()
            .IngestDocument(&context, SampleRequest(id, content), &response)
            .ok());
  }

  // The last progress told.
  v1::ReparseDocumentsResponse Reparse(v1::ReparseDocumentsRequest request) {
    grpc::ClientContext context;
    auto stream = server_.ingest().ReparseDocuments(&context, request);
    v1::ReparseDocumentsResponse last;
    for (v1::ReparseDocumentsResponse response; stream->Read(&response);) {
      EXPECT_GE(response.done(), last.done());
      last = response;
    }
    status_ = stream->Finish();
    return last;
  }

  IngestServer server_{{.parser_threads = 3}};
  grpc::Status status_;
};

TEST_F(ReparseTest, ReplacesWhatANewerParserReadsOtherwise) {
  for (int i = 0; i < 40; ++i) Ingest("d" + std::to_string(i), "words");
  server_.parser().SetVersion("p2");
  Ingest("d7", "words");  // Has the new version already.
  v1::ReparseDocumentsRequest request;
  request.set_only_outdated(true);
  v1::ReparseDocumentsResponse last = Reparse(request);
  EXPECT_TRUE(status_.ok());
  EXPECT_EQ(last.done(), 40u);
  EXPECT_EQ(last.total(), 40u);
  EXPECT_EQ(last.changed(), 39u);
  EXPECT_EQ(last.failed(), 0u);
  EXPECT_EQ(server_.log().ReadDocument("d3", {})->document.parser_version(),
            "p2");
  EXPECT_EQ(server_.log().ReadChanges(0, 1 << 30)->changes.size(), 40u);

  const uint64_t end = server_.log().end();
  EXPECT_EQ(Reparse(request).changed(), 0u);
  EXPECT_EQ(Reparse({}).changed(), 0u);  // The same records again.
  EXPECT_EQ(server_.log().end(), end);
}

TEST_F(ReparseTest, OnlyTheNamedAndMissingOnesAreCounted) {
  Ingest("a", "words");
  Ingest("b", "words");
  server_.parser().SetVersion("p2");
  v1::ReparseDocumentsRequest request;
  request.add_names("documents/a");
  request.add_names("documents/never");
  const v1::ReparseDocumentsResponse last = Reparse(request);
  EXPECT_TRUE(status_.ok());
  EXPECT_EQ(last.total(), 2u);
  EXPECT_EQ(last.changed(), 1u);
  EXPECT_EQ(last.failed(), 1u);
  EXPECT_EQ(server_.log().ReadDocument("b", {})->document.parser_version(),
            "p1");
}

TEST_F(ReparseTest, KeepsWhatTheClientSaid) {
  grpc::ClientContext context;
  v1::IngestDocumentRequest request = SampleRequest("a", "words");
  request.mutable_metadata()->set_title("Given");
  request.mutable_metadata()->set_source_url("https://example.org/a");
  v1::IngestDocumentResponse response;
  ASSERT_TRUE(
      server_.ingest().IngestDocument(&context, request, &response).ok());
  server_.parser().SetVersion("p2");
  EXPECT_EQ(Reparse({}).changed(), 1u);
  const v1::Document document = server_.log().ReadDocument("a", {})->document;
  EXPECT_EQ(document.title(), "Given");
  EXPECT_EQ(document.source_url(), "https://example.org/a");
}

TEST_F(ReparseTest, AnEmptyStoreIsDoneAtOnce) {
  EXPECT_EQ(Reparse({}).total(), 0u);
  EXPECT_TRUE(status_.ok());
}

TEST_F(ReparseTest, MalformedNamesAreNamed) {
  v1::ReparseDocumentsRequest request;
  request.add_names("documents/a");
  request.add_names("a");
  Reparse(request);
  EXPECT_EQ(FieldAndReason(status_), "names[1] INVALID_FIELD");
  request.clear_names();
  for (int i = 0; i < 1001; ++i) request.add_names("documents/a");
  Reparse(request);
  EXPECT_EQ(FieldAndReason(status_), "names INVALID_FIELD");
}

TEST_F(ReparseTest, CancellingStopsItAndIngestGoesOnMeanwhile) {
  for (int i = 0; i < 200; ++i) Ingest("d" + std::to_string(i), "words");
  server_.parser().SetVersion("p2");
  grpc::ClientContext context;
  auto stream = server_.ingest().ReparseDocuments(
      &context, v1::ReparseDocumentsRequest());
  v1::ReparseDocumentsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  Ingest("d199", "newer words");
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  Ingest("after", "words");
  EXPECT_EQ(server_.log().ReadDocument("d199", {.text = true})->text,
            "newer words");
}

}  // namespace
}  // namespace quoth::ingest
