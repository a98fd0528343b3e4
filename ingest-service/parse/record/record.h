// Stage 9 of 9 (pipeline.h): everything found -> protobuf records.
//
// Here byte ranges become spans in three units, chains become speaker
// references and tags become topics; nothing is decided any more.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/pipeline.h"
#include "quoth/v1/change.pb.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::parse {

// What the caller knows of the document beside its text.
struct RecordContext {
  std::string document_id;   // Without "documents/".
  std::string source_url;    // As given; wins over what was read.
  std::string content_hash;  // "sha256:...", of the source bytes.
  uint64_t source_size_bytes = 0;
  std::string vocabulary_version;
  std::string parser_version;  // Empty: kParserVersion.
};

// The document, its statements and the speakers they refer to. Statements are
// in document order; `revision`, `etag` and `ingest_time` stay empty: they are
// the record log's. Document.text is left empty too: see decoded.text.
quoth::v1::DocumentPut BuildRecord(const ParsedDocument& document,
                                   const Vocabulary& vocabulary,
                                   const RecordContext& context);

// One per statement of BuildRecord, same order: each decision in words.
std::vector<quoth::v1::Explanation> ExplainStatements(
    const ParsedDocument& document, const Vocabulary& vocabulary,
    const quoth::v1::DocumentPut& record);

// MIME type of a format, "text/markdown".
std::string_view ContentTypeOf(Format format);

}  // namespace quoth::parse
