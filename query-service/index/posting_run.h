// A row of the postings: neighbours of one list and one day, together.
//
// What one document says of a topic on a day is asked for together and comes
// and goes together, so it is one row: fewer keys to sort, store and step over.
// The key (keys.h) ends in the run's last id; the value holds the rest:
//   bits                                        one posting
//   span, then for each posting: bits, and      several, or one forwarded
//     when forwarded offset u64, name (text);
//     then, but after the last, the gap to the next id
// span = last id - first id; numbers are varints unless said.
//
// Runs of a list and day never overlap: a run holds every posting of its list
// and day from its first id to its last.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "query-service/index/keys.h"

namespace quoth::query {

// Postings of a run at most; longer ones are cut.
inline constexpr std::size_t kRunPostingsMax = 128;

// A posting that leads to a replaced statement: its bits have this one; then
// the offset of the replacement and the statement's name key follow.
inline constexpr unsigned char kForwardBit = 0x80;

struct Forward {
  std::uint64_t offset = 0;
  std::string_view name_key;
};

struct RunPosting {
  StatementId id = 0;
  std::uint8_t bits = 0;
  Forward forward;  // When the bits have kForwardBit.
};

// `postings`: one at least, ids ascending.
std::string EncodeRun(const std::vector<RunPosting>& postings);

// Fills `postings`, which borrow from `value`. False when damaged.
bool DecodeRun(StatementId last, std::string_view value,
               std::vector<RunPosting>& postings);

}  // namespace quoth::query
