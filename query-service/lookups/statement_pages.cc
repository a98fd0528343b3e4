#include "query-service/lookups/statement_pages.h"

#include "query-service/index/bytes.h"
#include "query-service/planner/page.h"
#include "service-kit/status/status.h"

namespace quoth::query {

void AppendNumber(std::string& out, int field, std::uint64_t value) {
  if (value == 0) return;
  AppendVarint(out, static_cast<std::uint64_t>(field) << 3);
  AppendVarint(out, value);
}

void AppendTextField(std::string& out, int field, std::string_view text) {
  if (!text.empty()) AppendField(out, field, text);
}

absl::StatusOr<Order> OrderOf(quoth::v1::StatementOrder order) {
  switch (order) {
    case quoth::v1::STATEMENT_ORDER_UNSPECIFIED:
    case quoth::v1::STATEMENT_ORDER_NEWEST_FIRST:
      return Order::kNewestFirst;
    case quoth::v1::STATEMENT_ORDER_OLDEST_FIRST:
      return Order::kOldestFirst;
    case quoth::v1::STATEMENT_ORDER_RELEVANCE:
      return kit::InvalidField(
          "order", "RELEVANCE needs words to search: SearchStatements");
    default:
      return kit::InvalidField("order", "is not an order of statements");
  }
}

absl::StatusOr<PagePlace> PlaceOf(const LookupScope& scope,
                                  std::string_view field,
                                  const std::string& text,
                                  const std::string& binding) {
  if (text.empty()) {
    return PagePlace{{scope.position.applied.offset, scope.position.next_id},
                     std::nullopt,
                     ""};
  }
  absl::StatusOr<PageToken> token =
      ParsePageToken(text, binding, scope.index.page_key(), field);
  if (!token.ok()) return token.status();
  if (token->bound.offset < scope.position.pages_from) {
    return kit::InvalidFieldWithReason(absl::StatusCode::kInvalidArgument,
                                       "PAGE_TOKEN_EXPIRED", field,
                                       "is too old: statements were replaced "
                                       "since; begin again with an empty one");
  }
  return PagePlace{token->bound, token->last, std::move(token->rest)};
}

absl::Status CheckView(quoth::v1::StatementView view) {
  if (quoth::v1::StatementView_IsValid(view)) return absl::OkStatus();
  return kit::InvalidField("view", "is not a view of statements");
}

}  // namespace quoth::query
