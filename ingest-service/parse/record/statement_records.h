// Attributions -> Statement records.
#pragma once

#include <vector>

#include "ingest-service/parse/record/record.h"
#include "ingest-service/parse/record/spans.h"
#include "quoth/v1/statement.pb.h"

namespace quoth::parse {

// One record per attribution, in their order. `record_document` gives what is
// repeated from the document.
std::vector<quoth::v1::Statement> StatementRecords(
    const ParsedDocument& document, const Vocabulary& vocabulary,
    const SpanWriter& spans, const RecordContext& context,
    const quoth::v1::Document& record_document);

}  // namespace quoth::parse
