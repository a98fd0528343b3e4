// Page tokens, and pages that stay whole while documents come and go.
#include <gtest/gtest.h>

#include <set>

#include "query-service/planner/page_token.h"
#include "service-kit/status/status.h"
#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

using quoth::v1::ListStatementsRequest;

MadeDocument Document(int number, int statements, const std::string& text,
                      int day = 1) {
  MadeDocument document;
  document.id = "d" + std::to_string(number);
  document.published = MakeDate(2021, 3, day);
  for (int i = 0; i < statements; ++i) {
    MadeStatement statement;
    statement.key = "k" + std::to_string(i);
    statement.speaker = "ada";
    statement.about = {"engines"};
    statement.text = text;
    statement.said = MakeDate(2021, 3, 1 + (number + i + day) % 28);
    document.statements.push_back(statement);
  }
  return document;
}

TEST(PageTokenTest, RoundTripAndEveryChangedByteIsRefused) {
  const std::string key(32, 'k');
  const PageToken token{{12, 34}, {737000, 99}, "rest"};
  const std::string text = FormatPageToken(token, "request", key);
  auto parsed = ParsePageToken(text, "request", key);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->bound.offset, 12u);
  EXPECT_EQ(parsed->bound.next_id, 34u);
  EXPECT_EQ(parsed->last, token.last);
  EXPECT_EQ(parsed->rest, "rest");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ParsePageToken(changed, "request", key).ok()) << i;
    EXPECT_FALSE(ParsePageToken(text.substr(0, i), "request", key).ok()) << i;
  }
  EXPECT_EQ(kit::ReasonOf(ParsePageToken(text, "other", key).status()),
            "PAGE_TOKEN_MISMATCH");
  EXPECT_EQ(kit::ReasonOf(
                ParsePageToken(text, "request", std::string(32, 'x')).status()),
            "PAGE_TOKEN_INVALID");
  EXPECT_EQ(kit::FieldOf(
                ParsePageToken("%%", "request", key, "resume_token").status()),
            "resume_token");
  // The first byte is the version.
  std::string newer = text;
  newer[0] = 'C';
  EXPECT_EQ(kit::ReasonOf(ParsePageToken(newer, "request", key).status()),
            "PAGE_TOKEN_VERSION");
}

TEST(PagingTest, TokenOfAnotherQueryIsRefusedWithTheFieldNamed) {
  TestIndex index;
  index.Apply({Put(Document(1, 10, "x"))});
  ListStatementsRequest request;
  request.set_page_size(3);
  const std::string token = index.List(request)->next_page_token();
  ASSERT_FALSE(token.empty());
  request.set_page_token(token);
  request.mutable_filter()->add_speakers("speakers/ada");
  auto page = index.List(request);
  EXPECT_EQ(kit::FieldOf(page.status()), "page_token");
  EXPECT_EQ(kit::ReasonOf(page.status()), "PAGE_TOKEN_MISMATCH");
  request.clear_filter();
  request.set_order(quoth::v1::STATEMENT_ORDER_OLDEST_FIRST);
  EXPECT_FALSE(index.List(request).ok());
  request.clear_order();
  request.set_page_size(7);  // Size may change between pages.
  EXPECT_TRUE(index.List(request).ok());
}

// Pages through while every other thing happens between two pages: what was
// there at the first page and is there at the end comes once, exactly.
class ChangingTest : public ::testing::TestWithParam<std::tuple<bool, bool>> {};

TEST_P(ChangingTest, NothingIsSkippedOrRepeated) {
  const auto [newest, by_topic] = GetParam();
  TestIndex index;
  std::vector<quoth::v1::Change> changes;
  std::set<std::string> first;
  for (int d = 0; d < 20; ++d) {
    changes.push_back(Put(Document(d, 6, "before")));
    for (const auto& s : changes.back().document_put().statements())
      first.insert(s.name());
  }
  index.Apply(std::move(changes));

  ListStatementsRequest request;
  request.set_page_size(5);
  request.set_order(newest ? quoth::v1::STATEMENT_ORDER_NEWEST_FIRST
                           : quoth::v1::STATEMENT_ORDER_OLDEST_FIRST);
  if (by_topic) {
    request.mutable_filter()->add_topics("topics/engines");
  } else {
    request.mutable_filter()->add_speakers("speakers/ada");
  }
  std::multiset<std::string> seen;
  for (int round = 0;; ++round) {
    auto page = index.List(request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& statement : page->statements())
      seen.insert(statement.name());
    if (page->next_page_token().empty()) break;
    request.set_page_token(page->next_page_token());
    // New documents; replaced ones with other words, other days, again and
    // again.
    index.Apply({Put(Document(100 + round, 4, "new")),
                 Put(Document(round % 20, 6, "after " + std::to_string(round))),
                 Put(Document((round * 7) % 20, 6, "moved", 1 + round % 9))});
    if (round == 6) index.Reopen();
  }
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()), first);
  EXPECT_EQ(seen.size(), first.size()) << "something came twice";
  // A list begun now sees the new state.
  request.clear_page_token();
  const std::vector<std::string> now = index.ListAll(request);
  EXPECT_GT(now.size(), first.size());
  EXPECT_EQ(std::set<std::string>(now.begin(), now.end()).size(), now.size());
}

INSTANTIATE_TEST_SUITE_P(Orders, ChangingTest,
                         ::testing::Combine(::testing::Bool(),
                                            ::testing::Bool()));

TEST(PagingTest, DeletedStatementsAreNotShownByPagesBegunBefore) {
  TestIndex index;
  index.Apply({Put(Document(1, 10, "x")), Put(Document(2, 10, "x"))});
  ListStatementsRequest request;
  request.set_page_size(1);
  request.set_page_token(index.List(request)->next_page_token());
  index.Apply({Delete("d1"), Delete("d2")});
  auto page = index.List(request);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->statements_size(), 0);
  EXPECT_EQ(page->next_page_token(), "");
}

TEST(PagingTest, TokensFromBeforePrunedReplacementsExpireClearly) {
  TestIndex index;
  index.Apply({Put(Document(1, 10, "x"))});
  ListStatementsRequest request;
  request.set_page_size(1);
  request.set_page_token(index.List(request)->next_page_token());
  index.Apply({Put(Document(1, 10, "y"))});
  ASSERT_TRUE(index.List(request).ok());
  ASSERT_TRUE(index.applier().Prune(absl::UnixEpoch() + absl::Hours(2)).ok());
  EXPECT_EQ(kit::ReasonOf(index.List(request).status()), "PAGE_TOKEN_EXPIRED");
}

TEST(PagingTest, PagesEndAtThreeMebibytes) {
  TestIndex index;
  for (int d = 0; d < 8; ++d)
    index.Apply({Put(Document(d, 10, std::string(100'000, 'x')))});
  ListStatementsRequest request;
  request.set_page_size(1000);
  auto page = index.List(request);
  ASSERT_TRUE(page.ok());
  EXPECT_LE(page->ByteSizeLong(), (3u << 20) + 1000);
  EXPECT_GT(page->statements_size(), 20);
  EXPECT_EQ(index.ListAll(request).size(), 80u);
}

TEST(PagingTest, DamagedHeapIsReadAroundNotServed) {
  TestIndex index;
  index.Apply({Put(Document(1, 10, "first words"))});
  ListStatementsRequest request;
  const std::string whole = index.List(request)->SerializeAsString();
  // Zeros where the records were.
  std::FILE* const records =
      std::fopen((index.folder() + "/index/heap/records").c_str(), "r+b");
  ASSERT_NE(records, nullptr);
  std::fseek(records, 100, SEEK_SET);
  const std::string zeros(2000, '\0');
  std::fwrite(zeros.data(), 1, zeros.size(), records);
  std::fclose(records);
  EXPECT_EQ(index.List(request)->SerializeAsString(), whole);
}

}  // namespace
}  // namespace quoth::query::testing
