// The stream of documents: every document answered once, in order, whatever
// the others were.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/ingest/handlers/ingest_server.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::IngestServer;
using ::quoth::ingest::testing::SampleRequest;

v1::IngestDocumentsRequest Tagged(const std::string& tag,
                                  v1::IngestDocumentRequest document) {
  v1::IngestDocumentsRequest request;
  request.set_tag(tag);
  *request.mutable_document() = std::move(document);
  return request;
}

// Sends all from one thread, reads all from another.
std::vector<v1::IngestDocumentsResponse> Exchange(
    IngestServer& server, const std::vector<v1::IngestDocumentsRequest>& sent,
    grpc::Status* status = nullptr) {
  grpc::ClientContext context;
  auto stream = server.ingest().IngestDocuments(&context);
  std::thread writer([&] {
    for (const auto& request : sent) {
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  std::vector<v1::IngestDocumentsResponse> got;
  for (v1::IngestDocumentsResponse response; stream->Read(&response);) {
    got.push_back(response);
  }
  writer.join();
  const grpc::Status ended = stream->Finish();
  EXPECT_TRUE(ended.ok()) << ended.error_message();
  if (status != nullptr) *status = ended;
  return got;
}

TEST(IngestDocuments, AnEmptyStreamEndsWell) {
  IngestServer server;
  EXPECT_TRUE(Exchange(server, {}).empty());
}

TEST(IngestDocuments, AnswersComeInOrderWithTheirTags) {
  IngestServer server({.parser_threads = 4});
  std::vector<v1::IngestDocumentsRequest> sent;
  for (int i = 0; i < 300; ++i) {
    // Sizes vary, so that later ones are parsed sooner.
    sent.push_back(
        Tagged("line " + std::to_string(i),
               SampleRequest("d" + std::to_string(i),
                             std::string(1 + (i % 7) * 20000, 'x'))));
  }
  const auto got = Exchange(server, sent);
  ASSERT_EQ(got.size(), sent.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].index(), i);
    EXPECT_EQ(got[i].tag(), sent[i].tag());
    EXPECT_EQ(got[i].response().document().name(),
              "documents/d" + std::to_string(i));
  }
  EXPECT_EQ(server.log().end(), 300u);
}

TEST(IngestDocuments, BadDocumentsNeverStopTheRest) {
  IngestServer server({.document_bytes_max = 1000});
  std::vector<v1::IngestDocumentsRequest> sent = {
      Tagged("good", SampleRequest("a", "words")),
      Tagged("empty", SampleRequest("b", "")),
      Tagged("large", SampleRequest("c", std::string(1001, 'x'))),
      Tagged("id", SampleRequest("NO", "words")),
      {},
      Tagged(std::string(257, 't'), SampleRequest("d", "words")),
      Tagged("last", SampleRequest("e", "words")),
  };
  sent[4].set_tag("nothing");
  const auto got = Exchange(server, sent);
  ASSERT_EQ(got.size(), 7u);
  EXPECT_TRUE(got[0].has_response());
  EXPECT_EQ(got[1].error().field(), "document.content");
  EXPECT_EQ(got[1].error().code(), static_cast<int>(grpc::INVALID_ARGUMENT));
  EXPECT_EQ(got[2].error().reason(), "DOCUMENT_TOO_LARGE");
  EXPECT_EQ(got[2].tag(), "large");
  EXPECT_EQ(got[3].error().field(), "document.document_id");
  EXPECT_EQ(got[4].error().field(), "document");
  EXPECT_EQ(got[4].tag(), "nothing");
  EXPECT_EQ(got[5].error().field(), "tag");
  EXPECT_TRUE(got[6].has_response());
}

TEST(IngestDocuments, TwoOfOneIdAreStoredInTheirOrder) {
  IngestServer server({.parser_threads = 4});
  std::vector<v1::IngestDocumentsRequest> sent;
  for (int i = 0; i < 60; ++i) {
    sent.push_back(Tagged("", SampleRequest("same" + std::to_string(i % 2),
                                            std::string((60 - i) * 1000, 'x') +
                                                "\n" + std::to_string(i))));
  }
  const auto got = Exchange(server, sent);
  ASSERT_EQ(got.size(), 60u);
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].response().outcome(),
              i < 2 ? v1::INGEST_OUTCOME_CREATED : v1::INGEST_OUTCOME_REPLACED);
  }
  EXPECT_TRUE(
      server.log().ReadDocument("same1", {.text = true})->text.ends_with("59"));
  EXPECT_TRUE(
      server.log().ReadDocument("same0", {.text = true})->text.ends_with("58"));
}

TEST(IngestDocuments, AClientThatDoesNotReadIsNotReadFrom) {
  IngestServer server;
  grpc::ClientContext context;
  auto stream = server.ingest().IngestDocuments(&context);
  std::atomic<int> written = 0;
  std::thread writer([&] {
    // Far more than the window and the transport's buffers hold.
    for (int i = 0; i < 400; ++i) {
      v1::IngestDocumentRequest request =
          SampleRequest("d" + std::to_string(i), std::string(100'000, 'x'));
      request.set_return_statements(true);  // Large answers.
      if (!stream->Write(Tagged("", std::move(request)))) break;
      ++written;
    }
    stream->WritesDone();
  });
  int before = -1;
  while (written != before) {  // Until nothing moves for a while.
    before = written;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
  EXPECT_LT(before, 400);
  int got = 0;
  for (v1::IngestDocumentsResponse response; stream->Read(&response);) ++got;
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(got, 400);
}

TEST(IngestDocuments, CancellingEndsTheStreamAndHarmsNobody) {
  IngestServer server({.parser_threads = 1});
  for (int round = 0; round < 5; ++round) {
    grpc::ClientContext context;
    auto stream = server.ingest().IngestDocuments(&context);
    for (int i = 0; i < 20; ++i) {
      stream->Write(Tagged(
          "", SampleRequest("c" + std::to_string(i % 3),
                            std::string(1000, 'x') + std::to_string(i))));
    }
    if (round % 2 == 0) {
      v1::IngestDocumentsResponse response;
      stream->Read(&response);
    }
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(Exchange(server, {Tagged("", SampleRequest("z", "after"))}).size(),
            1u);
}

TEST(IngestDocuments, WaitsForRoomInsteadOfFailing) {
  IngestServer server({.parser_threads = 2, .admission = {.documents_max = 2}});
  std::vector<std::thread> clients;
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      std::vector<v1::IngestDocumentsRequest> sent;
      for (int i = 0; i < 50; ++i) {
        sent.push_back(Tagged(
            "", SampleRequest("c" + std::to_string(c) + "-" + std::to_string(i),
                              "words")));
      }
      for (const auto& response : Exchange(server, sent)) {
        EXPECT_TRUE(response.has_response()) << response.error().message();
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(server.log().end(), 200u);
}

}  // namespace
}  // namespace quoth::ingest
