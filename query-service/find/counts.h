// quoth-find timeline and facets: how many statements, over time and by whom.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "query-service/find/bars.h"
#include "query-service/find/lookups.h"
#include "quoth/v1/query_service.pb.h"

namespace quoth::find {

struct CountQuery {
  std::string unit = "month";       // day, week, month, year
  std::vector<std::string> facets;  // speaker, topic, kind, outlet, month
  bool plain = false;               // No bars, also on a terminal.
};

// Each returns how many statements were counted.
absl::StatusOr<int> ShowTimeline(const Caller& caller,
                                 const StatementQuery& query,
                                 const CountQuery& count,
                                 const OutputOptions& output);
// `output.limit` values of each facet.
absl::StatusOr<int> ShowFacets(const Caller& caller,
                               const StatementQuery& query,
                               const CountQuery& count,
                               const OutputOptions& output);

// A timeline's points as lines, with lines for empty units between them; a
// longer run of those is one line with three dots.
std::vector<Bar> TimelineBars(
    const google::protobuf::RepeatedPtrField<quoth::v1::TimelinePoint>& points,
    quoth::v1::TimeUnit unit);

}  // namespace quoth::find
