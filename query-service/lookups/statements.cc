#include "query-service/index/bytes.h"
#include "query-service/lookups/lookup.h"
#include "query-service/lookups/statement_pages.h"
#include "query-service/planner/page.h"
#include "query-service/planner/page_token.h"
#include "query-service/planner/text_scan.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

constexpr int kBatchMax = 1000;
// A message of an export.
constexpr std::size_t kExportStatements = 1000;
constexpr std::size_t kExportBytes = 1 << 20;

// What a page token is bound to: everything of the request that chooses
// statements and their form.
std::string TokenBinding(const quoth::v1::ListStatementsRequest& request) {
  std::string binding = "ListStatements";
  binding.push_back(static_cast<char>(request.order()));
  binding.push_back(static_cast<char>(request.view()));
  binding.append(request.filter().SerializeAsString());
  return binding;
}

}  // namespace

Looked GetStatement(LookupScope& scope,
                    const quoth::v1::GetStatementRequest& request) {
  absl::StatusOr<kit::StatementName> name =
      kit::ParseStatementName("name", request.name());
  if (!name.ok()) return name.status();
  const std::string key = StatementNameKey(name->document_id, name->key);
  // A statement replaced between the two reads has a new number: look again.
  for (int attempt = 0; attempt < 3; ++attempt) {
    absl::StatusOr<StatementId> id = scope.index.FindStatement(key);
    if (absl::IsNotFound(id.status()))
      return kit::NotFoundResource(request.name());
    if (!id.ok()) return id.status();
    std::string buffer;
    absl::StatusOr<std::string_view> record = scope.index.Record(*id, buffer);
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    return std::string(RecordView::Of(*record)->statement());
  }
  return kit::NotFoundResource(request.name());
}

Looked BatchGetStatements(LookupScope& scope,
                          const quoth::v1::BatchGetStatementsRequest& request) {
  if (request.names().empty() || request.names_size() > kBatchMax) {
    return kit::InvalidField("names", "must have 1 to 1,000 names");
  }
  std::string out;
  std::string missing;
  for (int i = 0; i < request.names_size(); ++i) {
    const std::string field = "names[" + std::to_string(i) + "]";
    absl::StatusOr<kit::StatementName> name =
        kit::ParseStatementName(field, request.names(i));
    if (!name.ok()) return name.status();
    if (absl::Status status = scope.interrupt.Step(); !status.ok())
      return status;
    absl::StatusOr<StatementId> id = scope.index.FindStatement(
        StatementNameKey(name->document_id, name->key));
    absl::Status status = id.status();
    if (status.ok()) {
      status = AppendStatement(scope.index, *id, 1,
                               quoth::v1::STATEMENT_VIEW_FULL, out);
    }
    if (absl::IsNotFound(status)) {
      AppendField(missing, 2, request.names(i));
    } else if (!status.ok()) {
      return status;
    }
    if (out.size() > kPageBytesMax) {
      return kit::WithReason(
          absl::StatusCode::kResourceExhausted, "RESPONSE_TOO_LARGE",
          "the statements asked for exceed 3 MiB; ask for fewer at once");
    }
  }
  out.append(missing);
  AppendField(out, 3, scope.read_at);
  return out;
}

Looked ListStatements(LookupScope& scope,
                      const quoth::v1::ListStatementsRequest& request) {
  absl::StatusOr<Order> order = OrderOf(request.order());
  if (!order.ok()) return order.status();
  if (absl::Status status = CheckView(request.view()); !status.ok())
    return status;
  absl::StatusOr<std::size_t> page_size = PageSizeOf(request.page_size());
  if (!page_size.ok()) return page_size.status();
  absl::StatusOr<StatementQuery> query =
      PrepareQuery(scope.index, request.filter());
  if (!query.ok()) return query.status();

  const std::string binding = TokenBinding(request);
  absl::StatusOr<PagePlace> place =
      PlaceOf(scope, "page_token", request.page_token(), binding);
  if (!place.ok()) return place.status();
  absl::StatusOr<std::unique_ptr<HitSource>> hits =
      OpenHits(scope.index, *query, *order, place->bound, place->after,
               Appetite::kPage, scope.interrupt);
  if (!hits.ok()) return hits.status();
  PageLimits limits;
  limits.statements = *page_size;
  absl::StatusOr<Page> page = ReadPage(scope.index, *query, **hits, limits, 1,
                                       request.view(), scope.interrupt);
  if (!page.ok()) return page.status();

  std::string out = std::move(page->statements);
  if (page->more) {
    AppendField(out, 2,
                FormatPageToken({place->bound, page->last, ""}, binding,
                                scope.index.page_key()));
  }
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

absl::StatusOr<ExportPage> ExportStatements(
    LookupScope& scope, const quoth::v1::ExportStatementsRequest& request) {
  const std::string binding =
      "ExportStatements" + request.filter().SerializeAsString();
  absl::StatusOr<StatementQuery> query =
      PrepareQuery(scope.index, request.filter());
  if (!query.ok()) return query.status();
  absl::StatusOr<PagePlace> place =
      PlaceOf(scope, "resume_token", request.resume_token(), binding);
  if (!place.ok()) return place.status();
  absl::StatusOr<std::unique_ptr<HitSource>> hits =
      OpenHits(scope.index, *query, Order::kNewestFirst, place->bound,
               place->after, Appetite::kPage, scope.interrupt);
  if (!hits.ok()) return hits.status();
  PageLimits limits;
  limits.statements = kExportStatements;
  limits.bytes = kExportBytes;
  absl::StatusOr<Page> page =
      ReadPage(scope.index, *query, **hits, limits, 1,
               quoth::v1::STATEMENT_VIEW_FULL, scope.interrupt);
  if (!page.ok()) return page.status();
  ExportPage out;
  out.message = std::move(page->statements);
  if (page->more) {
    out.resume = FormatPageToken({place->bound, page->last, ""}, binding,
                                 scope.index.page_key());
    AppendField(out.message, 2, out.resume);
  }
  AppendField(out.message, 3, scope.read_at);
  return out;
}

bool IsQuick(const quoth::v1::ListStatementsRequest& request) {
  const quoth::v1::StatementFilter& filter = request.filter();
  const int speakers = filter.speakers_size();
  const int topics = filter.topics_size();
  return !request.count_total() && request.page_size() <= 100 &&
         speakers + topics <= 4 && filter.kinds().empty() &&
         filter.topic_roles().empty() && filter.outlets().empty() &&
         filter.documents().empty() && filter.languages().empty() &&
         filter.confidence_min() == 0 && !filter.has_published_on() &&
         !filter.all_topics() && filter.expression().empty();
}

}  // namespace quoth::query
