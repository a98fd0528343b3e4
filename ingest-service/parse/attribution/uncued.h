// Part of attribution: quotations that no cue claims. Utterances among them
// (not scare quotes, titles or nicknames) become statements; whose they are is
// told by a label beside them, by the quotation before, or by the document's
// single principal speaker.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/drafts.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

// Appends a draft for each utterance that no draft covers.
void AddUncuedQuotes(const Frame& frame, const Metadata& metadata,
                     std::vector<Draft>& drafts);

// Text cut into tokens, with spaces inside the marks (“ so ”), comes from
// corpora that count each quoted stretch by itself. There stretches are not
// joined.
bool MarksStandApart(const Frame& frame);
void KeepStretchesApart(const Frame& frame, std::vector<Draft>& drafts);

}  // namespace quoth::parse
