// Unary calls of IngestService over a socket: what is stored, what is refused
// and how it is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/ingest/handlers/ingest_server.h"

namespace quoth::ingest {
namespace {

using ::quoth::ingest::testing::FieldAndReason;
using ::quoth::ingest::testing::IngestServer;
using ::quoth::ingest::testing::SampleRequest;

class IngestServiceTest : public ::testing::Test {
 protected:
  grpc::Status Ingest(const v1::IngestDocumentRequest& request) {
    grpc::ClientContext context;
    response_.Clear();
    return server_.ingest().IngestDocument(&context, request, &response_);
  }

  grpc::Status Get(const std::string& name, v1::DocumentView view,
                   v1::Document* document) {
    grpc::ClientContext context;
    v1::GetDocumentRequest request;
    request.set_name(name);
    request.set_view(view);
    return server_.ingest().GetDocument(&context, request, document);
  }

  IngestServer server_{{.document_bytes_max = 1 << 20}};
  v1::IngestDocumentResponse response_;
};

TEST_F(IngestServiceTest, StoresAndGivesBack) {
  v1::IngestDocumentRequest request = SampleRequest("a", "one\ntwo");
  request.set_return_statements(true);
  request.mutable_metadata()->set_title("Two lines");
  ASSERT_TRUE(Ingest(request).ok());
  EXPECT_EQ(response_.outcome(), v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(response_.document().title(), "Two lines");
  EXPECT_EQ(response_.statements_size(), 2);
  EXPECT_EQ(response_.revision(), response_.document().revision());

  v1::Document basic;
  ASSERT_TRUE(Get("documents/a", v1::DOCUMENT_VIEW_BASIC, &basic).ok());
  EXPECT_EQ(basic.etag(), response_.document().etag());
  EXPECT_EQ(basic.text() + basic.source(), "");
  v1::Document full;
  ASSERT_TRUE(Get("documents/a", v1::DOCUMENT_VIEW_FULL, &full).ok());
  EXPECT_EQ(full.text(), "one\ntwo");
  EXPECT_EQ(full.source(), "one\ntwo");
}

TEST_F(IngestServiceTest, SameDocumentAgainIsUnchangedAndNotParsed) {
  v1::IngestDocumentRequest request = SampleRequest("a", "one\ntwo");
  request.set_return_statements(true);
  ASSERT_TRUE(Ingest(request).ok());
  ASSERT_TRUE(Ingest(request).ok());
  EXPECT_EQ(response_.outcome(), v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(response_.statements_size(), 2);
  EXPECT_EQ(server_.parser().parsed(), 1);
  request.mutable_metadata()->set_outlet("Harbour Gazette");
  ASSERT_TRUE(Ingest(request).ok());
  EXPECT_EQ(response_.outcome(), v1::INGEST_OUTCOME_REPLACED);
  server_.parser().SetVersion("p2");
  ASSERT_TRUE(Ingest(request).ok());
  EXPECT_EQ(response_.outcome(), v1::INGEST_OUTCOME_REPLACED);
}

TEST_F(IngestServiceTest, IdsComeFromTheAddressElseFromTheContent) {
  v1::IngestDocumentRequest request = SampleRequest("", "words");
  ASSERT_TRUE(Ingest(request).ok());
  const std::string by_content = response_.document().name();
  EXPECT_TRUE(by_content.starts_with("documents/doc-")) << by_content;
  ASSERT_TRUE(Ingest(request).ok());
  EXPECT_EQ(response_.outcome(), v1::INGEST_OUTCOME_UNCHANGED);

  request.mutable_metadata()->set_source_url(
      "HTTPS://Example.org:443/a?utm_source=x#top");
  ASSERT_TRUE(Ingest(request).ok());
  const std::string by_address = response_.document().name();
  EXPECT_TRUE(by_address.starts_with("documents/url-")) << by_address;
  EXPECT_EQ(response_.document().source_url(), "https://example.org/a");
  request.set_content("other words");
  request.mutable_metadata()->set_source_url("https://example.org/a");
  ASSERT_TRUE(Ingest(request).ok());
  EXPECT_EQ(response_.document().name(), by_address);
  EXPECT_EQ(response_.outcome(), v1::INGEST_OUTCOME_REPLACED);
}

TEST_F(IngestServiceTest, BadFieldsAreNamed) {
  struct Row {
    const char* why;
    std::function<void(v1::IngestDocumentRequest&)> spoil;
    const char* said;
  };
  const std::vector<Row> rows = {
      {"empty", [](auto& r) { r.clear_content(); }, "content INVALID_FIELD"},
      {"one byte more than the limit",
       [](auto& r) { r.set_content(std::string((1 << 20) + 1, 'x')); },
       "content DOCUMENT_TOO_LARGE"},
      {"a path for an id", [](auto& r) { r.set_document_id("../etc"); },
       "document_id INVALID_FIELD"},
      {"upper case", [](auto& r) { r.set_document_id("Abc"); },
       "document_id INVALID_FIELD"},
      {"too long", [](auto& r) { r.set_document_id(std::string(129, 'a')); },
       "document_id INVALID_FIELD"},
      {"no subtype", [](auto& r) { r.set_content_type("text"); },
       "content_type INVALID_FIELD"},
      {"a line break in a header",
       [](auto& r) { r.set_content_type("text/a\n"); },
       "content_type INVALID_FIELD"},
      {"a NUL in a name",
       [](auto& r) { r.set_file_name(std::string("a\0b", 3)); },
       "file_name INVALID_FIELD"},
      {"long title",
       [](auto& r) { r.mutable_metadata()->set_title(std::string(1001, 'x')); },
       "metadata.title INVALID_FIELD"},
      {"long outlet",
       [](auto& r) { r.mutable_metadata()->set_outlet(std::string(201, 'x')); },
       "metadata.outlet INVALID_FIELD"},
      {"too many authors",
       [](auto& r) {
         for (int i = 0; i < 51; ++i) r.mutable_metadata()->add_authors("A");
       },
       "metadata.authors INVALID_FIELD"},
      {"the second author is long",
       [](auto& r) {
         r.mutable_metadata()->add_authors("A");
         r.mutable_metadata()->add_authors(std::string(201, 'x'));
       },
       "metadata.authors[1] INVALID_FIELD"},
      {"no language tag",
       [](auto& r) { r.mutable_metadata()->set_language("English language"); },
       "metadata.language INVALID_FIELD"},
      {"not the web",
       [](auto& r) { r.mutable_metadata()->set_source_url("ftp://a/b"); },
       "metadata.source_url INVALID_FIELD"},
      {"a password",
       [](auto& r) { r.mutable_metadata()->set_source_url("https://u:p@a/b"); },
       "metadata.source_url INVALID_FIELD"},
      {"30 February",
       [](auto& r) {
         v1::Date& date = *r.mutable_metadata()->mutable_said_on();
         date.set_year(2021);
         date.set_month(2);
         date.set_day(30);
       },
       "metadata.said_on.day INVALID_FIELD"},
      {"month 13",
       [](auto& r) {
         v1::Date& date = *r.mutable_metadata()->mutable_published_on();
         date.set_year(2021);
         date.set_month(13);
       },
       "metadata.published_on.month INVALID_FIELD"},
      {"a day in a year",
       [](auto& r) {
         v1::Date& date = *r.mutable_metadata()->mutable_published_on();
         date.set_year(2021);
         date.set_day(1);
         date.set_precision(v1::DATE_PRECISION_YEAR);
       },
       "metadata.published_on.day INVALID_FIELD"},
      {"etag", [](auto& r) { r.set_etag("?"); }, "etag INVALID_FIELD"},
      {"request id", [](auto& r) { r.set_request_id("a b"); },
       "request_id INVALID_FIELD"},
      {"long request id",
       [](auto& r) { r.set_request_id(std::string(65, 'a')); },
       "request_id INVALID_FIELD"},
  };
  for (const Row& row : rows) {
    v1::IngestDocumentRequest request = SampleRequest("a", "words");
    row.spoil(request);
    const grpc::Status status = Ingest(request);
    EXPECT_EQ(FieldAndReason(status), row.said) << row.why;
    EXPECT_EQ(status.error_code(), std::string_view(row.said).ends_with("LARGE")
                                       ? grpc::StatusCode::RESOURCE_EXHAUSTED
                                       : grpc::StatusCode::INVALID_ARGUMENT)
        << row.why;
  }
  EXPECT_EQ(server_.log().end(), 0u);
}

TEST_F(IngestServiceTest, LimitsThemselvesAreAllowed) {
  v1::IngestDocumentRequest request =
      SampleRequest(std::string(128, 'a'), std::string(1 << 20, 'x'));
  request.set_request_id(std::string(64, 'a'));
  request.set_content_type("text/html; charset=windows-1251");
  request.mutable_metadata()->set_title(std::string(1000, 'x'));
  request.mutable_metadata()->set_language("zh-Hant-TW");
  EXPECT_TRUE(Ingest(request).ok());
}

TEST_F(IngestServiceTest, EtagsAndRequestIdsMakeWritesSafe) {
  ASSERT_TRUE(Ingest(SampleRequest("a", "first")).ok());
  const std::string etag = response_.document().etag();
  v1::IngestDocumentRequest request = SampleRequest("a", "second");
  request.set_etag(etag);
  request.set_request_id("r-1");
  ASSERT_TRUE(Ingest(request).ok());
  const std::string revision = response_.revision();
  ASSERT_TRUE(Ingest(request).ok());  // The etag no longer holds: a retry.
  EXPECT_EQ(response_.revision(), revision);
  request.set_request_id("");
  grpc::Status status = Ingest(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(FieldAndReason(status), " ETAG_MISMATCH");
  request = SampleRequest("b", "other");
  request.set_request_id("r-1");
  status = Ingest(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(FieldAndReason(status), " REQUEST_ID_REUSED");
}

TEST_F(IngestServiceTest, DeletesOnceAndForgives) {
  ASSERT_TRUE(Ingest(SampleRequest("a", "first")).ok());
  const auto remove = [&](const std::string& name, bool allow_missing) {
    grpc::ClientContext context;
    v1::DeleteDocumentRequest request;
    v1::DeleteDocumentResponse response;
    request.set_name(name);
    request.set_allow_missing(allow_missing);
    return server_.ingest().DeleteDocument(&context, request, &response);
  };
  EXPECT_TRUE(remove("documents/a", false).ok());
  EXPECT_EQ(remove("documents/a", false).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(remove("documents/a", true).ok());
  EXPECT_EQ(FieldAndReason(remove("documents/", true)), "name INVALID_FIELD");
  v1::Document document;
  EXPECT_EQ(Get("documents/a", v1::DOCUMENT_VIEW_BASIC, &document).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(
      FieldAndReason(Get("speakers/a", v1::DOCUMENT_VIEW_BASIC, &document)),
      "name INVALID_FIELD");
  EXPECT_EQ(FieldAndReason(Get("documents/a", static_cast<v1::DocumentView>(9),
                               &document)),
            "view INVALID_FIELD");
}

TEST_F(IngestServiceTest, ParseDocumentExplainsAndStoresNothing) {
  grpc::ClientContext context;
  v1::ParseDocumentRequest request;
  *request.mutable_document() = SampleRequest("a", "one\ntwo");
  v1::ParseDocumentResponse response;
  ASSERT_TRUE(
      server_.ingest().ParseDocument(&context, request, &response).ok());
  EXPECT_EQ(response.document().name(), "documents/a");
  EXPECT_EQ(response.document().text(), "one\ntwo");
  EXPECT_EQ(response.statements_size(), 2);
  ASSERT_EQ(response.explanations_size(), 2);
  EXPECT_EQ(response.explanations(1).statement(),
            response.statements(1).name());
  EXPECT_EQ(server_.log().end(), 0u);

  grpc::ClientContext second;
  request.mutable_document()->clear_content();
  EXPECT_EQ(FieldAndReason(
                server_.ingest().ParseDocument(&second, request, &response)),
            "document.content INVALID_FIELD");
}

TEST_F(IngestServiceTest, ADeadlineThatPassesStoresNothing) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::milliseconds(50));
  v1::IngestDocumentResponse response;
  EXPECT_EQ(server_.ingest()
                .IngestDocument(&context, SampleRequest("a", "wait"), &response)
                .error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  server_.parser().Release();
  ASSERT_TRUE(Ingest(SampleRequest("b", "after")).ok());
  v1::Document document;
  EXPECT_EQ(Get("documents/a", v1::DOCUMENT_VIEW_BASIC, &document).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(IngestServiceTest, CallsOfLaterVersionsSaySo) {
  grpc::ClientContext context;
  v1::BackupResponse response;
  const auto reader = server_.ingest().Backup(&context, v1::BackupRequest());
  EXPECT_FALSE(reader->Read(&response));
  const grpc::Status status = reader->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(FieldAndReason(status), " UNIMPLEMENTED");
  EXPECT_NE(status.error_message(), "");
}

TEST(IngestServiceLoad, TooMuchAtOnceIsRefusedWithATimeToRetry) {
  IngestServer server({.parser_threads = 1, .admission = {.documents_max = 1}});
  std::thread first([&] {
    grpc::ClientContext context;
    v1::IngestDocumentResponse response;
    EXPECT_TRUE(
        server.ingest()
            .IngestDocument(&context, SampleRequest("a", "wait"), &response)
            .ok());
  });
  while (server.parser().parsed() == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  grpc::ClientContext context;
  v1::IngestDocumentResponse response;
  const grpc::Status status = server.ingest().IngestDocument(
      &context, SampleRequest("b", "words"), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(FieldAndReason(status), " SERVER_BUSY");
  EXPECT_TRUE(kit::RetryDelayOf(kit::FromGrpc(status)));
  server.parser().Release();
  first.join();
}

}  // namespace
}  // namespace quoth::ingest
