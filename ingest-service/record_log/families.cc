#include "ingest-service/record_log/families.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <memory>

namespace quoth::ingest {
namespace {

// Values from this size on live in blob files, so that compaction does not
// rewrite them.
constexpr uint64_t kBlobBytesMin = 4 << 10;

rocksdb::CompressionType BestCompression() {
  for (const rocksdb::CompressionType type :
       rocksdb::GetSupportedCompressions()) {
    if (type == rocksdb::kZSTD) return type;
  }
  return rocksdb::kNoCompression;
}

enum class Shape {
  kSmall,    // Keys and numbers: fast, never compressed.
  kRecords,  // Messages of a few KB.
  kLarge,    // Whole texts and sources.
};

}  // namespace

std::vector<kit::StoreFamily> RecordFamilies(uint64_t block_cache_bytes) {
  const rocksdb::CompressionType compression = BestCompression();
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(block_cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.whole_key_filtering = true;
  table.format_version = 5;
  const std::shared_ptr<rocksdb::TableFactory> factory(
      rocksdb::NewBlockBasedTableFactory(table));

  std::vector<kit::StoreFamily> families;
  const auto add = [&](const char* name, Shape shape,
                       uint64_t write_buffer_bytes) {
    rocksdb::ColumnFamilyOptions options;
    options.table_factory = factory;
    options.write_buffer_size = write_buffer_bytes;
    options.compression =
        shape == Shape::kSmall ? rocksdb::kNoCompression : compression;
    if (shape == Shape::kLarge) {
      options.enable_blob_files = true;
      options.min_blob_size = kBlobBytesMin;
      options.blob_compression_type = compression;
      options.enable_blob_garbage_collection = true;
    }
    families.push_back({name, options});
  };
  constexpr uint64_t kMiB = 1 << 20;
  add("meta", Shape::kSmall, 1 * kMiB);
  add("heads", Shape::kSmall, 8 * kMiB);
  add("changes", Shape::kSmall, 8 * kMiB);
  add("documents", Shape::kRecords, 16 * kMiB);
  add("statements", Shape::kRecords, 32 * kMiB);
  add("texts", Shape::kLarge, 32 * kMiB);
  add("sources", Shape::kLarge, 32 * kMiB);
  add("requests", Shape::kRecords, 8 * kMiB);
  add("speakers", Shape::kRecords, 4 * kMiB);
  add("topics", Shape::kRecords, 8 * kMiB);
  return families;
}

rocksdb::DBOptions RecordDbOptions() {
  rocksdb::DBOptions options = kit::DefaultDbOptions();
  // Tolerates the torn last record of a crash and nothing else. The default
  // would stop at any damaged record and drop acknowledged writes behind it.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.max_total_wal_size = 256ull << 20;
  options.max_background_jobs = 4;
  // Small families would otherwise hold old logs back for long.
  options.bytes_per_sync = 1 << 20;
  return options;
}

}  // namespace quoth::ingest
