// Part of attribution: words told verbatim without quotation marks.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/drafts.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

// Dialogue after dashes: "—It is late, she said. Go home." What opens with a
// dash is speech when the text does so twice or more and once says who spoke.
void AddDashSpeech(const Frame& frame, std::vector<Draft>& drafts);

// Indented quotations (Markdown, HTML) that the paragraph above introduces with
// a colon: "In it the archbishop writes:".
void AddBlockQuotes(const Frame& frame, std::vector<Draft>& drafts);

// Questions and answers without labels: paragraphs (or dashes) that ask, each
// with an answer below, in a document about one person.
void AddAnswers(const Frame& frame, const Metadata& metadata,
                std::vector<Draft>& drafts);

}  // namespace quoth::parse
