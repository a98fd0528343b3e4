// What the intake needs of the parser, so that its tests can do without.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "quoth/v1/change.pb.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// A request that was found good (document_request.h). Views and references
// live during the call.
struct ParseInput {
  const v1::IngestDocumentRequest& request;
  std::string_view document_id;
  std::string_view source_url;    // Canonical; may be empty.
  std::string_view published_on;  // ISO, as coarse as known; may be empty.
  std::string_view said_on;
  std::string_view content_hash;
  bool explain = false;
};

struct ParsedRecord {
  v1::DocumentPut record;  // Without text, etag, revision and ingest_time.
  std::string text;        // Normalised.
  std::vector<v1::Explanation> explanations;  // When asked for.
  // As DocumentWrite.speakers_offset.
  uint64_t speakers_offset = UINT64_MAX;
};

// Safe to use from any thread. Never fails: flaws are issues of the record.
class DocumentParser {
 public:
  virtual ~DocumentParser() = default;
  virtual ParsedRecord Parse(const ParseInput& input) const = 0;
  // Stored with each record; another version means parsing again is worth it.
  // The present ones: a call of Parse that began before a change still uses
  // the former, and its record says so.
  virtual std::string parser_version() const = 0;
  virtual std::string vocabulary_version() const = 0;
};

}  // namespace quoth::ingest
