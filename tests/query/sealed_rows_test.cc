// A search reads sealed rows in place: they stay while it lives, whether they
// lie in RocksDB's memory or files, and whatever becomes of them meanwhile.
// Meant for the address sanitizer above all.
#include <rocksdb/cache.h>
#include <rocksdb/table.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query-service/search/text_search.h"
#include "tests/query/test_index.h"

namespace quoth::query::testing {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;
using Results = std::vector<std::pair<StatementId, std::uint32_t>>;

// Words of every form of list: packed short, in blocks and as a bitmap. The
// first fills a block of a file by itself, so that an iterator leaves it.
constexpr std::string_view kQuery = "all OR tenth OR hundredth OR seldom";

void Fill(TestIndex& index) {
  constexpr int kDocuments = 680;
  constexpr int kStatementsEach = 100;
  int n = 0;
  for (int d = 0; d < kDocuments; ++d) {
    MadeDocument document;
    document.id = "doc-" + std::to_string(d);
    for (int s = 0; s < kStatementsEach; ++s, ++n) {
      MadeStatement statement;
      statement.key = "k" + std::to_string(s);
      statement.speaker = "ada";
      statement.text = "all";
      if (n % 3 == 0) statement.text += " all";
      if (n % 10 == 0) statement.text += " tenth tenth";
      if (n % 100 == 0) statement.text += " hundredth";
      if (n % 9'000 == 0) statement.text += " seldom";
      document.statements.push_back(std::move(statement));
    }
    index.Apply({Put(document)});
  }
}

class SealedRowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Fill(index_);
    ASSERT_EQ(index_.index().words().view()->sealed.size(), 1u);
    kit::StoreIterator rows = store().NewIterator(kWords);
    for (rows->Seek("w"); rows->Valid() && rows->key().starts_with("w");
         rows->Next()) {
      rows_.emplace_back(rows->key().ToString(), rows->value().ToString());
    }
    ASSERT_EQ(rows_.size(), 4u);
  }

  const kit::Store& store() { return index_.index().store(); }

  // The rows as they were, or others of the same length.
  void Write(bool as_they_were) {
    rocksdb::WriteBatch batch;
    for (const auto& [key, value] : rows_) {
      batch.Put(store().family(kWords), key,
                as_they_were ? value : std::string(value.size(), '\x7f'));
    }
    ASSERT_TRUE(store().Write(batch, false).ok());
  }
  void Flush() {
    ASSERT_TRUE(store().db().Flush({}, store().family(kWords)).ok());
  }
  void Compact() {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction =
        rocksdb::BottommostLevelCompaction::kForce;
    ASSERT_TRUE(
        store()
            .db()
            .CompactRange(options, store().family(kWords), nullptr, nullptr)
            .ok());
  }
  // Every block that nobody holds leaves the cache.
  void EmptyCache() {
    const auto options = store().db().GetOptions(store().family(kWords));
    const auto* const table =
        options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
    ASSERT_NE(table, nullptr);
    table->block_cache->EraseUnRefEntries();
  }
  static Results Walk(TextSearch& search) {
    Results results;
    Interrupt never;
    const absl::Status status =
        search.Walk(nullptr, never, [&](const Ranked& found) {
          results.emplace_back(found.id, found.score);
          return true;
        });
    EXPECT_TRUE(status.ok()) << status;
    return results;
  }
  // Rows lie somewhere; a search that has found them sees nothing of what
  // comes after.
  void ExpectKept(const char* where) {
    const absl::StatusOr<TextQuery> query = ParseTextQuery(kQuery, "query");
    ASSERT_TRUE(query.ok());
    TextSearch search(index_.index(), *query);
    ASSERT_TRUE(search.status().ok());
    const Results before = Walk(search);
    EXPECT_EQ(before.size(), 68'000u) << where;
    Write(false);
    Flush();
    Compact();
    EmptyCache();
    EXPECT_EQ(Walk(search), before) << where;
  }

  TestIndex index_;
  Rows rows_;
};

TEST_F(SealedRowsTest, StayUnderASearchWhereverTheyLie) {
  Write(true);
  ExpectKept("in memory");
  Write(true);
  Flush();
  ExpectKept("in a new file");
  Write(true);
  Flush();
  Compact();
  ExpectKept("in a compacted file");
}

}  // namespace
}  // namespace quoth::query::testing
