// The record log's column families: names, order and tuning.
#pragma once

#include <cstdint>
#include <vector>

#include "service-kit/store/store.h"

namespace quoth::ingest {

// In the order of enum Family (keys.h).
std::vector<kit::StoreFamily> RecordFamilies(uint64_t block_cache_bytes);

// Durable to the last acknowledged write: a damaged write-ahead log refuses to
// open instead of quietly ending early.
rocksdb::DBOptions RecordDbOptions();

}  // namespace quoth::ingest
