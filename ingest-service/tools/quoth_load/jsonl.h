// One document a line: {"id": "...", "text": "...", ...}.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::load {

// Fields: text (required; "content" is the same), id, content_type, file_name,
// title, outlet, authors (a list, or one name), language, source_url (or
// "url"), published_on, said_on (2021, 2021-01, 2021-01-18). Others are
// ignored. INVALID_ARGUMENT names what is wrong.
absl::StatusOr<quoth::v1::IngestDocumentRequest> ParseJsonLine(
    std::string_view line);

}  // namespace quoth::load
