#include "query-service/planner/text_scan.h"

#include <algorithm>
#include <cmath>

#include "query-service/planner/page.h"
#include "query-service/planner/scan.h"
#include "query-service/search/text_search.h"

namespace quoth::query {
namespace {

// Lists so short are walked whole rather than searched.
constexpr std::uint64_t kShortList = 1'000;
// Candidates looked at for one call that wants all of them.
constexpr std::size_t kCandidatesMax = 2'000'000;

// Candidates in the order of pages.
class CandidateScan final : public HitSource {
 public:
  CandidateScan(std::vector<Hit> hits, Order order,
                const std::optional<Posting>& after)
      : hits_(std::move(hits)) {
    std::sort(hits_.begin(), hits_.end(), [order](const Hit& a, const Hit& b) {
      return InOrder(order, a.posting, b.posting);
    });
    if (!after) return;
    next_ = static_cast<std::size_t>(
        std::upper_bound(hits_.begin(), hits_.end(), *after,
                         [order](const Posting& at, const Hit& hit) {
                           return InOrder(order, at, hit.posting);
                         }) -
        hits_.begin());
  }
  bool Next() override {
    hit_.reset();
    if (next_ >= hits_.size()) return false;
    hit_ = hits_[next_++];
    at_ = hit_->posting;
    return true;
  }

 private:
  std::vector<Hit> hits_;
  std::size_t next_ = 0;
};

// The day a statement stands at; nothing when it is gone.
absl::StatusOr<std::optional<Day>> DayOf(const Index& index, StatementId id,
                                         std::string& buffer) {
  const RecordHeap::Found found = index.InHeap(id);
  if (found.bytes.data() != nullptr) {
    if (const auto record = RecordView::Of(found.bytes))
      return std::optional(record->sort_day());
  }
  absl::StatusOr<std::string_view> bytes = index.Record(id, buffer);
  if (absl::IsNotFound(bytes.status())) return std::optional<Day>();
  if (!bytes.ok()) return bytes.status();
  return std::optional(RecordView::Of(*bytes)->sort_day());
}

// Candidates of the text index; nothing when there are more than `most`.
absl::StatusOr<std::optional<std::vector<Hit>>> Candidates(
    const Index& index, const StatementQuery& query, TextSearch& search,
    const PageBound& bound, std::size_t most, Interrupt& interrupt) {
  std::vector<StatementId> ids;
  absl::Status status =
      search.Walk(nullptr, interrupt, [&](const Ranked& found) {
        if (found.id < bound.next_id) ids.push_back(found.id);
        return ids.size() <= most;
      });
  if (!status.ok()) return status;
  if (ids.size() > most) return std::optional<std::vector<Hit>>();
  // Records lie in the order of ids.
  std::sort(ids.begin(), ids.end());
  const bool verify = query.text->needs_text || query.HasFacts();
  std::vector<Hit> hits;
  hits.reserve(ids.size());
  std::string buffer;
  for (const StatementId id : ids) {
    if (absl::Status step = interrupt.Step(); !step.ok()) return step;
    absl::StatusOr<std::optional<Present>> present =
        PresentOf(index, id, bound);
    if (!present.ok()) return present.status();
    if (!*present) continue;
    Hit hit{{(*present)->day, id}, (*present)->id, verify || (*present)->moved};
    if (!(*present)->moved) {
      absl::StatusOr<std::optional<Day>> day = DayOf(index, id, buffer);
      if (!day.ok()) return day.status();
      if (!*day) continue;
      hit.posting.day = **day;
    }
    hits.push_back(hit);
  }
  return std::optional(std::move(hits));
}

}  // namespace

absl::StatusOr<std::optional<Present>> PresentOf(const Index& index,
                                                 StatementId id,
                                                 const PageBound& bound) {
  const WordsIndex& words = index.words();
  if (!words.IsGone(id)) return std::optional(Present{id});
  if (words.NothingReplacedSince(bound.offset)) return std::optional<Present>();
  absl::StatusOr<std::optional<WordsForward>> forward = words.ForwardOfGone(id);
  if (!forward.ok()) return forward.status();
  // Replaced before the page began: the new version has its own place.
  if (!*forward || (*forward)->offset <= bound.offset)
    return std::optional<Present>();
  absl::StatusOr<StatementId> now = index.FindStatement((*forward)->name_key);
  if (absl::IsNotFound(now.status())) return std::optional<Present>();
  if (!now.ok()) return now.status();
  return std::optional(Present{*now, true, (*forward)->day});
}

absl::StatusOr<std::uint64_t> EstimatePostings(const Index& index,
                                               const StatementQuery& query) {
  if (query.nothing) return 0;
  absl::StatusOr<std::int64_t> all = index.Counter(TotalCounterKey());
  if (!all.ok()) return all.status();
  auto least = static_cast<std::uint64_t>(std::max<std::int64_t>(*all, 0));
  if (query.by_speaker) {
    std::uint64_t sum = 0;
    for (const Ordinal speaker : query.speakers) {
      const absl::StatusOr<SpeakerRow> row = index.Speaker(speaker);
      if (row.ok()) sum += row->statements;
    }
    least = std::min(least, sum);
  }
  if (query.by_topic) {
    std::uint64_t sum = 0;
    for (const WantedTopic& topic : query.topics) {
      const absl::StatusOr<TopicRow> row = index.Topic(topic.topic);
      if (row.ok()) sum += row->total;
    }
    least = std::min(least, sum);
  }
  if (query.by_outlet) {
    std::uint64_t sum = 0;
    for (const Ordinal outlet : query.outlets) {
      const auto count = index.Counter(OutletCounterKey(outlet));
      if (count.ok() && *count > 0) sum += static_cast<std::uint64_t>(*count);
    }
    least = std::min(least, sum);
  }
  // A document has some dozens.
  if (query.by_document)
    least = std::min<std::uint64_t>(least, query.documents.size() * 64);
  return least;
}

absl::StatusOr<std::unique_ptr<HitSource>> OpenHits(
    const Index& index, const StatementQuery& query, Order order,
    PageBound bound, std::optional<Posting> after, Appetite appetite,
    Interrupt& interrupt) {
  const auto by_lists = [&]() -> std::unique_ptr<HitSource> {
    return std::make_unique<Scan>(index, PlanQuery(index, query), query, order,
                                  bound, after);
  };
  if (!query.text || query.nothing || query.by_document) return by_lists();
  absl::StatusOr<std::uint64_t> postings = EstimatePostings(index, query);
  if (!postings.ok()) return postings.status();
  if (*postings <= kShortList) return by_lists();
  TextSearch search(index, *query.text);
  if (!search.status().ok()) return search.status();
  std::size_t most = kCandidatesMax;
  if (appetite == Appetite::kPage) {
    // With m matches among n postings, a page of k is found after k * n / m
    // postings or by m candidates: even at the root.
    most = static_cast<std::size_t>(
        2 * std::sqrt(static_cast<double>(kPageSizeDefault * *postings)));
  } else if (*postings < search.CountMax()) {
    return by_lists();
  }
  absl::StatusOr<std::optional<std::vector<Hit>>> hits =
      Candidates(index, query, search, bound, most, interrupt);
  if (!hits.ok()) return hits.status();
  if (!*hits) return by_lists();
  return std::make_unique<CandidateScan>(*std::move(*hits), order, after);
}

}  // namespace quoth::query
