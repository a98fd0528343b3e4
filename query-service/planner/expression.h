// A parsed filter expression as conditions of a StatementQuery.
//
// What an AND at the top says of speakers, topics, outlets, documents, kinds,
// languages, dates, confidence and words joins the query's own conditions, so
// that the planner finds lists for it. The rest becomes a test of records.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "query-service/filter/expression.h"
#include "query-service/index/index.h"
#include "query-service/planner/statement_query.h"

namespace quoth::query {

// INVALID_ARGUMENT naming `path` and the column: a field, value or comparison
// that has no meaning, a range turned round.
absl::Status ApplyExpression(const Index& index, const Expression& expression,
                             std::string_view path, StatementQuery& query);

}  // namespace quoth::query
