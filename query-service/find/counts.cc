#include "query-service/find/counts.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "query-service/find/bars.h"
#include "query-service/find/records.h"
#include "service-kit/client/date_text.h"
#include "service-kit/status/status.h"

namespace quoth::find {
namespace {

// Empty units drawn one by one; more are one line.
constexpr int kGapMax = 12;
constexpr int kValuesMax = 1'000;

absl::StatusOr<quoth::v1::TimeUnit> UnitOf(const std::string& text) {
  quoth::v1::TimeUnit unit = quoth::v1::TIME_UNIT_UNSPECIFIED;
  if (quoth::v1::TimeUnit_Parse(
          absl::StrCat("TIME_UNIT_", absl::AsciiStrToUpper(text)), &unit) &&
      unit != quoth::v1::TIME_UNIT_UNSPECIFIED) {
    return unit;
  }
  return kit::InvalidField("--by", "is none of day, week, month, year");
}

absl::StatusOr<quoth::v1::Facet> FacetOf(const std::string& text) {
  quoth::v1::Facet facet = quoth::v1::FACET_UNSPECIFIED;
  if (quoth::v1::Facet_Parse(
          absl::StrCat("FACET_", absl::AsciiStrToUpper(text)), &facet) &&
      facet != quoth::v1::FACET_UNSPECIFIED) {
    return facet;
  }
  return kit::InvalidField(text,
                           "is none of speaker, topic, kind, outlet, month");
}

std::string FacetName(quoth::v1::Facet facet) {
  return absl::AsciiStrToLower(
      quoth::v1::Facet_Name(facet).substr(sizeof("FACET_") - 1));
}

absl::StatusOr<quoth::v1::CountStatementsResponse> Count(
    const Caller& caller, const StatementQuery& query,
    quoth::v1::CountStatementsRequest request) {
  absl::StatusOr<quoth::v1::StatementFilter> filter = MakeFilter(caller, query);
  if (!filter.ok()) return filter.status();
  *request.mutable_filter() = *std::move(filter);
  request.set_query(query.words);
  request.set_at_least_as_fresh(caller.at_least_as_fresh);
  quoth::v1::CountStatementsResponse response;
  const absl::Status status =
      CallServer(caller, [&](grpc::ClientContext& context) {
        return caller.stub.CountStatements(&context, request, &response);
      });
  if (!status.ok()) return status;
  if (response.estimated()) {
    std::fprintf(stderr,
                 "More than could be counted: the figures are lower bounds.\n");
  }
  return response;
}

void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

int AsFound(std::int64_t total) {
  return static_cast<int>(
      std::min<std::int64_t>(total, std::numeric_limits<int>::max()));
}

std::string Prefixed(const std::string& lines, const std::string& prefix) {
  std::string out;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin) + 1;
    absl::StrAppend(&out, prefix, lines.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

BarStyle StyleFor(const CountQuery& count) {
  return count.plain ? BarStyle::kPlain : StyleOfOutput();
}

// Units since an arbitrary one, so that neighbours differ by one.
std::optional<std::int64_t> UnitNumber(const quoth::v1::Date& date,
                                       quoth::v1::TimeUnit unit) {
  const absl::CivilDay day(date.year(), std::max(1, date.month()),
                           std::max(1, date.day()));
  switch (unit) {
    case quoth::v1::TIME_UNIT_DAY:
      return day - absl::CivilDay();
    case quoth::v1::TIME_UNIT_WEEK:
      // 1970-01-05 was a Monday.
      return (day - absl::CivilDay(1970, 1, 5)) / 7;
    case quoth::v1::TIME_UNIT_MONTH:
      return absl::CivilMonth(day) - absl::CivilMonth();
    case quoth::v1::TIME_UNIT_YEAR:
      return absl::CivilYear(day) - absl::CivilYear();
    default:
      return std::nullopt;
  }
}

std::string UnitLabel(std::int64_t number, quoth::v1::TimeUnit unit) {
  const auto day_text = [](absl::CivilDay day) {
    return std::string(absl::FormatCivilTime(day));
  };
  switch (unit) {
    case quoth::v1::TIME_UNIT_WEEK:
      return day_text(absl::CivilDay(1970, 1, 5) + 7 * number);
    case quoth::v1::TIME_UNIT_MONTH:
      return std::string(absl::FormatCivilTime(absl::CivilMonth() + number));
    case quoth::v1::TIME_UNIT_YEAR:
      return std::string(absl::FormatCivilTime(absl::CivilYear() + number));
    default:
      return day_text(absl::CivilDay() + number);
  }
}

}  // namespace

std::vector<Bar> TimelineBars(
    const google::protobuf::RepeatedPtrField<quoth::v1::TimelinePoint>& points,
    quoth::v1::TimeUnit unit) {
  std::vector<Bar> bars;
  std::optional<std::int64_t> last;
  for (const quoth::v1::TimelinePoint& point : points) {
    const std::optional<std::int64_t> number = UnitNumber(point.start(), unit);
    if (!number) continue;
    if (last && *number - *last > kGapMax + 1) {
      bars.push_back({"...", 0});
    } else if (last) {
      for (std::int64_t empty = *last + 1; empty < *number; ++empty)
        bars.push_back({UnitLabel(empty, unit), 0});
    }
    bars.push_back({UnitLabel(*number, unit), point.count()});
    last = number;
  }
  return bars;
}

absl::StatusOr<int> ShowTimeline(const Caller& caller,
                                 const StatementQuery& query,
                                 const CountQuery& count,
                                 const OutputOptions& output) {
  const absl::StatusOr<quoth::v1::TimeUnit> unit = UnitOf(count.unit);
  if (!unit.ok()) return unit.status();
  quoth::v1::CountStatementsRequest request;
  request.set_timeline(*unit);
  const absl::StatusOr<quoth::v1::CountStatementsResponse> response =
      Count(caller, query, request);
  if (!response.ok()) return response.status();
  if (output.json) {
    for (const auto& point : response->timeline())
      Print(ToJsonLine(point) + "\n");
    return AsFound(response->total());
  }
  const BarStyle style = StyleFor(count);
  std::vector<Bar> bars;
  if (style == BarStyle::kPlain) {
    for (const auto& point : response->timeline())
      bars.push_back(
          {UnitLabel(*UnitNumber(point.start(), *unit), *unit), point.count()});
  } else {
    bars = TimelineBars(response->timeline(), *unit);
  }
  if (response->undated_count() > 0)
    bars.push_back({"undated", response->undated_count(), false});
  Print(FormatBars(bars, output.width, style));
  return AsFound(response->total());
}

absl::StatusOr<int> ShowFacets(const Caller& caller,
                               const StatementQuery& query,
                               const CountQuery& count,
                               const OutputOptions& output) {
  quoth::v1::CountStatementsRequest request;
  for (const std::string& text : count.facets) {
    const absl::StatusOr<quoth::v1::Facet> facet = FacetOf(text);
    if (!facet.ok()) return facet.status();
    request.add_facets(*facet);
  }
  request.set_values_per_facet(
      output.limit == 0 ? kValuesMax : std::min(output.limit, kValuesMax));
  const absl::StatusOr<quoth::v1::CountStatementsResponse> response =
      Count(caller, query, request);
  if (!response.ok()) return response.status();
  const BarStyle style = StyleFor(count);
  for (const quoth::v1::FacetCounts& facet : response->facets()) {
    if (output.json) {
      Print(ToJsonLine(facet) + "\n");
      continue;
    }
    std::vector<Bar> bars;
    for (const auto& value : facet.values()) {
      bars.push_back(
          {value.display_name().empty() ? value.value() : value.display_name(),
           value.count()});
    }
    const std::string name = FacetName(facet.facet());
    const bool several = response->facets_size() > 1;
    if (style == BarStyle::kPlain) {
      const std::string lines = FormatBars(bars, output.width, style);
      // The facet first, when lines of several are mixed.
      Print(several ? Prefixed(lines, name + "\t") : lines);
      continue;
    }
    if (facet.other_count() > 0)
      bars.push_back({"(others)", facet.other_count(), false});
    if (several) Print(absl::StrCat("by ", name, "\n"));
    Print(FormatBars(bars, output.width, style));
    if (several) Print("\n");
  }
  return AsFound(response->total());
}

}  // namespace quoth::find
