#include "query-service/index/counter_operator.h"

#include <cstdint>

#include "query-service/index/bytes.h"

namespace quoth::query {

bool CounterOperator::Merge(const rocksdb::Slice&,
                            const rocksdb::Slice* existing,
                            const rocksdb::Slice& value, std::string* merged,
                            rocksdb::Logger*) const {
  if (value.size() != 8 || (existing != nullptr && existing->size() != 8))
    return false;
  std::uint64_t sum = ReadLittle<std::uint64_t>(value.data());
  if (existing != nullptr) sum += ReadLittle<std::uint64_t>(existing->data());
  merged->clear();
  AppendLittle(*merged, sum);
  return true;
}

}  // namespace quoth::query
