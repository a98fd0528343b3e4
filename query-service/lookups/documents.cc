#include "query-service/lookups/lookup.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::query {

Looked GetDocument(LookupScope& scope,
                   const quoth::v1::GetDocumentRequest& request) {
  absl::StatusOr<kit::DocumentName> name =
      kit::ParseDocumentName("name", request.name());
  if (!name.ok()) return name.status();
  if (!quoth::v1::DocumentView_IsValid(request.view())) {
    return kit::InvalidField("view", "is not a view of documents");
  }
  absl::StatusOr<std::string> document = scope.index.DocumentMessage(name->id);
  if (absl::IsNotFound(document.status()))
    return kit::NotFoundResource(request.name());
  if (!document.ok()) return document.status();
  if (request.view() == quoth::v1::DOCUMENT_VIEW_FULL) return document;
  quoth::v1::Document parsed;
  if (!parsed.ParseFromString(*document)) {
    return kit::WithReason(absl::StatusCode::kDataLoss, "INDEX_DAMAGED",
                           "the index holds a damaged document");
  }
  parsed.clear_text();
  parsed.clear_source();
  return parsed.SerializeAsString();
}

}  // namespace quoth::query
