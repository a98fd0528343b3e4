// The statements that fit a query best, by relevance.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "query-service/planner/interrupt.h"
#include "query-service/planner/page_token.h"
#include "query-service/planner/statement_query.h"
#include "query-service/search/text_search.h"

namespace quoth::query {

struct RankedHit {
  Ranked at;           // Its place in the order; the id as it was then.
  StatementId id = 0;  // The record to read.
};

struct RankingPlace {
  PageBound bound;
  std::optional<Ranked> after;  // Only what comes behind it.
};

// At most `count`, best first. `query.text` is there; `search` is of it.
absl::StatusOr<std::vector<RankedHit>> BestOf(
    const Index& index, const StatementQuery& query, TextSearch& search,
    const RankingPlace& place, std::size_t count, Interrupt& interrupt);

}  // namespace quoth::query
