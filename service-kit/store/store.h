// A RocksDB folder opened the way all of ours are: every column family made at
// the first open, a format version that newer programs' data is refused by,
// an epoch, paranoid checks, and iterators that cannot outlive the database.
//
// One process opens a folder at a time; a second gets FAILED_PRECONDITION
// (STORE_IN_USE). The default column family holds our own marks only.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace quoth::kit {

struct StoreFamily {
  std::string name;  // Never renamed or reused once released.
  rocksdb::ColumnFamilyOptions options;
};

struct StoreOptions {
  std::string path;  // Made when missing; its parent must exist or be makeable.
  // What the folder holds ("quoth-records", "quoth-index"); opening one as the
  // other is refused (STORE_KIND_MISMATCH).
  std::string kind;
  // Stored at the first open. A folder with a higher one is refused
  // (FAILED_PRECONDITION, STORE_FORMAT_NEWER), with a lower one also
  // (STORE_FORMAT_OLDER) unless it is at least `oldest_readable`.
  std::uint32_t format_version = 1;
  std::uint32_t oldest_readable = 1;
  std::vector<StoreFamily> families;  // Without the default one.
  rocksdb::DBOptions db;              // DefaultDbOptions() is a good start.
  // Read the checksum of every block of every file at open. Slow on much data.
  bool verify_on_open = false;
};

// Paranoid checks on, create_if_missing, WAL recovery to a consistent point,
// bounded info log.
rocksdb::DBOptions DefaultDbOptions();

// A RocksDB iterator that keeps the database open. Check status() after every
// scan: a damaged block ends a scan early, and only status() says so.
class StoreIterator {
 public:
  StoreIterator(std::shared_ptr<void> keep_open,
                std::unique_ptr<rocksdb::Iterator> iterator);
  StoreIterator(StoreIterator&&) = default;
  StoreIterator& operator=(StoreIterator&&) = delete;

  rocksdb::Iterator* operator->() const { return iterator_.get(); }
  rocksdb::Iterator& operator*() const { return *iterator_; }
  absl::Status status() const;

 private:
  std::shared_ptr<void> keep_open_;  // Declared first: destroyed last.
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

// A consistent view for several reads; keeps the database open.
class StoreSnapshot {
 public:
  StoreSnapshot(std::shared_ptr<void> keep_open, rocksdb::DB* db);
  ~StoreSnapshot();
  StoreSnapshot(const StoreSnapshot&) = delete;
  StoreSnapshot& operator=(const StoreSnapshot&) = delete;

  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  std::shared_ptr<void> keep_open_;
  rocksdb::DB* db_;
  const rocksdb::Snapshot* snapshot_;
};

// Safe to use from any thread, as rocksdb::DB is.
class Store {
 public:
  static absl::StatusOr<std::unique_ptr<Store>> Open(
      const StoreOptions& options);
  ~Store();  // Closes once the last iterator and snapshot are gone.
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  rocksdb::DB& db() const;
  // By position in StoreOptions.families.
  rocksdb::ColumnFamilyHandle* family(std::size_t index) const;

  // Of this history: random, never 0, made at the first open.
  std::uint64_t epoch() const;
  std::uint32_t format_version() const;  // As stored.
  // True when this open created the folder's data.
  bool created() const;

  // Point reads and writes with our statuses. Get: NOT_FOUND when absent.
  absl::StatusOr<std::string> Get(
      std::size_t family, std::string_view key,
      const rocksdb::ReadOptions& options = {}) const;
  absl::Status Write(rocksdb::WriteBatch& batch, bool sync) const;

  StoreIterator NewIterator(std::size_t family,
                            const rocksdb::ReadOptions& options = {}) const;
  std::unique_ptr<StoreSnapshot> NewSnapshot() const;

 private:
  struct Opened;
  explicit Store(std::shared_ptr<Opened> opened);
  std::shared_ptr<Opened> opened_;
};

// Deletes a store's files, for an index that is to be rebuilt. OK when there
// are none. The store must not be open.
absl::Status DestroyStore(const std::string& path);

}  // namespace quoth::kit
