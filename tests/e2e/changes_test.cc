// Replacing and deleting documents shows everywhere, at once and whole.
#include <gtest/gtest.h>

#include "service-kit/status/status.h"
#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

class ChangesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(services_.Start()) << services_.Logs(); }
  Services services_;
};

TEST_F(ChangesTest, ReplacingADocument) {
  const auto first =
      services_.Ingest("report", MadeDocument("Tobin Asgard", 1, 5));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->outcome(), quoth::v1::INGEST_OUTCOME_CREATED);
  ASSERT_EQ(services_.StatementsOfDocument("report", first->revision())->size(),
            5u);

  const auto same =
      services_.Ingest("report", MadeDocument("Tobin Asgard", 1, 5));
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->outcome(), quoth::v1::INGEST_OUTCOME_UNCHANGED);

  const auto second =
      services_.Ingest("report", MadeDocument("Petra Holm", 2, 2));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->outcome(), quoth::v1::INGEST_OUTCOME_REPLACED);
  EXPECT_NE(second->document().etag(), first->document().etag());
  const auto now = services_.StatementsOfDocument("report", second->revision());
  ASSERT_TRUE(now.ok());
  ASSERT_EQ(now->size(), 2u) << Describe(*now);
  for (const auto& statement : *now) {
    EXPECT_EQ(statement.speaker().speaker(), "speakers/petra-holm");
  }
  // Nothing of the old one is left behind in any index.
  EXPECT_EQ(
      services_.AllStatements("speakers/tobin-asgard", "", second->revision())
          ->size(),
      0u);
  EXPECT_EQ(
      services_.AllStatements("speakers/petra-holm", "", second->revision())
          ->size(),
      2u);
  EXPECT_EQ(services_.AllStatements("", "topics/vaccines", second->revision())
                ->size(),
            2u);
  EXPECT_EQ(services_.AllStatements("", "", second->revision())->size(), 2u);
}

TEST_F(ChangesTest, DeletingADocument) {
  const auto keep = services_.Ingest("keep", MadeDocument("Petra Holm", 1, 1));
  const auto gone = services_.Ingest("gone", MadeDocument("Petra Holm", 2, 4));
  ASSERT_TRUE(keep.ok() && gone.ok());
  const auto statements =
      services_.StatementsOfDocument("gone", gone->revision());
  ASSERT_EQ(statements->size(), 4u);
  const auto deleted = services_.Delete("gone");
  ASSERT_TRUE(deleted.ok()) << deleted.status();

  EXPECT_EQ(services_.GetFromIngest("gone").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(services_.GetFromQuery("gone", deleted->revision()).status().code(),
            absl::StatusCode::kNotFound);
  grpc::ClientContext context;
  SetDeadline(context);
  quoth::v1::GetStatementRequest request;
  request.set_name(statements->front().name());
  quoth::v1::Statement statement;
  EXPECT_EQ(services_.query()
                .GetStatement(&context, request, &statement)
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(
      services_.AllStatements("speakers/petra-holm", "", deleted->revision())
          ->size(),
      1u);
  EXPECT_EQ(services_.AllStatements("", "topics/vaccines", deleted->revision())
                ->size(),
            1u);
  EXPECT_EQ(services_.Delete("gone").status().code(),
            absl::StatusCode::kNotFound);

  // And comes back when it is loaded again.
  const auto again = services_.Ingest("gone", MadeDocument("Petra Holm", 2, 4));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->outcome(), quoth::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(services_.StatementsOfDocument("gone", again->revision())->size(),
            4u);
}

TEST_F(ChangesTest, EtagsGuardWrites) {
  quoth::v1::IngestDocumentRequest request;
  request.set_document_id("guarded");
  request.set_content(MadeDocument("Petra Holm", 1, 1));
  request.set_etag("*");
  EXPECT_EQ(services_.Ingest(request).status().code(),
            absl::StatusCode::kAborted);
  request.set_etag("-");
  const auto first = services_.Ingest(request);
  ASSERT_TRUE(first.ok()) << first.status();
  request.set_content(MadeDocument("Petra Holm", 2, 1));
  const auto refused = services_.Ingest(request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(kit::ReasonOf(refused.status()), "ETAG_MISMATCH");
  request.set_etag(first->document().etag());
  EXPECT_TRUE(services_.Ingest(request).ok());
}

TEST_F(ChangesTest, RequestIdsMakeRetriesSafe) {
  quoth::v1::IngestDocumentRequest request;
  request.set_document_id("once");
  request.set_content(MadeDocument("Petra Holm", 1, 1));
  request.set_request_id("0e8ce7a0-0001");
  const auto first = services_.Ingest(request);
  const auto second = services_.Ingest(request);
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  EXPECT_EQ(second->outcome(), first->outcome());
  EXPECT_EQ(second->revision(), first->revision());
  request.set_content(MadeDocument("Petra Holm", 2, 1));
  const auto reused = services_.Ingest(request);
  EXPECT_EQ(reused.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(kit::ReasonOf(reused.status()), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace quoth::e2e
