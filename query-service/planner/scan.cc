#include "query-service/planner/scan.h"

#include <algorithm>

#include "query-service/planner/list_cursor.h"

namespace quoth::query {
namespace {

// More lists than this are walked by one condition less, and looked at.
constexpr std::size_t kPairListsMax = 64;

// Topics that no other wanted topic includes: their lists hold the others.
std::vector<Ordinal> Widest(const std::vector<WantedTopic>& topics) {
  std::vector<Ordinal> widest;
  for (const WantedTopic& topic : topics) {
    const bool inside = std::any_of(
        topics.begin(), topics.end(), [&](const WantedTopic& other) {
          return other.topic != topic.topic &&
                 std::binary_search(other.closure.begin(), other.closure.end(),
                                    topic.topic) &&
                 // Of two that include each other (a cycle) the first stays.
                 (!std::binary_search(topic.closure.begin(),
                                      topic.closure.end(), other.topic) ||
                  other.topic < topic.topic);
        });
    if (!inside) widest.push_back(topic.topic);
  }
  return widest;
}

// The topic with the fewest statements, when all are wanted.
Ordinal Rarest(const Index& index, const std::vector<WantedTopic>& topics) {
  Ordinal rarest = topics.front().topic;
  std::uint64_t fewest = ~std::uint64_t{0};
  for (const WantedTopic& topic : topics) {
    const absl::StatusOr<TopicRow> row = index.Topic(topic.topic);
    if (row.ok() && row->total < fewest) {
      fewest = row->total;
      rarest = topic.topic;
    }
  }
  return rarest;
}

}  // namespace

Plan PlanQuery(const Index& index, const StatementQuery& query) {
  Plan plan;
  plan.verify = query.kinds != 0 || query.confidence_min > 0 ||
                query.by_language || query.published.first != kUndated ||
                query.text != nullptr || query.test != nullptr;
  if (query.by_document) {
    for (const std::string& document : query.documents) {
      plan.lists.push_back({DocumentPrefix(document), 0});
    }
    plan.verify = true;
    return plan;
  }
  std::vector<Ordinal> topics;
  if (query.by_topic) {
    const bool all = query.all_topics && query.topics.size() > 1;
    topics = all ? std::vector<Ordinal>{Rarest(index, query.topics)}
                 : Widest(query.topics);
    plan.verify |= all;
  }
  const bool pairs = !topics.empty() && !query.speakers.empty() &&
                     topics.size() * query.speakers.size() <= kPairListsMax;
  if (pairs) {
    for (const Ordinal speaker : query.speakers) {
      for (const Ordinal topic : topics) {
        plan.lists.push_back({PairPrefix(speaker, topic), query.topic_mask});
      }
    }
    plan.verify |= query.by_outlet;
  } else if (query.by_speaker) {
    for (const Ordinal speaker : query.speakers)
      plan.lists.push_back({SpeakerPrefix(speaker), 0});
    plan.verify |= query.by_topic || query.by_role || query.by_outlet;
  } else if (query.by_topic) {
    for (const Ordinal topic : topics)
      plan.lists.push_back({TopicPrefix(topic), query.topic_mask});
    plan.verify |= query.by_outlet;
  } else if (query.by_outlet) {
    for (const Ordinal outlet : query.outlets)
      plan.lists.push_back({OutletPrefix(outlet), 0});
    plan.verify |= query.by_role;
  } else {
    plan.lists.push_back({AllPrefix(), 0});
    plan.verify |= query.by_role;
  }
  return plan;
}

struct Scan::Cursor {
  ListCursor list;
  std::uint8_t mask;
  std::optional<Posting> at;  // Nothing: the stretch holds no more.
};

Scan::Scan(const Index& index, const Plan& plan, const StatementQuery& query,
           Order order, PageBound bound, std::optional<Posting> after)
    : index_(index),
      order_(order),
      bound_(bound),
      after_(after),
      plan_verifies_(plan.verify) {
  if (query.nothing) return;
  PlanStretches(query);
  cursors_.reserve(plan.lists.size());
  for (const PostingList& list : plan.lists) {
    cursors_.push_back(
        {ListCursor(index, list.prefix, order_ == Order::kNewestFirst),
         list.mask, std::nullopt});
  }
}

Scan::~Scan() = default;

bool Scan::Before(const Posting& a, const Posting& b) const {
  return InOrder(order_, a, b);
}

// A range of days begins with what certainly lies in it; dates known to the
// month or year stand at their first day, which may lie before the range.
void Scan::PlanStretches(const StatementQuery& query) {
  if (query.said.first == kUndated) {
    if (order_ == Order::kNewestFirst) {
      stretches_ = {{kDayMax, kUndated, false}};
    } else {
      stretches_ = {{1, kDayMax, false}, {kUndated, kUndated, false}};
    }
    return;
  }
  const Day first = query.said.first;
  const Day month = FirstOfMonth(first);
  const Day year = FirstOfYear(first);
  stretches_ = {{query.said.last, first, false}};
  if (month != first) stretches_.push_back({month, month, true});
  if (year != month) stretches_.push_back({year, year, true});
  if (order_ == Order::kOldestFirst) {
    std::reverse(stretches_.begin(), stretches_.end());
    for (Stretch& stretch : stretches_) std::swap(stretch.begin, stretch.end);
  }
}

void Scan::Settle(Cursor& cursor) {
  const Stretch& stretch = stretches_[stretch_];
  cursor.at.reset();
  if (!cursor.list.valid()) {
    status_.Update(cursor.list.status());
    return;
  }
  const Posting posting = cursor.list.at();
  const auto [low, high] = std::minmax(stretch.begin, stretch.end);
  if (posting.day < low || posting.day > high) return;
  cursor.at = posting;
}

void Scan::EnterStretch() {
  const Stretch& stretch = stretches_[stretch_];
  const bool newest = order_ == Order::kNewestFirst;
  entered_ = true;
  const Posting end{stretch.end, newest ? kStatementIdMax : 0};
  if (after_ && !Before(*after_, end)) {
    for (Cursor& cursor : cursors_) cursor.at.reset();
    return;
  }
  // Ids ascend within a day in key order, whatever the direction.
  Posting from{stretch.begin, newest ? 0 : kStatementIdMax};
  if (after_ && Before(from, *after_)) {
    from = *after_;
    if (newest) {
      ++from.id;
    } else if (from.id > 0) {
      --from.id;
    }
  }
  for (Cursor& cursor : cursors_) {
    cursor.list.Seek(from);
    Settle(cursor);
  }
}

void Scan::Look(const Cursor& cursor) {
  if (hit_) return;  // Found in another list already.
  const RunPosting& posting = cursor.list.posting();
  const std::uint8_t bits = posting.bits;
  if (cursor.mask != 0 && (bits & cursor.mask) == 0) return;
  if (at_.id >= bound_.next_id) return;  // Came after the first page.
  Hit hit{at_, at_.id, plan_verifies_ || stretches_[stretch_].verify};
  if ((bits & kForwardBit) != 0) {
    const Forward& forward = posting.forward;
    // Replaced before the first page: the new version stands in its own place.
    if (forward.offset <= bound_.offset) return;
    absl::StatusOr<StatementId> id = index_.FindStatement(forward.name_key);
    if (absl::IsNotFound(id.status())) return;
    if (!id.ok()) {
      status_ = id.status();
      return;
    }
    hit.id = *id;
    hit.verify = true;
  }
  hit_ = hit;
}

bool Scan::Next() {
  hit_.reset();
  while (status_.ok() && stretch_ < stretches_.size()) {
    if (!entered_) EnterStretch();
    Cursor* first = nullptr;
    for (Cursor& cursor : cursors_) {
      if (cursor.at && (first == nullptr || Before(*cursor.at, *first->at)))
        first = &cursor;
    }
    if (!status_.ok()) return false;
    if (first == nullptr) {
      ++stretch_;
      entered_ = false;
      continue;
    }
    at_ = *first->at;
    // All lists that have it, at once: a page may end behind any posting.
    for (Cursor& cursor : cursors_) {
      if (cursor.at != at_) continue;
      Look(cursor);
      if (!status_.ok()) return false;
      cursor.list.Next();
      Settle(cursor);
    }
    // Position first, error at the next call: what was found is good.
    return true;
  }
  return false;
}

}  // namespace quoth::query
