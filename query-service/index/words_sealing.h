// A full chunk of the text index on its way from memory to RocksDB.
#pragma once

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "query-service/index/words_segment.h"

namespace quoth::query {

inline constexpr std::size_t kSegmentsOfChunk =
    kSegmentStatementsMax / kRecentSegmentStatements;

class WordsSealing {
 public:
  // `segments`: all of one chunk, in order.
  explicit WordsSealing(
      std::vector<std::shared_ptr<const WordsSegment>> segments);

  std::uint32_t chunk() const { return chunk_; }
  const std::shared_ptr<const WordsSegment>& sealed() const { return sealed_; }
  std::size_t rows() const { return stems_.size(); }
  std::size_t written() const { return written_; }
  void Advance(std::size_t rows) { written_ += rows; }

  // Puts the rows from written() on.
  void PutRows(std::size_t rows, rocksdb::ColumnFamilyHandle* family,
               rocksdb::WriteBatch& batch);
  // Puts the row of lengths: the chunk can be read back with it.
  void PutLengths(rocksdb::ColumnFamilyHandle* family,
                  rocksdb::WriteBatch& batch) const;

 private:
  std::string Encode(std::string_view stem);

  const std::vector<std::shared_ptr<const WordsSegment>> segments_;
  std::uint32_t chunk_ = 0;
  std::shared_ptr<const WordsSegment> sealed_;
  // By segment and rank in it: the rank in the chunk.
  std::vector<std::uint16_t> ranks_;
  std::vector<std::string_view> stems_;  // Ascending.
  std::size_t written_ = 0;
  std::vector<WordPosting> postings_;  // Of one word; kept for its memory.
};

}  // namespace quoth::query
