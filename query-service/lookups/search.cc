// SearchStatements: words of the text, by relevance or by date.
#include <cstring>

#include "query-service/index/bytes.h"
#include "query-service/index/statement_fields.h"
#include "query-service/lookups/lookup.h"
#include "query-service/lookups/statement_pages.h"
#include "query-service/planner/page.h"
#include "query-service/planner/ranking.h"
#include "query-service/planner/text_scan.h"
#include "query-service/search/snippet.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr int kResultsField = 1;

std::string TokenBinding(const quoth::v1::SearchStatementsRequest& request) {
  std::string binding = "SearchStatements";
  binding.push_back(static_cast<char>(request.order()));
  binding.push_back(static_cast<char>(request.view()));
  AppendText(binding, request.query());
  binding.append(request.filter().SerializeAsString());
  return binding;
}

// What a page by relevance must keep for the next: the score of its last
// result and the words' weights.
std::string FormatRest(std::uint32_t score,
                       const std::vector<std::uint16_t>& weights) {
  std::string rest;
  AppendVarint(rest, score);
  for (const std::uint16_t weight : weights)
    AppendLittle<std::uint16_t>(rest, weight);
  return rest;
}

bool ParseRest(std::string_view text, Ranked& after,
               std::vector<std::uint16_t>& weights) {
  ByteReader in(text);
  after.score = static_cast<std::uint32_t>(in.Varint());
  while (in.ok() && !in.rest().empty())
    weights.push_back(in.Little<std::uint16_t>());
  return in.ok();
}

void AppendHighlights(const Snippet& snippet, std::string& out) {
  // Code points and UTF-16 units are counted once, from mark to mark.
  std::size_t at = 0;
  std::uint32_t points = 0;
  std::uint32_t units = 0;
  const auto advance = [&](std::size_t to) {
    for (; at < to; ++at) {
      const auto byte = static_cast<unsigned char>(snippet.text[at]);
      if ((byte & 0xc0) == 0x80) continue;
      ++points;
      units += byte >= 0xf0 ? 2 : 1;
    }
  };
  for (const TextWords::Stretch& mark : snippet.marks) {
    quoth::v1::Highlight highlight;
    advance(mark.begin);
    highlight.set_utf8_begin(static_cast<std::uint32_t>(mark.begin));
    highlight.set_utf16_begin(units);
    highlight.set_code_point_begin(points);
    advance(mark.end);
    highlight.set_utf8_end(static_cast<std::uint32_t>(mark.end));
    highlight.set_utf16_end(units);
    highlight.set_code_point_end(points);
    AppendField(out, 4, highlight.SerializeAsString());
  }
}

// One SearchResult as a field of the response. `score` 0: not by relevance.
absl::Status AppendResult(LookupScope& scope, const TextQuery& text,
                          StatementId id, double score,
                          quoth::v1::StatementView view, std::string& out) {
  thread_local TextWords words;
  std::string result;
  if (absl::Status status = AppendStatement(scope.index, id, 1, view, result);
      !status.ok()) {
    return status;
  }
  // The statement again, as it stands behind its tag and length.
  ByteReader in(std::string_view(result).substr(1));
  const std::string said(StatementField(in.Text(), kStatementTextField));
  words.Read(said);
  const Snippet snippet = MakeSnippet(said, words, text);
  if (score > 0) {
    constexpr char kScoreTag = 2 << 3 | 1;
    result.push_back(kScoreTag);
    AppendLittle<double>(result, score);
  }
  AppendField(result, 3, snippet.text);
  AppendHighlights(snippet, result);
  AppendField(out, kResultsField, result);
  return absl::OkStatus();
}

struct SearchPage {
  std::string results;
  std::string next_token;
};

absl::StatusOr<SearchPage> ByRelevance(
    LookupScope& scope, const StatementQuery& query,
    const quoth::v1::SearchStatementsRequest& request, std::size_t page_size,
    const std::string& binding) {
  absl::StatusOr<PagePlace> place =
      PlaceOf(scope, "page_token", request.page_token(), binding);
  if (!place.ok()) return place.status();
  TextSearch search(scope.index, *query.text);
  if (!search.status().ok()) return search.status();
  RankingPlace from{place->bound, std::nullopt};
  if (place->after) {
    Ranked after{0, place->after->id};
    std::vector<std::uint16_t> weights;
    if (!ParseRest(place->rest, after, weights) ||
        !search.SetWeights(std::move(weights))) {
      return kit::InvalidFieldWithReason(absl::StatusCode::kInvalidArgument,
                                         "PAGE_TOKEN_INVALID", "page_token",
                                         "is not a page token of this service");
    }
    from.after = after;
  }
  // One more than fits: there is a next page.
  absl::StatusOr<std::vector<RankedHit>> best =
      BestOf(scope.index, query, search, from, page_size + 1, scope.interrupt);
  if (!best.ok()) return best.status();
  SearchPage page;
  std::size_t shown = 0;
  const RankedHit* last = nullptr;
  bool more = false;
  for (const RankedHit& hit : *best) {
    if (shown >= page_size) {
      more = true;
      break;
    }
    const std::size_t before = page.results.size();
    absl::Status status =
        AppendResult(scope, *query.text, hit.id, hit.at.score / kScoreScale,
                     request.view(), page.results);
    if (!status.ok() && !absl::IsNotFound(status)) return status;
    if (page.results.size() > kPageBytesMax && shown > 0) {
      page.results.resize(before);
      more = true;
      break;
    }
    shown += status.ok() ? 1 : 0;
    last = &hit;
  }
  if (more && last != nullptr) {
    PageToken token{place->bound, {kUndated, last->at.id}, ""};
    token.rest = FormatRest(last->at.score, search.weights());
    page.next_token = FormatPageToken(token, binding, scope.index.page_key());
  }
  return page;
}

absl::StatusOr<SearchPage> ByDate(
    LookupScope& scope, const StatementQuery& query, Order order,
    const quoth::v1::SearchStatementsRequest& request, std::size_t page_size,
    const std::string& binding) {
  absl::StatusOr<PagePlace> place =
      PlaceOf(scope, "page_token", request.page_token(), binding);
  if (!place.ok()) return place.status();
  absl::StatusOr<std::unique_ptr<HitSource>> hits =
      OpenHits(scope.index, query, order, place->bound, place->after,
               Appetite::kPage, scope.interrupt);
  if (!hits.ok()) return hits.status();
  PageLimits limits;
  limits.statements = page_size;
  absl::StatusOr<Page> page = ReadPageWith(
      scope.index, query, **hits, limits,
      [&](StatementId id, std::string& out) {
        return AppendResult(scope, *query.text, id, 0, request.view(), out);
      },
      scope.interrupt);
  if (!page.ok()) return page.status();
  SearchPage out{std::move(page->statements), ""};
  if (page->more) {
    out.next_token = FormatPageToken({place->bound, page->last, ""}, binding,
                                     scope.index.page_key());
  }
  return out;
}

absl::StatusOr<SearchPage> ReadSearchPage(
    LookupScope& scope, const StatementQuery& query,
    const quoth::v1::SearchStatementsRequest& request, std::size_t page_size,
    const std::string& binding) {
  switch (request.order()) {
    case quoth::v1::STATEMENT_ORDER_UNSPECIFIED:
    case quoth::v1::STATEMENT_ORDER_RELEVANCE:
      return ByRelevance(scope, query, request, page_size, binding);
    default: {
      absl::StatusOr<Order> order = OrderOf(request.order());
      if (!order.ok()) return order.status();
      return ByDate(scope, query, *order, request, page_size, binding);
    }
  }
}

}  // namespace

Looked SearchStatements(LookupScope& scope,
                        const quoth::v1::SearchStatementsRequest& request) {
  if (absl::Status status = CheckView(request.view()); !status.ok())
    return status;
  absl::StatusOr<std::size_t> page_size = PageSizeOf(request.page_size());
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<StatementQuery> query =
      PrepareQuery(scope.index, request.filter());
  if (!query.ok()) return query.status();
  if (absl::Status status = AddWords(*query, request.query(), "query");
      !status.ok()) {
    return status;
  }
  const std::string binding = TokenBinding(request);
  absl::StatusOr<SearchPage> page =
      ReadSearchPage(scope, *query, request, *page_size, binding);
  if (!page.ok()) return page.status();
  std::string out = std::move(page->results);
  AppendTextField(out, 2, page->next_token);
  AppendField(out, 3, scope.read_at);
  if (request.count_total()) {
    absl::StatusOr<Total> total =
        CountMatches(scope.index, *query, scope.interrupt);
    if (!total.ok()) return total.status();
    AppendNumber(out, 4, static_cast<std::uint64_t>(total->count));
    AppendNumber(out, 5, total->estimated ? 1 : 0);
  }
  for (const std::string& name : query->unknown) AppendTextField(out, 6, name);
  return out;
}

}  // namespace quoth::query
