// Bad input gets an error that names what is wrong, or is stored with its
// flaws numbered; the next document and the next client never notice.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"
#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

std::string Repeat(const std::string& text, std::size_t bytes) {
  std::string repeated;
  repeated.reserve(bytes + text.size());
  while (repeated.size() < bytes) repeated += text;
  return repeated;
}

constexpr std::size_t kMegabyte = 1 << 20;

class BadInputTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    services_ = new Services;
    started_ = services_->Start();
  }
  static void TearDownTestSuite() {
    // Alive to the end, and ends in order.
    EXPECT_TRUE(services_->StopQuery()) << services_->Logs();
    EXPECT_TRUE(services_->StopIngest()) << services_->Logs();
    delete services_;
  }
  void SetUp() override { ASSERT_TRUE(started_) << services_->Logs(); }

  // After each: the next document goes in and is found.
  void TearDown() override {
    static int number = 1000;
    const auto next =
        services_->Ingest("next", MadeDocument("Petra Holm", ++number, 2));
    ASSERT_TRUE(next.ok()) << next.status();
    const auto found =
        services_->StatementsOfDocument("next", next->revision());
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_EQ(found->size(), 2u);
  }

  static Services* services_;
  static bool started_;
};
Services* BadInputTest::services_ = nullptr;
bool BadInputTest::started_ = false;

TEST_F(BadInputTest, EmptyContentIsRefusedByName) {
  const auto refused = services_->Ingest("empty", "");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(kit::FieldOf(refused.status()).find("content"), std::string::npos)
      << refused.status();
}

TEST_F(BadInputTest, HugeContentIsRefusedByName) {
  const auto refused =
      services_->Ingest("huge", std::string(9 * kMegabyte, 'a'));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(kit::ReasonOf(refused.status()), "DOCUMENT_TOO_LARGE")
      << refused.status();
  // Beyond even what a message may hold.
  const auto cut = services_->Ingest("huger", std::string(40 * kMegabyte, 'a'));
  EXPECT_EQ(cut.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(BadInputTest, MalformedFieldsAreNamed) {
  struct Row {
    const char* why;
    const char* field;
    void (*spoil)(quoth::v1::IngestDocumentRequest&);
  };
  const Row rows[] = {
      {"upper case id", "document_id",
       [](auto& r) { r.set_document_id("Upper"); }},
      {"a path for an id", "document_id",
       [](auto& r) { r.set_document_id("../../etc/passwd"); }},
      {"an id too long", "document_id",
       [](auto& r) { r.set_document_id(std::string(129, 'a')); }},
      {"a scheme nobody fetches", "source_url",
       [](auto& r) {
         r.mutable_metadata()->set_source_url("javascript:alert(1)");
       }},
      {"a title too long", "title",
       [](auto& r) {
         r.mutable_metadata()->set_title(std::string(1001, 't'));
       }},
      {"month 13", "published_on",
       [](auto& r) {
         auto& date = *r.mutable_metadata()->mutable_published_on();
         date.set_year(2021);
         date.set_month(13);
         date.set_precision(quoth::v1::DATE_PRECISION_MONTH);
       }},
      {"a request id with spaces", "request_id",
       [](auto& r) { r.set_request_id("a b"); }},
      {"a request id too long", "request_id",
       [](auto& r) { r.set_request_id(std::string(65, 'a')); }},
  };
  for (const Row& row : rows) {
    quoth::v1::IngestDocumentRequest request;
    request.set_document_id("fields");
    request.set_content("Some words.");
    row.spoil(request);
    const auto refused = services_->Ingest(request);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument)
        << row.why;
    EXPECT_NE(kit::FieldOf(refused.status()).find(row.field), std::string::npos)
        << row.why << ": " << refused.status();
  }
}

// Stored with issues or refused, never a crash or a hang. The bound is for a
// checked build on a busy machine; the benchmarks hold the real one.
TEST_F(BadInputTest, HostileContentNeverHurts) {
  struct Row {
    const char* why;
    std::string content;
    const char* content_type;
  };
  const Row rows[] = {
      {"binary",
       Repeat(std::string("\x00\xff\x13\x7f\x89PNG\r\n\x1a\n", 12), 200'000),
       ""},
      {"binary called text",
       Repeat(std::string("\x00\xff\x13\x7f", 4), 200'000), "text/plain"},
      {"invalid UTF-8",
       Repeat("word \xc3\x28 \xf0\x28\x8c\xbc \xed\xa0\x80 ", 200'000), ""},
      {"NULs in a text", Repeat(std::string("He said\0 so. ", 13), 100'000),
       "text/plain"},
      {"a million quotation marks", Repeat("\"", kMegabyte), "text/plain"},
      {"a million opening marks", Repeat("\xe2\x80\x9c", 3 * kMegabyte),
       "text/plain"},
      {"unbalanced marks", Repeat("\xe2\x80\x9cHe said, \"no. ", 500'000),
       "text/plain"},
      {"ten thousand nested brackets",
       std::string(10'000, '(') + "he said" + std::string(10'000, ')'),
       "text/plain"},
      {"8 MiB of brackets", std::string(8 * kMegabyte - 16, '['), "text/plain"},
      {"8 MiB without a newline",
       Repeat("He said that it was so. ", 8 * kMegabyte - 64), "text/plain"},
      {"capitals", Repeat("HE SAID THAT IT WAS SO. ", 2 * kMegabyte),
       "text/plain"},
      {"newlines", std::string(4 * kMegabyte, '\n'), "text/plain"},
      {"spaces", std::string(4 * kMegabyte, ' '), "text/plain"},
      {"one long word", std::string(4 * kMegabyte, 'a'), "text/plain"},
      {"nested tags", Repeat("<div>", kMegabyte), "text/html"},
      {"broken HTML", Repeat("<p <b></i><table><td>he said \"", 500'000),
       "text/html"},
      {"text called PDF", "He said that this is no PDF.", "application/pdf"},
      {"text called XML", "He said that this is no XML.", "application/xml"},
      {"nested Markdown", Repeat("> ", 200'000) + "he said", "text/markdown"},
      {"many Markdown emphases", Repeat("*a _b ", 500'000), "text/markdown"},
  };
  int number = 0;
  for (const Row& row : rows) {
    quoth::v1::IngestDocumentRequest request;
    request.set_document_id(absl::StrCat("hostile-", ++number));
    request.set_content(row.content);
    request.set_content_type(row.content_type);
    const absl::Time begin = absl::Now();
    const auto response = services_->Ingest(request, absl::Seconds(120));
    const absl::Duration took = absl::Now() - begin;
    if (response.ok()) {
      EXPECT_EQ(response->document().name(),
                absl::StrCat("documents/hostile-", number))
          << row.why;
    } else {
      EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument)
          << row.why << ": " << response.status();
      EXPECT_NE(kit::FieldOf(response.status()), "") << row.why;
    }
    EXPECT_LT(took, absl::Seconds(90)) << row.why;
    RecordProperty(row.why, absl::FormatDuration(took));
  }
}

TEST_F(BadInputTest, OneBadDocumentNeverStopsAStream) {
  grpc::ClientContext context;
  SetDeadline(context, absl::Seconds(60));
  const auto stream = services_->ingest().IngestDocuments(&context);
  struct Sent {
    std::string id;
    std::string content;
    bool good;
  };
  const Sent sent[] = {
      {"stream-a", MadeDocument("Petra Holm", 1, 1), true},
      {"stream-b", "", false},                                // Empty.
      {"Stream-C", MadeDocument("Petra Holm", 2, 1), false},  // A malformed id.
      {"stream-d", std::string(9 * kMegabyte, 'x'), false},   // Too large.
      {"stream-a", MadeDocument("Petra Holm", 3, 2),
       true},  // The same id again: replaces.
      {"stream-e", Repeat("\xff\xfe", 1000),
       true},  // Whatever it is, it is stored or
               // refused; see below.
      {"stream-f", MadeDocument("Petra Holm", 4, 1), true},
  };
  for (const Sent& each : sent) {
    quoth::v1::IngestDocumentsRequest request;
    request.mutable_document()->set_document_id(each.id);
    request.mutable_document()->set_content(each.content);
    request.set_tag("tag of " + each.id);
    ASSERT_TRUE(stream->Write(request));
  }
  stream->WritesDone();
  std::size_t index = 0;
  std::string revision;
  quoth::v1::IngestDocumentsResponse response;
  while (stream->Read(&response)) {
    ASSERT_LT(index, std::size(sent));
    EXPECT_EQ(response.index(), index);
    EXPECT_EQ(response.tag(), "tag of " + sent[index].id);
    if (sent[index].id != "stream-e") {
      EXPECT_EQ(response.has_response(), sent[index].good)
          << sent[index].id << ": " << response.error().message();
    }
    if (response.has_error()) {
      EXPECT_NE(response.error().code(), 0);
      EXPECT_NE(response.error().reason(), "");
    } else {
      revision = response.response().revision();
    }
    ++index;
  }
  EXPECT_EQ(index, std::size(sent));
  EXPECT_TRUE(stream->Finish().ok());
  const auto latest = services_->StatementsOfDocument("stream-a", revision);
  ASSERT_TRUE(latest.ok()) << latest.status();
  EXPECT_EQ(latest->size(), 2u) << Describe(*latest);
}

TEST_F(BadInputTest, QueriesNameWhatIsWrong) {
  struct Row {
    const char* why;
    const char* field;
    void (*spoil)(quoth::v1::ListStatementsRequest&);
  };
  const Row rows[] = {
      {"a name without its collection", "speakers",
       [](auto& r) { r.mutable_filter()->add_speakers("Petra Holm"); }},
      {"another collection", "topics",
       [](auto& r) { r.mutable_filter()->add_topics("speakers/petra-holm"); }},
      {"a document's path", "documents",
       [](auto& r) { r.mutable_filter()->add_documents("documents/../x"); }},
      {"a page of minus one", "page_size",
       [](auto& r) { r.set_page_size(-1); }},
      {"a page token of nobody's", "page_token",
       [](auto& r) { r.set_page_token("AAAA"); }},
      {"a page token of random bytes", "page_token",
       [](auto& r) { r.set_page_token(std::string(400, 'z')); }},
      {"a revision of nobody's", "at_least_as_fresh",
       [](auto& r) { r.set_at_least_as_fresh("yesterday"); }},
      {"a confidence of two", "confidence_min",
       [](auto& r) { r.mutable_filter()->set_confidence_min(2); }},
  };
  for (const Row& row : rows) {
    quoth::v1::ListStatementsRequest request;
    row.spoil(request);
    const auto refused = services_->List(request);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument)
        << row.why << ": " << refused.status();
    EXPECT_NE(kit::FieldOf(refused.status()).find(row.field), std::string::npos)
        << row.why << ": " << refused.status();
  }
}

TEST_F(BadInputTest, PageTokensBelongToTheirQuery) {
  const auto stored =
      services_->Ingest("pages", MadeDocument("Oskar Brennick", 5, 6));
  ASSERT_TRUE(stored.ok());
  quoth::v1::ListStatementsRequest request;
  request.mutable_filter()->add_speakers("speakers/oskar-brennick");
  request.set_page_size(2);
  request.set_at_least_as_fresh(stored->revision());
  const auto first = services_->List(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_NE(first->next_page_token(), "");
  request.set_page_token(first->next_page_token());
  EXPECT_TRUE(services_->List(request).ok());
  request.mutable_filter()->set_speakers(0, "speakers/petra-holm");
  const auto refused = services_->List(request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(kit::FieldOf(refused.status()), "page_token");
}

TEST_F(BadInputTest, NamesThatDoNotExistAreNotFound) {
  EXPECT_EQ(services_->GetFromIngest("never-there").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(services_->GetFromQuery("never-there").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(services_->GetFromQuery("NOT A NAME").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(services_->GetFromIngest("NOT A NAME").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace quoth::e2e
