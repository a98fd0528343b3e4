#include "query-service/lookups/cards.h"

#include <algorithm>
#include <functional>

#include "query-service/index/bytes.h"
#include "query-service/planner/scan.h"
#include "service-kit/status/absl_view.h"

namespace quoth::query {
namespace {

constexpr int kRolesMax = 50;
constexpr int kRoleDocumentsMax = 20;
constexpr std::size_t kTopMax = 10;
// Pair counters looked at for a list of the top ten.
constexpr int kTopScanMax = 50'000;

struct Counted {
  Ordinal ordinal = 0;
  std::int64_t count = 0;
};

// The largest counters below a prefix; their keys end in an ordinal of `kind`.
absl::StatusOr<std::vector<Counted>> TopCounters(LookupScope& scope,
                                                 const std::string& prefix,
                                                 OrdinalKind kind) {
  std::vector<Counted> top;
  const auto more = [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.ordinal < b.ordinal;
  };
  const std::string end = PrefixEnd(prefix);
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  kit::StoreIterator rows = scope.index.store().NewIterator(kCounters, options);
  int scanned = 0;
  for (rows->Seek(prefix); rows->Valid() && scanned < kTopScanMax;
       rows->Next(), ++scanned) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    if (rows->key().size() != prefix.size() + 4 || rows->value().size() != 8)
      continue;
    const Counted counted{
        static_cast<Ordinal>(ReadBig<4>(rows->key().data() + prefix.size())),
        ReadLittle<std::int64_t>(rows->value().data())};
    if (counted.count <= 0) continue;
    if (top.size() == kTopMax && !more(counted, top.back())) continue;
    // Candidates are listed apart.
    if (kind == OrdinalKind::kTopic &&
        IsCandidateTopic(scope.index.ordinals().NameOf(kind, counted.ordinal)))
      continue;
    top.insert(std::upper_bound(top.begin(), top.end(), counted, more),
               counted);
    if (top.size() > kTopMax) top.pop_back();
  }
  if (absl::Status status = rows.status(); !status.ok()) return status;
  return top;
}

// When the first or last dated statement of a list was said; absent when none
// is dated.
absl::StatusOr<std::optional<quoth::v1::Date>> EdgeDate(
    LookupScope& scope, const std::vector<PostingList>& lists, Order order) {
  Plan plan;
  plan.lists = lists;
  const StatementQuery all;
  Scan scan(scope.index, plan, all, order,
            {scope.position.applied.offset, scope.position.next_id},
            std::nullopt);
  std::string buffer;
  while (scan.Next()) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    if (!scan.hit()) continue;
    if (scan.hit()->posting.day == kUndated) return std::nullopt;
    absl::StatusOr<std::string_view> record =
        scope.index.Record(scan.hit()->id, buffer);
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    return DateOf(RecordView::Of(*record)->effective());
  }
  if (!scan.status().ok()) return scan.status();
  return std::nullopt;
}

template <typename Card>
absl::Status AddEdges(LookupScope& scope, const std::vector<PostingList>& lists,
                      Card& card) {
  absl::StatusOr<std::optional<quoth::v1::Date>> first =
      EdgeDate(scope, lists, Order::kOldestFirst);
  if (!first.ok()) return first.status();
  if (!first->has_value()) return absl::OkStatus();
  absl::StatusOr<std::optional<quoth::v1::Date>> last =
      EdgeDate(scope, lists, Order::kNewestFirst);
  if (!last.ok()) return last.status();
  *card.mutable_first_said_on() = **first;
  if (last->has_value()) *card.mutable_last_said_on() = **last;
  return absl::OkStatus();
}

// Roles as documents print them, each with its dates.
absl::Status AddRoles(LookupScope& scope, Ordinal speaker,
                      quoth::v1::Speaker& card) {
  const std::string prefix = RolePrefix(speaker);
  const std::string end = PrefixEnd(prefix);
  const rocksdb::Slice bound(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  kit::StoreIterator rows =
      scope.index.store().NewIterator(kSightings, options);
  constexpr std::size_t kHashBytes = 8;
  constexpr std::size_t kDayBytes = 3;
  const std::size_t fixed = prefix.size() + kHashBytes + kDayBytes;
  rows->Seek(prefix);
  for (int roles = 0; rows->Valid() && roles < kRolesMax; ++roles) {
    if (rows->key().size() <= fixed) break;
    const std::string role_prefix =
        rows->key().ToString().substr(0, prefix.size() + kHashBytes);
    const std::string text = rows->value().ToString();
    quoth::v1::SpeakerRole& role = *card.add_roles();
    role.set_title(text.substr(0, text.find('\0')));
    if (const std::size_t gap = text.find('\0'); gap != std::string::npos) {
      role.set_organisation(text.substr(gap + 1));
    }
    Day last = kUndated;
    for (; rows->Valid() && rows->key().starts_with(role_prefix) &&
           role.documents_size() < kRoleDocumentsMax;
         rows->Next()) {
      const auto day =
          static_cast<Day>(ReadBig<3>(rows->key().data() + role_prefix.size()));
      if (day != kUndated && !role.has_first_seen())
        *role.mutable_first_seen() = DateOf(day);
      last = std::max(last, day);
      role.add_documents("documents/" + rows->key().ToString().substr(fixed));
    }
    if (rows->Valid() && rows->key().starts_with(role_prefix)) {
      rows->SeekForPrev(PrefixEnd(role_prefix));
      if (rows->Valid() && rows->key().starts_with(role_prefix)) {
        last = static_cast<Day>(
            ReadBig<3>(rows->key().data() + role_prefix.size()));
      }
    }
    if (last != kUndated) *role.mutable_last_seen() = DateOf(last);
    rows->Seek(PrefixEnd(role_prefix));
  }
  return rows.status();
}

std::vector<Ordinal> MergedInto(const Index& index, const std::string& slug) {
  std::vector<Ordinal> members;
  const std::shared_ptr<const Index::Merges> merges = index.merges();
  const auto found = merges->find(slug);
  if (found == merges->end()) return members;
  for (const std::string& member : found->second) {
    const Ordinal ordinal =
        index.ordinals().Find(OrdinalKind::kSpeaker, member);
    if (ordinal != 0) members.push_back(ordinal);
  }
  return members;
}

std::string TopicDisplayName(const Index& index, Ordinal topic,
                             const std::string& slug) {
  const absl::StatusOr<TopicRow> row = index.Topic(topic);
  return row.ok() ? TopicOf(*row).display_name() : slug;
}

std::string SpeakerDisplayName(const Index& index, Ordinal speaker,
                               const std::string& slug) {
  const absl::StatusOr<SpeakerRow> row = index.Speaker(speaker);
  return row.ok() ? row->display_name() : slug;
}

}  // namespace

absl::StatusOr<quoth::v1::Speaker> SpeakerCard(LookupScope& scope,
                                               Ordinal speaker, Detail detail) {
  absl::StatusOr<SpeakerRow> row = scope.index.Speaker(speaker);
  if (!row.ok()) return row.status();
  quoth::v1::Speaker card = SpeakerOf(*row);
  std::vector<PostingList> lists = {{SpeakerPrefix(speaker), 0}};
  for (const Ordinal member : MergedInto(scope.index, row->slug)) {
    lists.push_back({SpeakerPrefix(member), 0});
    absl::StatusOr<SpeakerRow> merged = scope.index.Speaker(member);
    if (!merged.ok()) continue;
    card.set_statement_count(card.statement_count() +
                             static_cast<std::int64_t>(merged->statements));
    card.set_document_count(card.document_count() +
                            static_cast<std::int64_t>(merged->documents));
    const quoth::v1::Speaker other = SpeakerOf(*merged);
    if (other.display_name() != card.display_name())
      card.add_other_names(other.display_name());
  }
  if (absl::Status status = AddEdges(scope, lists, card); !status.ok())
    return status;
  if (absl::Status status = AddRoles(scope, speaker, card); !status.ok())
    return status;
  if (detail == Detail::kListed) return card;
  absl::StatusOr<std::vector<Counted>> top =
      TopCounters(scope, PairCounterPrefix(speaker), OrdinalKind::kTopic);
  if (!top.ok()) return top.status();
  for (const Counted& counted : *top) {
    const std::string slug =
        scope.index.ordinals().NameOf(OrdinalKind::kTopic, counted.ordinal);
    quoth::v1::TopicCount& count = *card.add_top_topics();
    count.set_topic("topics/" + slug);
    count.set_display_name(
        TopicDisplayName(scope.index, counted.ordinal, slug));
    count.set_statement_count(counted.count);
  }
  return card;
}

absl::StatusOr<quoth::v1::Topic> TopicCard(LookupScope& scope, Ordinal topic,
                                           Detail detail) {
  absl::StatusOr<TopicRow> row = scope.index.Topic(topic);
  if (!row.ok()) return row.status();
  quoth::v1::Topic card = TopicOf(*row);
  if (row->total > 0) {
    if (absl::Status status = AddEdges(scope, {{TopicPrefix(topic), 0}}, card);
        !status.ok()) {
      return status;
    }
  }
  if (detail == Detail::kListed) return card;
  absl::StatusOr<std::vector<Counted>> top =
      TopCounters(scope, TopicPairCounterPrefix(topic), OrdinalKind::kSpeaker);
  if (!top.ok()) return top.status();
  for (const Counted& counted : *top) {
    const std::string slug =
        scope.index.ordinals().NameOf(OrdinalKind::kSpeaker, counted.ordinal);
    quoth::v1::SpeakerCount& count = *card.add_top_speakers();
    count.set_speaker("speakers/" + slug);
    count.set_display_name(
        SpeakerDisplayName(scope.index, counted.ordinal, slug));
    count.set_statement_count(counted.count);
  }
  std::vector<std::string> narrower;
  for (const Ordinal child : scope.index.topics()->ChildrenOf(topic)) {
    const std::string slug =
        scope.index.ordinals().NameOf(OrdinalKind::kTopic, child);
    if (!slug.empty()) narrower.push_back("topics/" + slug);
  }
  std::sort(narrower.begin(), narrower.end());
  for (std::string& name : narrower) card.add_narrower(std::move(name));
  return card;
}

}  // namespace quoth::query
