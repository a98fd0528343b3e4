// Attributions -> Statement records.
#pragma once

#include "ingest-service/parse/record/record.h"
#include "ingest-service/parse/record/spans.h"
#include "quoth/v1/statement.pb.h"

namespace quoth::parse {

// Appends one record per attribution, in their order. `record_document` gives
// what is repeated from the document.
void WriteStatements(
    const ParsedDocument& document, const Vocabulary& vocabulary,
    const SpanWriter& spans, const RecordContext& context,
    const quoth::v1::Document& record_document,
    google::protobuf::RepeatedPtrField<quoth::v1::Statement>& out);

}  // namespace quoth::parse
