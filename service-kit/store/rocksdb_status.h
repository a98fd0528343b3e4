// RocksDB's outcomes as ours.
#pragma once

#include <rocksdb/status.h>

#include "absl/status/status.h"

namespace quoth::kit {

// Corruption -> DATA_LOSS (STORE_DAMAGED), no space -> RESOURCE_EXHAUSTED
// (STORE_FULL, with RetryInfo), other I/O errors and shutdown -> UNAVAILABLE,
// NotFound -> NOT_FOUND, our own bugs -> INTERNAL. Messages carry RocksDB's
// text: a file and an offset, never data.
absl::Status FromRocksDb(const rocksdb::Status& status);

}  // namespace quoth::kit
