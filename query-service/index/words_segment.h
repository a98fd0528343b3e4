// A stretch of statements as the text index holds them: how long each text is
// and, for those still in memory, the postings of every word.
//
// Segments never change once made. Sealed ones (65,536 ids) have their
// postings in RocksDB, recent ones (4,096) here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query-service/index/keys.h"
#include "query-service/words/postings.h"

namespace quoth::query {

inline constexpr std::uint32_t kRecentSegmentStatements = 4'096;

// Words of a text for ranking, more count as so many. 0: no statement.
inline constexpr std::uint32_t kTextLengthMax = 255;

class WordsSegment {
 public:
  // `lengths`: of the statements by id from `base` on.
  WordsSegment(StatementId base, std::string_view lengths);

  StatementId base() const { return base_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }
  // By rank, ascending; as many as there are statements.
  const std::vector<std::uint8_t>& lengths() const { return lengths_; }
  // By rank: the id less base().
  const std::vector<std::uint16_t>& ids() const { return ids_; }
  // By id less base(): the rank. Made when asked for; for sealing.
  std::vector<std::uint16_t> Ranks() const;

  // ---- recent segments only
  void SetPostings(
      std::string bytes,
      const std::vector<std::pair<std::string, std::size_t>>& ends);
  // Empty when there are none.
  std::string_view PostingsOf(std::string_view stem) const;
  const absl::flat_hash_map<std::string, std::string_view>& postings() const {
    return postings_;
  }

 private:
  const StatementId base_;
  std::vector<std::uint8_t> lengths_;
  std::vector<std::uint16_t> ids_;
  std::string bytes_;
  absl::flat_hash_map<std::string, std::string_view> postings_;
};

}  // namespace quoth::query
