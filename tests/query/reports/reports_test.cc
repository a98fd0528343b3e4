// ListReports and near-duplicate documents: what is found, in which order, and
// that it stays right while documents come, change and go.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

constexpr char kQuote[] =
    "The agreement cannot be signed unless both sides withdraw their heavy "
    "weapons from the line of contact.";

MadeDocument Report(const std::string& id, const std::string& text,
                    quoth::v1::Date published,
                    const std::string& speaker = "ada") {
  MadeDocument document;
  document.id = id;
  document.published = std::move(published);
  document.statements = {{"k0", speaker, {"arms"}, {}, {}, text}};
  return document;
}

class ReportsTest : public ::testing::Test {
 protected:
  // Ids of the documents, in order; pages of `page_size`.
  std::vector<std::string> ReportsOf(const std::string& document,
                                     int page_size = 1'000) {
    quoth::v1::ListReportsRequest request;
    request.set_name("documents/" + document + "/statements/k0");
    request.set_page_size(page_size);
    std::vector<std::string> ids;
    do {
      auto page =
          index_.Look<quoth::v1::ListReportsResponse>(ListReports, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& statement : page->statements())
        ids.push_back(statement.document().substr(10));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  std::vector<std::string> NearDuplicatesOf(const std::string& document) {
    quoth::v1::GetDocumentRequest request;
    request.set_name("documents/" + document);
    auto found = index_.Look<quoth::v1::Document>(GetDocument, request);
    EXPECT_TRUE(found.ok()) << found.status();
    std::vector<std::string> ids;
    for (const std::string& name : found->near_duplicates())
      ids.push_back(name.substr(10));
    return ids;
  }

  TestIndex index_;
};

using Ids = std::vector<std::string>;

TEST_F(ReportsTest, FindsWhatIsTheSameEarliestFirstUndatedLast) {
  index_.Apply({
      Put(Report("late", kQuote, MakeDate(2021, 5, 9))),
      Put(Report("undated", kQuote, {})),
      Put(Report("cut", "both sides withdraw their heavy weapons from the line",
                 MakeDate(2021, 5, 7))),
      Put(Report("other", "Nothing of the kind was ever said by anybody here.",
                 MakeDate(2021, 5, 7))),
      Put(Report("first",
                 "“The agreement cannot be signed … unless both sides "
                 "withdraw their heavy weapons",
                 MakeDate(2021, 5, 6), "bob")),
  });
  EXPECT_EQ(ReportsOf("late"), (Ids{"first", "cut", "undated"}));
  // Of another speaker, "cut" shares too little with this part.
  EXPECT_EQ(ReportsOf("first"), (Ids{"late", "undated"}));
  EXPECT_EQ(ReportsOf("other"), Ids{});
}

TEST_F(ReportsTest, TheSameDocumentIsNoReport) {
  MadeDocument twice = Report("twice", kQuote, MakeDate(2021, 5, 6));
  twice.statements.push_back({"k1", "ada", {}, {}, {}, kQuote});
  index_.Apply({Put(twice)});
  EXPECT_EQ(ReportsOf("twice"), Ids{});
}

TEST_F(ReportsTest, ReplacedAndDeletedReportsAreRight) {
  index_.Apply({Put(Report("a", kQuote, MakeDate(2021, 5, 6))),
                Put(Report("b", kQuote, MakeDate(2021, 5, 7))),
                Put(Report("c", kQuote, MakeDate(2021, 5, 8)))});
  EXPECT_EQ(ReportsOf("a"), (Ids{"b", "c"}));
  index_.Apply({Put(Report("b", "Something else was said in the new version.",
                           MakeDate(2021, 5, 7)))});
  EXPECT_EQ(ReportsOf("a"), Ids{"c"});
  index_.Apply({Put(Report("b", kQuote, MakeDate(2021, 5, 9)))});
  EXPECT_EQ(ReportsOf("a"), (Ids{"c", "b"})) << "moved to its new day";
  index_.Apply({Delete("c")});
  EXPECT_EQ(ReportsOf("a"), Ids{"b"});
  index_.Reopen();
  EXPECT_EQ(ReportsOf("a"), Ids{"b"});
}

TEST_F(ReportsTest, APageBegunBeforeAReplacementStaysWhole) {
  for (int i = 0; i < 20; ++i) {
    index_.Apply({Put(Report("d" + std::to_string(10 + i), kQuote,
                             MakeDate(2021, 5, 1 + i)))});
  }
  index_.Apply({Put(Report("asked", kQuote, MakeDate(2020, 1, 1)))});
  quoth::v1::ListReportsRequest request;
  request.set_name("documents/asked/statements/k0");
  request.set_page_size(5);
  std::multiset<std::string> seen;
  const auto page = [&] {
    auto response =
        index_.Look<quoth::v1::ListReportsResponse>(ListReports, request);
    ASSERT_TRUE(response.ok()) << response.status();
    for (const auto& statement : response->statements())
      seen.insert(statement.document().substr(10));
    request.set_page_token(response->next_page_token());
  };
  page();
  // One shown already moves behind, one to come moves before, one is changed
  // where it is, a new one arrives.
  index_.Apply({Put(Report("d10", kQuote, MakeDate(2021, 8, 1))),
                Put(Report("d25", kQuote, MakeDate(2019, 8, 1))),
                Put(Report("d20", kQuote, MakeDate(2021, 5, 11), "bob")),
                Put(Report("new", kQuote, MakeDate(2021, 5, 15)))});
  while (!request.page_token().empty()) page();
  EXPECT_EQ(seen.size(), 20u);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 20u);
  EXPECT_EQ(seen.count("new"), 0u);
}

TEST_F(ReportsTest, TheClusterIsOfTheWordsAndInEveryAnswer) {
  index_.Apply({Put(Report("a", kQuote, MakeDate(2021, 5, 6))),
                Put(Report("b", std::string("“") + kQuote + "”", {}, "bob"))});
  std::set<std::string> clusters;
  for (const char* const id : {"a", "b"}) {
    quoth::v1::GetStatementRequest request;
    request.set_name(std::string("documents/") + id + "/statements/k0");
    auto got = index_.Look<quoth::v1::Statement>(GetStatement, request);
    ASSERT_TRUE(got.ok());
    clusters.insert(got->cluster());
  }
  auto listed = index_.List({});
  ASSERT_TRUE(listed.ok());
  for (const auto& statement : listed->statements())
    clusters.insert(statement.cluster());
  EXPECT_EQ(clusters.size(), 1u);
  EXPECT_NE(*clusters.begin(), "");
}

TEST_F(ReportsTest, WhatIsWrongIsNamed) {
  index_.Apply({Put(Report("a", kQuote, {})), Put(Report("b", kQuote, {})),
                Put(Report("c", kQuote, {}))});
  const auto status = [&](const quoth::v1::ListReportsRequest& request) {
    return index_.Look<quoth::v1::ListReportsResponse>(ListReports, request)
        .status();
  };
  quoth::v1::ListReportsRequest request;
  request.set_name("documents/a");
  EXPECT_EQ(kit::FieldOf(status(request)), "name");
  request.set_name("documents/none/statements/k0");
  EXPECT_TRUE(absl::IsNotFound(status(request)));
  request.set_name("documents/a/statements/k0");
  request.set_page_size(-1);
  EXPECT_EQ(kit::FieldOf(status(request)), "page_size");
  request.set_page_size(1);
  auto page = index_.Look<quoth::v1::ListReportsResponse>(ListReports, request);
  ASSERT_TRUE(page.ok());
  request.set_page_token(page->next_page_token());
  request.set_name("documents/b/statements/k0");
  EXPECT_EQ(kit::FieldOf(status(request)), "page_token") << "of another one";
}

// What a quotation printed everywhere costs grows with its reports, not with
// their pairs; every page is as long as asked for.
TEST_F(ReportsTest, APopularQuotationIsPagedThrough) {
  constexpr int kReports = 5'000;
  std::vector<quoth::v1::Change> changes;
  for (int i = 0; i < kReports; ++i) {
    changes.push_back(
        Put(Report("r" + std::to_string(100'000 + i), kQuote,
                   MakeDate(2000 + i % 20, 1 + i % 12, 1 + i % 28))));
    if (changes.size() == 500) {
      index_.Apply(std::move(changes));
      changes.clear();
    }
  }
  const std::vector<std::string> ids = ReportsOf("r100000", 300);
  EXPECT_EQ(ids.size(), kReports - 1u);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
}

quoth::v1::Change WithText(MadeDocument made, int first, int count,
                           int salt = 0) {
  quoth::v1::Change change = Put(made);
  std::vector<std::uint64_t> hashes;
  for (int i = first; i < first + count; ++i)
    hashes.push_back(std::mt19937_64(static_cast<unsigned>(i + salt))());
  std::sort(hashes.begin(), hashes.end());
  hashes.resize(std::min<std::size_t>(hashes.size(), 64));
  change.mutable_document_put()->mutable_text_hashes()->Assign(hashes.begin(),
                                                               hashes.end());
  return change;
}

TEST_F(ReportsTest, DocumentsOfNearlyTheSameTextAreLinked) {
  index_.Apply({
      WithText(Report("wire", "a", MakeDate(2021, 5, 6)), 0, 400),
      WithText(Report("paper", "a", MakeDate(2021, 5, 8)), 20, 400),
      WithText(Report("portal", "a", MakeDate(2021, 5, 7)), 0, 300),
      WithText(Report("undated", "a", {}), 0, 400),
      WithText(Report("other", "a", MakeDate(2021, 5, 7)), 0, 400, 1'000'000),
      WithText(Report("half", "a", MakeDate(2021, 5, 7)), 300, 400),
  });
  EXPECT_EQ(NearDuplicatesOf("wire"), (Ids{"portal", "paper", "undated"}));
  EXPECT_EQ(NearDuplicatesOf("other"), Ids{});
  index_.Apply(
      {Delete("portal"), WithText(Report("paper", "a", MakeDate(2021, 5, 8)), 0,
                                  400, 2'000'000)});
  EXPECT_EQ(NearDuplicatesOf("wire"), Ids{"undated"});
  EXPECT_EQ(NearDuplicatesOf("undated"), Ids{"wire"});
}

// Nothing of a deleted document stays behind in any list.
TEST_F(ReportsTest, DeletionLeavesNothing) {
  index_.Apply({WithText(Report("a", kQuote, MakeDate(2021, 5, 6)), 0, 100)});
  index_.Apply({Delete("a")});
  for (const Family family : {kPostings, kLists}) {
    kit::StoreIterator rows = index_.index().store().NewIterator(family);
    rows->SeekToFirst();
    EXPECT_FALSE(rows->Valid()) << rows->key().ToString(true);
  }
}

}  // namespace
}  // namespace quoth::query::testing
