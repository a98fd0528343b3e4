// Hashes the record log compares by: of source bytes, of what a record was
// made from, and of a record itself (its etag).
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/record_log/keys.h"
#include "quoth/v1/change.pb.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

Fingerprint Sha256(std::string_view bytes);
std::string HexOf(std::string_view bytes);

// "sha256:" and 64 lower-case hex digits, as Document.content_hash.
std::string ContentHash(std::string_view content);

// Of everything a record is made from: the content's hash, the declared type,
// file name and metadata, the parser and the vocabulary. Equal fingerprints
// mean that parsing again would give the same record. `content_hash` as
// ContentHash(request.content()).
Fingerprint RecordFingerprint(const v1::IngestDocumentRequest& request,
                              std::string_view content_hash,
                              std::string_view parser_version,
                              std::string_view vocabulary_version);

// Of everything a retry must repeat: all fields but request_id.
Fingerprint RequestFingerprint(const v1::IngestDocumentRequest& request,
                               std::string_view content_hash);
Fingerprint RequestFingerprint(const v1::DeleteDocumentRequest& request);

// Of the record's contents: the document without etag, revision and
// ingest_time, its statements and its speakers.
EtagBytes RecordEtag(const v1::DocumentPut& record);

// The etag as clients see it: 32 hex digits.
std::string FormatEtag(const EtagBytes& etag);

}  // namespace quoth::ingest
