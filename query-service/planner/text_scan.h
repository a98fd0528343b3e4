// Statements with the words of a query, by date: the text index gives them,
// their records say when.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "query-service/planner/hit_source.h"
#include "query-service/planner/interrupt.h"
#include "query-service/planner/page_token.h"
#include "query-service/planner/statement_query.h"

namespace quoth::query {

// How many hits the caller is likely to look at.
enum class Appetite { kPage, kAll };

// Walks whatever finds a query's statements soonest: the lists of its plan, or
// the text index. `after`: begin behind it.
absl::StatusOr<std::unique_ptr<HitSource>> OpenHits(
    const Index& index, const StatementQuery& query, Order order,
    PageBound bound, std::optional<Posting> after, Appetite appetite,
    Interrupt& interrupt);

// Where to find a statement that stood at `id` when a page began: itself, its
// new version, or nothing.
struct Present {
  StatementId id = 0;
  bool moved = false;
  Day day = kUndated;  // Where it stood, when moved.
};
absl::StatusOr<std::optional<Present>> PresentOf(const Index& index,
                                                 StatementId id,
                                                 const PageBound& bound);

// About how many postings a plan's lists hold.
absl::StatusOr<std::uint64_t> EstimatePostings(const Index& index,
                                               const StatementQuery& query);

}  // namespace quoth::query
