#include "query-service/planner/ranking.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "query-service/planner/page.h"
#include "query-service/planner/scan.h"
#include "query-service/planner/text_scan.h"

namespace quoth::query {
namespace {

// Statements of a filter gathered before the search rather than looked at one
// by one.
constexpr std::uint64_t kGatherMax = 200'000;

using Ids = absl::flat_hash_set<StatementId>;

// Where everything that passes all but the words stands.
absl::StatusOr<Ids> Gather(const Index& index, const StatementQuery& query,
                           const PageBound& bound, Interrupt& interrupt) {
  StatementQuery facts = query;
  facts.text = nullptr;
  Scan scan(index, PlanQuery(index, facts), facts, Order::kNewestFirst, bound,
            std::nullopt);
  Ids ids;
  std::string buffer;
  while (scan.Next()) {
    if (absl::Status status = interrupt.Step(); !status.ok()) return status;
    if (!scan.hit()) continue;
    if (scan.hit()->verify) {
      absl::StatusOr<bool> passes =
          PassesFacts(index, facts, scan.hit()->id, buffer);
      if (absl::IsNotFound(passes.status())) continue;
      if (!passes.ok()) return passes.status();
      if (!*passes) continue;
    }
    ids.insert(scan.hit()->posting.id);
  }
  if (!scan.status().ok()) return scan.status();
  return ids;
}

// The best so far, with the worst of them where it can be taken out.
class Best {
 public:
  Best(std::size_t count, Ranked& floor) : count_(count), floor_(floor) {}

  void Add(const RankedHit& hit) {
    hits_.push_back(hit);
    std::push_heap(hits_.begin(), hits_.end(), WorstLast);
    if (hits_.size() > count_) {
      std::pop_heap(hits_.begin(), hits_.end(), WorstLast);
      hits_.pop_back();
    }
    if (hits_.size() == count_) floor_ = hits_.front().at;
  }
  std::vector<RankedHit> Take() && {
    std::sort_heap(hits_.begin(), hits_.end(), WorstLast);
    return std::move(hits_);
  }

 private:
  static bool WorstLast(const RankedHit& a, const RankedHit& b) {
    return a.at.Before(b.at);
  }
  const std::size_t count_;
  Ranked& floor_;
  std::vector<RankedHit> hits_;
};

}  // namespace

absl::StatusOr<std::vector<RankedHit>> BestOf(
    const Index& index, const StatementQuery& query, TextSearch& search,
    const RankingPlace& place, std::size_t count, Interrupt& interrupt) {
  if (query.nothing || search.CountMax() == 0) return std::vector<RankedHit>();
  const bool facts = query.HasFacts();
  std::optional<Ids> allowed;
  if (facts) {
    absl::StatusOr<std::uint64_t> postings = EstimatePostings(index, query);
    if (!postings.ok()) return postings.status();
    // Which documents a statement is of, only their lists tell.
    if (query.by_document ||
        (*postings <= kGatherMax && *postings < search.CountMax())) {
      absl::StatusOr<Ids> ids = Gather(index, query, place.bound, interrupt);
      if (!ids.ok()) return ids.status();
      if (ids->empty()) return std::vector<RankedHit>();
      allowed = *std::move(ids);
    }
  }
  const bool look = (facts && !allowed) || query.text->needs_text;
  Ranked floor;
  Best best(count, floor);
  std::string buffer;
  absl::Status failed;
  const auto fail = [&failed](const absl::Status& status) {
    failed = status;
    return false;
  };
  absl::Status walked = search.Walk(&floor, interrupt, [&](const Ranked& at) {
    if (at.id >= place.bound.next_id) return true;
    if (place.after && !place.after->Before(at)) return true;
    if (allowed && !allowed->contains(at.id)) return true;
    absl::StatusOr<std::optional<Present>> present =
        PresentOf(index, at.id, place.bound);
    if (!present.ok()) return fail(present.status());
    if (!*present) return true;
    if (look || (*present)->moved) {
      if (absl::Status step = interrupt.Step(); !step.ok()) return fail(step);
      absl::StatusOr<bool> passes =
          Passes(index, query, (*present)->id, buffer);
      if (absl::IsNotFound(passes.status())) return true;
      if (!passes.ok()) return fail(passes.status());
      if (!*passes) return true;
    }
    best.Add({at, (*present)->id});
    return true;
  });
  if (!failed.ok()) return failed;
  if (!walked.ok()) return walked;
  return std::move(best).Take();
}

}  // namespace quoth::query
