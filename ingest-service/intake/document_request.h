// A client's document, checked field by field before any work is done on it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// Everything derived from a good request; the request itself stays where it
// is.
struct CheckedRequest {
  std::string document_id;   // Given, or derived from the address or content.
  std::string source_url;    // Canonical; may be empty.
  std::string published_on;  // ISO; may be empty.
  std::string said_on;
  std::string content_hash;
  EtagCondition condition;
  RequestStamp stamp;
};

// INVALID_ARGUMENT with the field named (path from the request on, after
// `prefix`: "document." inside another message); RESOURCE_EXHAUSTED
// (DOCUMENT_TOO_LARGE).
absl::StatusOr<CheckedRequest> CheckRequest(
    const v1::IngestDocumentRequest& request, uint64_t content_bytes_max,
    std::string_view prefix = "");

// 1..64 of [A-Za-z0-9-], or empty.
absl::Status CheckRequestId(std::string_view field, std::string_view id);

}  // namespace quoth::ingest
