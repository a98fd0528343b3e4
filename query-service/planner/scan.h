// Postings of several lists as one, in date order: what every lookup walks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "query-service/index/index.h"
#include "query-service/planner/hit_source.h"
#include "query-service/planner/page_token.h"
#include "query-service/planner/statement_query.h"

namespace quoth::query {

// One list of postings to walk: a key prefix, and bits one of which its value
// must have (0 = any).
struct PostingList {
  std::string prefix;
  std::uint8_t mask = 0;
};

// How to find what a query wants: the lists whose union holds it, and whether
// each statement must still be looked at.
struct Plan {
  std::vector<PostingList> lists;
  bool verify = false;
};

// The cheapest lists that hold all matches: pairs, speakers, topics, outlets,
// else everything.
Plan PlanQuery(const Index& index, const StatementQuery& query);

// Walks a plan's postings that were there at `bound`. Not for several threads.
class Scan final : public HitSource {
 public:
  // `after`: begin behind it. The index outlives the scan.
  Scan(const Index& index, const Plan& plan, const StatementQuery& query,
       Order order, PageBound bound, std::optional<Posting> after);
  ~Scan() override;

  bool Next() override;

 private:
  struct Cursor;
  struct Stretch {  // Days, both included; walked from `begin` to `end`.
    Day begin;
    Day end;
    bool verify;
  };
  void PlanStretches(const StatementQuery& query);
  void EnterStretch();
  void Settle(Cursor& cursor);
  bool Before(const Posting& a, const Posting& b) const;
  void Look(const Cursor& cursor);

  const Index& index_;
  const Order order_;
  const PageBound bound_;
  std::optional<Posting> after_;
  const bool plan_verifies_;
  std::vector<Cursor> cursors_;
  std::vector<Stretch> stretches_;
  std::size_t stretch_ = 0;
  bool entered_ = false;
};

}  // namespace quoth::query
