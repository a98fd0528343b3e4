// Opening stores: a first time, again, as something else, damaged, newer.
#include "service-kit/store/store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "service-kit/status/status.h"
#include "tests/kit/temporary_folder.h"

namespace quoth::kit {
namespace {

StoreOptions Options(const std::string& path) {
  StoreOptions options;
  options.path = path;
  options.kind = "quoth-test";
  options.format_version = 3;
  options.families = {{"records", {}}, {"changes", {}}};
  options.db = DefaultDbOptions();
  return options;
}

absl::Status Put(Store& store, std::size_t family, const std::string& key,
                 const std::string& value) {
  rocksdb::WriteBatch batch;
  batch.Put(store.family(family), key, value);
  return store.Write(batch, true);
}

TEST(StoreTest, KeepsDataAndEpoch) {
  TemporaryFolder folder;
  std::uint64_t epoch = 0;
  {
    auto store = Store::Open(Options(folder / "a/b/store"));
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE((*store)->created());
    epoch = (*store)->epoch();
    EXPECT_NE(epoch, 0u);
    ASSERT_TRUE(Put(**store, 1, "k", "v").ok());
  }
  auto store = Store::Open(Options(folder / "a/b/store"));
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_FALSE((*store)->created());
  EXPECT_EQ((*store)->epoch(), epoch);
  EXPECT_EQ((*store)->Get(1, "k").value(), "v");
  EXPECT_EQ((*store)->Get(0, "k").status().code(), absl::StatusCode::kNotFound);
}

TEST(StoreTest, TwoStoresHaveTwoEpochs) {
  TemporaryFolder folder;
  const auto a = Store::Open(Options(folder / "a"));
  const auto b = Store::Open(Options(folder / "b"));
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_NE((*a)->epoch(), (*b)->epoch());
}

TEST(StoreTest, OneProcessAtATime) {
  TemporaryFolder folder;
  const auto first = Store::Open(Options(folder / "s"));
  ASSERT_TRUE(first.ok());
  const auto second = Store::Open(Options(folder / "s"));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(second.status()), "STORE_IN_USE");
}

TEST(StoreTest, RefusesNewerData) {
  TemporaryFolder folder;
  { ASSERT_TRUE(Store::Open(Options(folder / "s")).ok()); }
  StoreOptions older_program = Options(folder / "s");
  older_program.format_version = 2;
  const auto refused = Store::Open(older_program);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refused.status()), "STORE_FORMAT_NEWER");
}

TEST(StoreTest, RefusesDataTooOldAndReadsWhatItCan) {
  TemporaryFolder folder;
  { ASSERT_TRUE(Store::Open(Options(folder / "s")).ok()); }
  StoreOptions newer_program = Options(folder / "s");
  newer_program.format_version = 9;
  newer_program.oldest_readable = 4;
  EXPECT_EQ(ReasonOf(Store::Open(newer_program).status()),
            "STORE_FORMAT_OLDER");
  newer_program.oldest_readable = 3;
  const auto store = Store::Open(newer_program);
  ASSERT_TRUE(store.ok());
  EXPECT_EQ((*store)->format_version(), 3u);
}

TEST(StoreTest, RefusesAFamilyItDoesNotKnow) {
  TemporaryFolder folder;
  { ASSERT_TRUE(Store::Open(Options(folder / "s")).ok()); }
  StoreOptions fewer = Options(folder / "s");
  fewer.families.pop_back();
  EXPECT_EQ(ReasonOf(Store::Open(fewer).status()), "STORE_FORMAT_NEWER");
}

TEST(StoreTest, RefusesAnotherKind) {
  TemporaryFolder folder;
  { ASSERT_TRUE(Store::Open(Options(folder / "s")).ok()); }
  StoreOptions other = Options(folder / "s");
  other.kind = "quoth-other";
  EXPECT_EQ(ReasonOf(Store::Open(other).status()), "STORE_KIND_MISMATCH");
}

TEST(StoreTest, IteratorsOutliveTheStoreSafely) {
  TemporaryFolder folder;
  auto store = Store::Open(Options(folder / "s"));
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(Put(**store, 0, "a", "1").ok());
  const auto snapshot = (*store)->NewSnapshot();
  ASSERT_TRUE(Put(**store, 0, "b", "2").ok());
  rocksdb::ReadOptions at;
  at.snapshot = snapshot->get();
  StoreIterator iterator = (*store)->NewIterator(0, at);
  store->reset();
  int rows = 0;
  for (iterator->SeekToFirst(); iterator->Valid(); iterator->Next()) ++rows;
  EXPECT_EQ(rows, 1);  // As of the snapshot.
  EXPECT_TRUE(iterator.status().ok());
}

// A flipped byte inside a table is said at open or by the scan's status, and
// never read as data.
TEST(StoreTest, DamageIsSaid) {
  TemporaryFolder folder;
  {
    auto store = Store::Open(Options(folder / "s"));
    ASSERT_TRUE(store.ok());
    for (int i = 0; i < 2000; ++i) {
      ASSERT_TRUE(
          Put(**store, 0, std::to_string(i), std::string(100, 'x')).ok());
      if (i == 0) continue;
    }
    ASSERT_TRUE((*store)->db().Flush({}, (*store)->family(0)).ok());
  }
  int damaged = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "s")) {
    if (entry.path().extension() != ".sst" || entry.file_size() < 4096)
      continue;
    std::fstream file(entry.path(),
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(2048);
    file.put('\x5a');
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  StoreOptions options = Options(folder / "s");
  options.verify_on_open = true;
  const auto verified = Store::Open(options);
  EXPECT_EQ(verified.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ReasonOf(verified.status()), "STORE_DAMAGED");
  options.verify_on_open = false;
  const auto store = Store::Open(options);
  ASSERT_TRUE(store.ok());
  StoreIterator iterator = (*store)->NewIterator(0);
  int rows = 0;
  for (iterator->SeekToFirst(); iterator->Valid(); iterator->Next()) ++rows;
  EXPECT_LT(rows, 2000);
  EXPECT_EQ(iterator.status().code(), absl::StatusCode::kDataLoss);
}

TEST(StoreTest, UnusablePathIsSaid) {
  TemporaryFolder folder;
  std::ofstream(folder / "file") << "x";
  const auto store = Store::Open(Options(folder / "file/store"));
  EXPECT_EQ(ReasonOf(store.status()), "STORE_PATH_UNUSABLE");
}

TEST(StoreTest, DestroyEmptiesTheFolder) {
  TemporaryFolder folder;
  { ASSERT_TRUE(Store::Open(Options(folder / "s")).ok()); }
  EXPECT_TRUE(DestroyStore(folder / "s").ok());
  EXPECT_TRUE(std::filesystem::is_empty(folder / "s"));
  EXPECT_TRUE(DestroyStore(folder / "absent").ok());
  const auto store = Store::Open(Options(folder / "s"));
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE((*store)->created());
}

}  // namespace
}  // namespace quoth::kit
