// What listing, exporting and searching statements share: where a page begins,
// its order, and fields of the response.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "query-service/lookups/lookup.h"
#include "query-service/planner/hit_source.h"
#include "query-service/planner/page_token.h"

namespace quoth::query {

// By date; INVALID_ARGUMENT for orders that need words.
absl::StatusOr<Order> OrderOf(quoth::v1::StatementOrder order);
absl::Status CheckView(quoth::v1::StatementView view);

// Where a page begins and what it may see.
struct PagePlace {
  PageBound bound;
  std::optional<Posting> after;
  std::string rest;  // Of the token.
};
// An empty token is the first page's.
absl::StatusOr<PagePlace> PlaceOf(const LookupScope& scope,
                                  std::string_view field,
                                  const std::string& token,
                                  const std::string& binding);

// Nothing for zero and empty, as proto3 has it.
void AppendNumber(std::string& out, int field, std::uint64_t value);
void AppendTextField(std::string& out, int field, std::string_view text);

}  // namespace quoth::query
