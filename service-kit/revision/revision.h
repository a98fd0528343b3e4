// A point in the history of the record log, as clients carry it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace quoth::kit {

// `epoch` names one history of a store: random, new when a store is created or
// restored. Offsets are comparable only within one epoch.
struct Revision {
  std::uint64_t epoch = 0;
  std::uint64_t offset = 0;  // Of the last write it includes; 0 = nothing yet.

  friend bool operator==(const Revision&, const Revision&) = default;
};

// Opaque base64url text of 28 characters: version byte, epoch, offset (big
// endian) and a checksum, so that a mangled token is told from a stale one.
std::string FormatRevision(const Revision& revision);

// INVALID_ARGUMENT naming `field` when `token` is empty or not one of ours.
absl::StatusOr<Revision> ParseRevision(std::string_view field,
                                       std::string_view token);

// 16 lower-case hex digits, as TailResponse.epoch has them.
std::string FormatEpoch(std::uint64_t epoch);

}  // namespace quoth::kit
