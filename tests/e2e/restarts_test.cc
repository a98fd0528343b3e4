// What was found is found again after restarts, and after the index is gone.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/documents.h"
#include "tests/e2e/services.h"

namespace quoth::e2e {
namespace {

std::vector<std::string> Names(
    const std::vector<quoth::v1::Statement>& statements) {
  std::vector<std::string> names;
  for (const auto& statement : statements) names.push_back(statement.name());
  return names;
}

class RestartsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(services_.Start()) << services_.Logs();
    for (const auto& [id, text] : SampleDocuments()) {
      const auto response = services_.Ingest(id, text);
      ASSERT_TRUE(response.ok()) << id << ": " << response.status();
      revision_ = response->revision();
    }
    const auto before = services_.AllStatements("", "", revision_);
    ASSERT_TRUE(before.ok()) << before.status();
    before_ = Names(*before);
    ASSERT_GT(before_.size(), 20u);
  }

  void ExpectTheSame() {
    const auto after = services_.AllStatements("", "", revision_);
    ASSERT_TRUE(after.ok()) << after.status() << services_.Logs();
    EXPECT_EQ(Names(*after), before_);
  }

  Services services_;
  std::string revision_;
  std::vector<std::string> before_;
};

TEST_F(RestartsTest, BothServices) {
  EXPECT_TRUE(services_.StopQuery()) << services_.Logs();
  EXPECT_TRUE(services_.StopIngest()) << services_.Logs();
  ASSERT_TRUE(services_.Start()) << services_.Logs();
  ExpectTheSame();
}

TEST_F(RestartsTest, TheQueryServiceServesWithoutTheIngestService) {
  EXPECT_TRUE(services_.StopIngest()) << services_.Logs();
  ExpectTheSame();
  EXPECT_TRUE(services_.StopQuery());
  ASSERT_TRUE(services_.StartQuery()) << services_.Logs();
  ExpectTheSame();
  // And takes up the feed when it is back.
  ASSERT_TRUE(services_.StartIngest()) << services_.Logs();
  const auto more =
      services_.Ingest("more", MadeDocument("Tobin Asgard", 1, 2));
  ASSERT_TRUE(more.ok()) << more.status();
  const auto found = services_.StatementsOfDocument("more", more->revision());
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->size(), 2u) << Describe(*found);
}

TEST_F(RestartsTest, AnIndexThatIsGoneIsRebuilt) {
  EXPECT_TRUE(services_.StopQuery());
  std::filesystem::remove_all(services_.query_folder());
  ASSERT_TRUE(services_.StartQuery()) << services_.Logs();
  ExpectTheSame();
}

// Another history of the record log: what the index holds is no longer true.
TEST_F(RestartsTest, AnotherEpochIsFollowedFromItsBeginning) {
  EXPECT_TRUE(services_.StopQuery());
  EXPECT_TRUE(services_.StopIngest());
  std::filesystem::remove_all(services_.ingest_folder());
  ASSERT_TRUE(services_.Start()) << services_.Logs();
  const auto only =
      services_.Ingest("only", MadeDocument("Tobin Asgard", 1, 3));
  ASSERT_TRUE(only.ok()) << only.status();
  const auto found = services_.AllStatements("", "", only->revision());
  ASSERT_TRUE(found.ok()) << found.status() << services_.Logs();
  EXPECT_EQ(found->size(), 3u) << Describe(*found);
}

TEST_F(RestartsTest, KilledQueryServiceResumes) {
  services_.KillQuery();
  const auto more =
      services_.Ingest("more", MadeDocument("Tobin Asgard", 2, 2));
  ASSERT_TRUE(more.ok()) << more.status();
  ASSERT_TRUE(services_.StartQuery()) << services_.Logs();
  const auto found = services_.StatementsOfDocument("more", more->revision());
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->size(), 2u);
  const auto all = services_.AllStatements("", "", more->revision());
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->size(), before_.size() + 2);
}

}  // namespace
}  // namespace quoth::e2e
