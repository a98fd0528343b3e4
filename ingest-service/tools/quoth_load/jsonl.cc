#include "ingest-service/tools/quoth_load/jsonl.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>

#include "service-kit/client/date_text.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

using nlohmann::json;

// The first of `keys` that is there, into `target`.
absl::Status TakeString(const json& object,
                        std::initializer_list<const char*> keys,
                        std::string& target) {
  for (const char* key : keys) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) continue;
    if (!found->is_string()) return kit::InvalidField(key, "is not a string");
    target = found->get<std::string>();
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> TakeDate(const json& object, const char* key,
                              quoth::v1::Date& target) {
  std::string text;
  const absl::Status taken = TakeString(object, {key}, text);
  if (!taken.ok()) return taken;
  if (text.empty()) return false;
  const auto date = kit::ParseDateText(text);
  if (!date.has_value())
    return kit::InvalidField(key, "is not a date such as 2021-01-18");
  target = *date;
  return true;
}

absl::Status TakeAuthors(const json& object,
                         quoth::v1::DocumentMetadata& metadata) {
  const auto found = object.find("authors");
  if (found == object.end() || found->is_null()) return absl::OkStatus();
  if (found->is_string()) {
    metadata.add_authors(found->get<std::string>());
    return absl::OkStatus();
  }
  if (!found->is_array())
    return kit::InvalidField("authors", "is not a list of names");
  for (const json& author : *found) {
    if (!author.is_string())
      return kit::InvalidField("authors", "is not a list of names");
    metadata.add_authors(author.get<std::string>());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<quoth::v1::IngestDocumentRequest> ParseJsonLine(
    std::string_view line) {
  const json object = json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object())
    return kit::InvalidField("line", "is not a JSON object");
  quoth::v1::IngestDocumentRequest request;
  quoth::v1::DocumentMetadata& metadata = *request.mutable_metadata();
  absl::Status status =
      TakeString(object, {"text", "content"}, *request.mutable_content());
  status.Update(TakeString(object, {"id", "document_id"},
                           *request.mutable_document_id()));
  status.Update(
      TakeString(object, {"content_type"}, *request.mutable_content_type()));
  status.Update(
      TakeString(object, {"file_name"}, *request.mutable_file_name()));
  status.Update(TakeString(object, {"title"}, *metadata.mutable_title()));
  status.Update(TakeString(object, {"outlet"}, *metadata.mutable_outlet()));
  status.Update(TakeString(object, {"language"}, *metadata.mutable_language()));
  status.Update(TakeString(object, {"source_url", "url"},
                           *metadata.mutable_source_url()));
  status.Update(TakeAuthors(object, metadata));
  if (!status.ok()) return status;
  if (request.content().empty())
    return kit::InvalidField("text", "is missing or empty");
  quoth::v1::Date date;
  absl::StatusOr<bool> found = TakeDate(object, "published_on", date);
  if (found.ok() && *found) *metadata.mutable_published_on() = date;
  if (!found.ok()) return found.status();
  found = TakeDate(object, "said_on", date);
  if (found.ok() && *found) *metadata.mutable_said_on() = date;
  if (!found.ok()) return found.status();
  return request;
}

}  // namespace quoth::load
