// Counters that are added to without being read: 8 bytes, two's complement,
// little endian.
#pragma once

#include <rocksdb/merge_operator.h>

#include <string>

namespace quoth::query {

class CounterOperator : public rocksdb::AssociativeMergeOperator {
 public:
  bool Merge(const rocksdb::Slice& key, const rocksdb::Slice* existing,
             const rocksdb::Slice& value, std::string* merged,
             rocksdb::Logger* logger) const override;
  // Stored with the data: never renamed.
  const char* Name() const override { return "quoth.Counter"; }
};

}  // namespace quoth::query
