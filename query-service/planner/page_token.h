// Where a page ended, as clients carry it to get the next.
//
// Opaque base64url; bound to the method and request it was made for and to the
// index that made it, and signed, so that a changed, foreign or invented token
// is refused rather than read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "query-service/index/index.h"

namespace quoth::query {

// What the first page could see; later pages see no more.
struct PageBound {
  std::uint64_t offset = 0;  // Of the record log.
  StatementId next_id = 0;   // Statements from here on came later.
};

struct PageToken {
  PageBound bound;
  Posting last;      // The last statement returned or passed over.
  std::string rest;  // For lists of other things: their own position. At most
                     // 600 bytes.
};

// `request` is what the token is bound to: the method's name and the request
// without its page fields, serialized deterministically.
std::string FormatPageToken(const PageToken& token, std::string_view request,
                            std::string_view page_key);

// INVALID_ARGUMENT naming `field`: malformed, of another version
// (reason PAGE_TOKEN_VERSION), of another query (PAGE_TOKEN_MISMATCH) or
// changed or of another index (PAGE_TOKEN_INVALID).
absl::StatusOr<PageToken> ParsePageToken(std::string_view text,
                                         std::string_view request,
                                         std::string_view page_key,
                                         std::string_view field = "page_token");

}  // namespace quoth::query
