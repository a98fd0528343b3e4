// CountStatements: totals, facets and timelines of whatever a filter finds.
#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "query-service/lookups/lookup.h"
#include "query-service/planner/page.h"
#include "query-service/planner/text_scan.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr int kValuesDefault = 10;
constexpr int kValuesMax = 1000;
constexpr int kFacetsMax = 5;
// Statements looked at for one call; beyond it counts are of the newest so
// many.
constexpr std::int64_t kStatementsMax = 2'000'000;

using Counts = absl::flat_hash_map<std::uint32_t, std::int64_t>;

struct Tally {
  std::int64_t total = 0;
  std::int64_t undated = 0;
  bool estimated = false;
  Counts speakers, topics, kinds, outlets, months, points;
};

struct Wanted {
  bool speakers = false, topics = false, kinds = false, outlets = false,
       months = false;
  quoth::v1::TimeUnit timeline = quoth::v1::TIME_UNIT_UNSPECIFIED;
  bool any() const {
    return speakers || topics || kinds || outlets || months ||
           timeline != quoth::v1::TIME_UNIT_UNSPECIFIED;
  }
};

Day PointOf(Day day, quoth::v1::TimeUnit unit) {
  switch (unit) {
    case quoth::v1::TIME_UNIT_WEEK:
      return MondayOf(day);
    case quoth::v1::TIME_UNIT_MONTH:
      return FirstOfMonth(day);
    case quoth::v1::TIME_UNIT_YEAR:
      return FirstOfYear(day);
    default:
      return day;
  }
}

void Add(const RecordView& record, const Wanted& wanted, Tally& tally) {
  ++tally.total;
  if (wanted.speakers && record.speaker() != 0)
    ++tally.speakers[record.speaker()];
  if (wanted.outlets && record.outlet() != 0) ++tally.outlets[record.outlet()];
  if (wanted.kinds) ++tally.kinds[static_cast<std::uint32_t>(record.kind())];
  if (wanted.topics) {
    for (std::size_t i = 0; i < record.direct_count(); ++i)
      ++tally.topics[record.direct(i).topic];
  }
  const Day day = record.sort_day();
  if (day == kUndated) {
    ++tally.undated;
    return;
  }
  if (wanted.months) ++tally.months[FirstOfMonth(day)];
  if (wanted.timeline != quoth::v1::TIME_UNIT_UNSPECIFIED) {
    ++tally.points[PointOf(day, wanted.timeline)];
  }
}

absl::StatusOr<Tally> CountByScan(LookupScope& scope,
                                  const StatementQuery& query,
                                  const Wanted& wanted) {
  Tally tally;
  absl::StatusOr<std::unique_ptr<HitSource>> hits =
      OpenHits(scope.index, query, Order::kNewestFirst,
               {scope.position.applied.offset, scope.position.next_id},
               std::nullopt, Appetite::kAll, scope.interrupt);
  if (!hits.ok()) return hits.status();
  HitSource& scan = **hits;
  std::string buffer;
  for (std::int64_t scanned = 0; scan.Next(); ++scanned) {
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    if (scanned >= kStatementsMax) {
      tally.estimated = true;
      return tally;
    }
    if (!scan.hit()) continue;
    const RecordHeap::Found found = scope.index.InHeap(scan.hit()->id);
    std::optional<RecordView> record;
    if (found.bytes.data() != nullptr) record = RecordView::Of(found.bytes);
    if (!record) {
      absl::StatusOr<std::string_view> bytes =
          scope.index.Record(scan.hit()->id, buffer);
      if (absl::IsNotFound(bytes.status())) continue;
      if (!bytes.ok()) return bytes.status();
      record = RecordView::Of(*bytes);
    }
    if (scan.hit()->verify && !query.Matches(*record)) continue;
    Add(*record, wanted, tally);
  }
  if (!scan.status().ok()) return scan.status();
  return tally;
}

std::string MonthText(Day day) {
  const quoth::v1::Date date = DateOf(day);
  char text[16];
  std::snprintf(text, sizeof(text), "%04d-%02d", date.year(), date.month());
  return text;
}

// Value and name for people of one facet value.
std::pair<std::string, std::string> Describe(const Index& index,
                                             quoth::v1::Facet facet,
                                             std::uint32_t value) {
  switch (facet) {
    case quoth::v1::FACET_SPEAKER: {
      const std::string slug =
          index.ordinals().NameOf(OrdinalKind::kSpeaker, value);
      const absl::StatusOr<SpeakerRow> row = index.Speaker(value);
      return {"speakers/" + slug, row.ok() ? row->display_name() : slug};
    }
    case quoth::v1::FACET_TOPIC: {
      const std::string slug =
          index.ordinals().NameOf(OrdinalKind::kTopic, value);
      const absl::StatusOr<TopicRow> row = index.Topic(value);
      return {"topics/" + slug, row.ok() ? TopicOf(*row).display_name() : slug};
    }
    case quoth::v1::FACET_KIND: {
      const std::string name = quoth::v1::StatementKind_Name(
          static_cast<quoth::v1::StatementKind>(value));
      constexpr std::size_t kPrefixBytes = sizeof("STATEMENT_KIND_") - 1;
      const std::string kind =
          name.size() > kPrefixBytes ? name.substr(kPrefixBytes) : name;
      return {kind, kind};
    }
    case quoth::v1::FACET_OUTLET: {
      const absl::StatusOr<std::string> printed =
          index.store().Get(kMarks, OutletMark(value));
      const std::string name =
          printed.ok() ? *printed
                       : index.ordinals().NameOf(OrdinalKind::kOutlet, value);
      return {name, name};
    }
    default: {
      const std::string month = MonthText(value);
      return {month, month};
    }
  }
}

const Counts& CountsOf(const Tally& tally, quoth::v1::Facet facet) {
  switch (facet) {
    case quoth::v1::FACET_SPEAKER:
      return tally.speakers;
    case quoth::v1::FACET_TOPIC:
      return tally.topics;
    case quoth::v1::FACET_KIND:
      return tally.kinds;
    case quoth::v1::FACET_OUTLET:
      return tally.outlets;
    default:
      return tally.months;
  }
}

void FillFacet(const Index& index, quoth::v1::Facet facet, const Tally& tally,
               int values_max, quoth::v1::FacetCounts& out) {
  out.set_facet(facet);
  const Counts& counts = CountsOf(tally, facet);
  std::vector<std::pair<std::uint32_t, std::int64_t>> values(counts.begin(),
                                                             counts.end());
  if (facet == quoth::v1::FACET_TOPIC) {
    std::erase_if(values, [&](const auto& counted) {
      return IsCandidateTopic(
          index.ordinals().NameOf(OrdinalKind::kTopic, counted.first));
    });
  }
  std::sort(values.begin(), values.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::int64_t other = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i >= static_cast<std::size_t>(values_max)) {
      other += values[i].second;
      continue;
    }
    quoth::v1::FacetValue& value = *out.add_values();
    const auto [name, display] = Describe(index, facet, values[i].first);
    value.set_value(name);
    value.set_display_name(display);
    value.set_count(values[i].second);
  }
  out.set_other_count(other);
}

absl::StatusOr<Wanted> WantedOf(
    const quoth::v1::CountStatementsRequest& request) {
  Wanted wanted;
  if (request.facets_size() > kFacetsMax) {
    return kit::InvalidField("facets", "has more than 5 values");
  }
  for (int i = 0; i < request.facets_size(); ++i) {
    switch (request.facets(i)) {
      case quoth::v1::FACET_SPEAKER:
        wanted.speakers = true;
        break;
      case quoth::v1::FACET_TOPIC:
        wanted.topics = true;
        break;
      case quoth::v1::FACET_KIND:
        wanted.kinds = true;
        break;
      case quoth::v1::FACET_OUTLET:
        wanted.outlets = true;
        break;
      case quoth::v1::FACET_MONTH:
        wanted.months = true;
        break;
      default:
        return kit::InvalidField("facets[" + std::to_string(i) + "]",
                                 "is not a facet");
    }
  }
  if (!quoth::v1::TimeUnit_IsValid(request.timeline())) {
    return kit::InvalidField("timeline", "is not a unit of time");
  }
  wanted.timeline = request.timeline();
  return wanted;
}

}  // namespace

Looked CountStatements(LookupScope& scope,
                       const quoth::v1::CountStatementsRequest& request) {
  absl::StatusOr<Wanted> wanted = WantedOf(request);
  if (!wanted.ok()) return wanted.status();
  if (request.values_per_facet() < 0) {
    return kit::InvalidField("values_per_facet", "is negative");
  }
  const int values_max = request.values_per_facet() == 0
                             ? kValuesDefault
                             : std::min(request.values_per_facet(), kValuesMax);
  absl::StatusOr<StatementQuery> query =
      PrepareQuery(scope.index, request.filter());
  if (!query.ok()) return query.status();
  if (!request.query().empty()) {
    if (absl::Status status = AddWords(*query, request.query(), "query");
        !status.ok()) {
      return status;
    }
  }
  Tally tally;
  if (wanted->any()) {
    absl::StatusOr<Tally> counted = CountByScan(scope, *query, *wanted);
    if (!counted.ok()) return counted.status();
    tally = *std::move(counted);
  } else {
    absl::StatusOr<Total> total =
        CountMatches(scope.index, *query, scope.interrupt);
    if (!total.ok()) return total.status();
    tally.total = total->count;
    tally.estimated = total->estimated;
  }
  quoth::v1::CountStatementsResponse response;
  response.set_total(tally.total);
  response.set_estimated(tally.estimated);
  for (const int facet : request.facets()) {
    FillFacet(scope.index, static_cast<quoth::v1::Facet>(facet), tally,
              values_max, *response.add_facets());
  }
  std::map<std::uint32_t, std::int64_t> points(tally.points.begin(),
                                               tally.points.end());
  for (const auto& [day, count] : points) {
    quoth::v1::TimelinePoint& point = *response.add_timeline();
    *point.mutable_start() = DateOf(day);
    point.set_count(count);
  }
  response.set_undated_count(tally.undated);
  response.set_read_at(scope.read_at);
  return response.SerializeAsString();
}

}  // namespace quoth::query
