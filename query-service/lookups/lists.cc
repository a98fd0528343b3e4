// GetSpeaker, ListSpeakers, GetTopic, ListTopics.
//
// Pages of speakers and topics follow the name or the count as it is now; a
// count that changes between two pages may move an entry across their border.
#include <algorithm>
#include <map>

#include "query-service/index/bytes.h"
#include "query-service/lookups/cards.h"
#include "query-service/names/fold.h"
#include "query-service/planner/page.h"
#include "query-service/planner/page_token.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr int kListPageDefault = 50;
constexpr std::size_t kPrefixBytesMax = 200;
// Spellings looked at for one prefix.
constexpr int kPrefixScanMax = 50'000;
// Entries looked at for one page when a condition passes few.
constexpr int kListScanMax = 20'000;

// An entry of a list and where it stands: its key there.
struct Entry {
  std::string place;
  Ordinal ordinal = 0;
};

// Walks a list's entries behind `after` while `take` asks for more.
absl::Status WalkList(
    LookupScope& scope, const std::string& prefix, const std::string& after,
    const std::function<absl::StatusOr<bool>(const Entry&)>& take) {
  const std::string end = PrefixEnd(prefix);
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  kit::StoreIterator rows = scope.index.store().NewIterator(kLists, options);
  rows->Seek(after.empty() ? prefix : after + '\0');
  for (int scanned = 0; rows->Valid() && scanned < kListScanMax;
       rows->Next(), ++scanned) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    if (rows->value().size() < 4) continue;
    absl::StatusOr<bool> more =
        take({rows->key().ToString(),
              static_cast<Ordinal>(ReadBig<4>(rows->value().data()))});
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
  }
  return rows.status();
}

// Those with a spelling that begins so, in the order asked, behind `after`.
absl::StatusOr<std::vector<Entry>> EntriesByPrefix(
    LookupScope& scope, OrdinalKind kind, const std::string& folded,
    bool by_count, const std::string& after,
    const std::function<std::uint64_t(Ordinal)>& count_of) {
  std::map<std::string, Ordinal> by_slug;
  const std::string prefix = FoldedListPrefix(kind, folded);
  const std::string end = PrefixEnd(prefix);
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  kit::StoreIterator rows = scope.index.store().NewIterator(kLists, options);
  int scanned = 0;
  for (rows->Seek(prefix); rows->Valid() && scanned < kPrefixScanMax;
       rows->Next(), ++scanned) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    const std::string key = rows->key().ToString();
    const std::size_t gap = key.find('\0');
    // Entries that begin within a spelling are for ResolveSpeaker.
    if (gap == std::string::npos || rows->value().size() != 5 ||
        rows->value()[4] != 0)
      continue;
    by_slug.emplace(key.substr(gap + 1),
                    static_cast<Ordinal>(ReadBig<4>(rows->value().data())));
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  std::vector<Entry> entries;
  for (const auto& [slug, ordinal] : by_slug) {
    std::string place = by_count ? CountListKey(kind, count_of(ordinal), slug)
                                 : NameListKey(kind, slug);
    if (place > after) entries.push_back({std::move(place), ordinal});
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.place < b.place; });
  return entries;
}

absl::StatusOr<bool> ByCount(quoth::v1::ListOrder order) {
  switch (order) {
    case quoth::v1::LIST_ORDER_UNSPECIFIED:
    case quoth::v1::LIST_ORDER_STATEMENT_COUNT:
      return true;
    case quoth::v1::LIST_ORDER_NAME:
      return false;
    default:
      return kit::InvalidField("order", "is not an order of lists");
  }
}

template <typename Request>
std::string Binding(std::string_view method, const Request& request) {
  Request bare = request;
  bare.clear_page_token();
  bare.clear_page_size();
  bare.clear_at_least_as_fresh();
  return std::string(method) + bare.SerializeAsString();
}

// A page in the making: entries are offered until it is full.
template <typename Card, typename Response>
class CardPage {
 public:
  CardPage(std::size_t size, Response& response)
      : size_(size), response_(response) {}

  // False: full, and there is more.
  bool Offer(const Entry& entry, Card card, Card* (*add)(Response&)) {
    const std::size_t bytes = card.ByteSizeLong() + 8;
    if (count_ >= size_ || (count_ > 0 && bytes_ + bytes > kPageBytesMax)) {
      more_ = true;
      return false;
    }
    *add(response_) = std::move(card);
    bytes_ += bytes;
    ++count_;
    last_ = entry.place;
    return true;
  }
  bool more() const { return more_; }
  const std::string& last() const { return last_; }

 private:
  const std::size_t size_;
  Response& response_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  bool more_ = false;
  std::string last_;
};

template <typename Request>
absl::StatusOr<std::string> PlaceAfter(LookupScope& scope,
                                       const Request& request,
                                       const std::string& binding) {
  if (request.page_token().empty()) return std::string();
  absl::StatusOr<PageToken> token =
      ParsePageToken(request.page_token(), binding, scope.index.page_key());
  if (!token.ok()) return token.status();
  return token->rest;
}

absl::Status CheckPrefix(const std::string& prefix) {
  if (prefix.size() <= kPrefixBytesMax) return absl::OkStatus();
  return kit::InvalidField("prefix", "is longer than 200 bytes");
}

}  // namespace

Looked GetSpeaker(LookupScope& scope,
                  const quoth::v1::GetSpeakerRequest& request) {
  absl::StatusOr<kit::SpeakerName> name =
      kit::ParseSpeakerName("name", request.name());
  if (!name.ok()) return name.status();
  const Ordinal speaker =
      scope.index.ordinals().Find(OrdinalKind::kSpeaker, name->slug);
  if (speaker == 0) return kit::NotFoundResource(request.name());
  absl::StatusOr<quoth::v1::Speaker> card =
      SpeakerCard(scope, speaker, Detail::kWhole);
  if (absl::IsNotFound(card.status()))
    return kit::NotFoundResource(request.name());
  if (!card.ok()) return card.status();
  return card->SerializeAsString();
}

Looked GetTopic(LookupScope& scope, const quoth::v1::GetTopicRequest& request) {
  absl::StatusOr<kit::TopicName> name =
      kit::ParseTopicName("name", request.name());
  if (!name.ok()) return name.status();
  const Ordinal topic =
      scope.index.ordinals().Find(OrdinalKind::kTopic, name->slug);
  if (topic == 0) return kit::NotFoundResource(request.name());
  absl::StatusOr<quoth::v1::Topic> card =
      TopicCard(scope, topic, Detail::kWhole);
  if (absl::IsNotFound(card.status()))
    return kit::NotFoundResource(request.name());
  if (!card.ok()) return card.status();
  return card->SerializeAsString();
}

Looked ListSpeakers(LookupScope& scope,
                    const quoth::v1::ListSpeakersRequest& request) {
  absl::StatusOr<std::size_t> size =
      PageSizeOf(request.page_size(), kListPageDefault);
  if (!size.ok()) return size.status();
  absl::StatusOr<bool> by_count = ByCount(request.order());
  if (!by_count.ok()) return by_count.status();
  if (absl::Status status = CheckPrefix(request.prefix()); !status.ok())
    return status;
  if (!quoth::v1::SpeakerKind_IsValid(request.kind())) {
    return kit::InvalidField("kind", "is not a kind of speaker");
  }
  const std::string binding = Binding("ListSpeakers", request);
  absl::StatusOr<std::string> after = PlaceAfter(scope, request, binding);
  if (!after.ok()) return after.status();

  quoth::v1::ListSpeakersResponse response;
  CardPage<quoth::v1::Speaker, quoth::v1::ListSpeakersResponse> page(*size,
                                                                     response);
  std::string passed = *after;
  bool full = false;
  int offered = 0;
  const auto take = [&](const Entry& entry) -> absl::StatusOr<bool> {
    ++offered;
    absl::StatusOr<SpeakerRow> row = scope.index.Speaker(entry.ordinal);
    if (absl::IsNotFound(row.status())) return true;
    if (!row.ok()) return row.status();
    const bool wanted =
        row->merged_into.empty() &&
        (request.kind() == quoth::v1::SPEAKER_KIND_UNSPECIFIED ||
         SpeakerOf(*row).kind() == request.kind());
    if (wanted) {
      absl::StatusOr<quoth::v1::Speaker> card =
          SpeakerCard(scope, entry.ordinal, Detail::kListed);
      if (!card.ok()) return card.status();
      if (!page.Offer(entry, *std::move(card),
                      [](quoth::v1::ListSpeakersResponse& r) {
                        return r.add_speakers();
                      })) {
        full = true;
        return false;
      }
    }
    passed = entry.place;
    return true;
  };
  const std::string folded = FoldName(request.prefix());
  if (!request.prefix().empty()) {
    absl::StatusOr<std::vector<Entry>> entries = EntriesByPrefix(
        scope, OrdinalKind::kSpeaker, folded, *by_count, *after,
        [&](Ordinal speaker) {
          const absl::StatusOr<SpeakerRow> row = scope.index.Speaker(speaker);
          return row.ok() ? row->statements : 0;
        });
    if (!entries.ok()) return entries.status();
    for (const Entry& entry : *entries) {
      absl::StatusOr<bool> more = take(entry);
      if (!more.ok()) return more.status();
      if (!*more) break;
    }
  } else {
    absl::Status walked =
        WalkList(scope,
                 *by_count ? CountListPrefix(OrdinalKind::kSpeaker)
                           : NameListPrefix(OrdinalKind::kSpeaker),
                 *after, take);
    if (!walked.ok()) return walked;
    full |= offered >= kListScanMax;
  }
  if (full) {
    response.set_next_page_token(
        FormatPageToken({{}, {}, passed}, binding, scope.index.page_key()));
  }
  response.set_read_at(scope.read_at);
  return response.SerializeAsString();
}

Looked ListTopics(LookupScope& scope,
                  const quoth::v1::ListTopicsRequest& request) {
  absl::StatusOr<std::size_t> size =
      PageSizeOf(request.page_size(), kListPageDefault);
  if (!size.ok()) return size.status();
  absl::StatusOr<bool> by_count = ByCount(request.order());
  if (!by_count.ok()) return by_count.status();
  if (absl::Status status = CheckPrefix(request.prefix()); !status.ok())
    return status;
  if (!quoth::v1::TopicKind_IsValid(request.kind())) {
    return kit::InvalidField("kind", "is not a kind of topic");
  }
  std::optional<std::vector<Ordinal>> children;
  if (!request.broader().empty()) {
    absl::StatusOr<kit::TopicName> broader =
        kit::ParseTopicName("broader", request.broader());
    if (!broader.ok()) return broader.status();
    const Ordinal topic =
        scope.index.ordinals().Find(OrdinalKind::kTopic, broader->slug);
    const auto list = scope.index.topics()->ChildrenOf(topic);
    children.emplace(list.begin(), list.end());
  }
  const std::string binding = Binding("ListTopics", request);
  absl::StatusOr<std::string> after = PlaceAfter(scope, request, binding);
  if (!after.ok()) return after.status();

  quoth::v1::ListTopicsResponse response;
  CardPage<quoth::v1::Topic, quoth::v1::ListTopicsResponse> page(*size,
                                                                 response);
  std::string passed = *after;
  bool full = false;
  int offered = 0;
  const auto take = [&](const Entry& entry) -> absl::StatusOr<bool> {
    ++offered;
    absl::StatusOr<TopicRow> row = scope.index.Topic(entry.ordinal);
    if (absl::IsNotFound(row.status())) return true;
    if (!row.ok()) return row.status();
    // The most used come first, so the first unused ends a list by count.
    if (row->total == 0 && !request.include_unused() && *by_count) return false;
    const bool wanted =
        (row->total > 0 || request.include_unused()) &&
        (!children || std::binary_search(children->begin(), children->end(),
                                         entry.ordinal)) &&
        (request.kind() == quoth::v1::TOPIC_KIND_UNSPECIFIED
             ? !row->concepts.empty() || !IsCandidateTopic(row->slug)
             : TopicOf(*row).kind() == request.kind());
    if (wanted) {
      absl::StatusOr<quoth::v1::Topic> card =
          TopicCard(scope, entry.ordinal, Detail::kListed);
      if (!card.ok()) return card.status();
      if (!page.Offer(entry, *std::move(card),
                      [](quoth::v1::ListTopicsResponse& r) {
                        return r.add_topics();
                      })) {
        full = true;
        return false;
      }
    }
    passed = entry.place;
    return true;
  };
  if (!request.prefix().empty()) {
    absl::StatusOr<std::vector<Entry>> entries = EntriesByPrefix(
        scope, OrdinalKind::kTopic, FoldName(request.prefix()), *by_count,
        *after, [&](Ordinal topic) {
          const absl::StatusOr<TopicRow> row = scope.index.Topic(topic);
          return row.ok() ? row->total : 0;
        });
    if (!entries.ok()) return entries.status();
    for (const Entry& entry : *entries) {
      absl::StatusOr<bool> more = take(entry);
      if (!more.ok()) return more.status();
      if (!*more) break;
    }
  } else {
    absl::Status walked =
        WalkList(scope,
                 *by_count ? CountListPrefix(OrdinalKind::kTopic)
                           : NameListPrefix(OrdinalKind::kTopic),
                 *after, take);
    if (!walked.ok()) return walked;
    full |= offered >= kListScanMax;
  }
  if (full) {
    response.set_next_page_token(
        FormatPageToken({{}, {}, passed}, binding, scope.index.page_key()));
  }
  response.set_read_at(scope.read_at);
  return response.SerializeAsString();
}

}  // namespace quoth::query
