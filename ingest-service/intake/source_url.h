// The address of a document in one canonical spelling, so that the same page
// gets the same id however its link was written.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace quoth::ingest {

inline constexpr std::size_t kSourceUrlBytesMax = 2000;

// Lower-case scheme and host, no default port, no fragment, no dot segments,
// no parameters that only track the reader, percent escapes in one form. The
// rest, other parameters and their order included, is kept: it may name
// another page. INVALID_ARGUMENT naming `field` unless it is an http or https
// address without user name.
absl::StatusOr<std::string> CanonicalUrl(std::string_view field,
                                         std::string_view url);

}  // namespace quoth::ingest
