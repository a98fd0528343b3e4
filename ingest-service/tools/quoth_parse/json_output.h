// One parsed document as one line of JSON.
#pragma once

#include <string>

#include "ingest-service/parse/pipeline.h"
#include "quoth/v1/change.pb.h"

namespace quoth::tools {

struct JsonOptions {
  bool with_text = false;
  // Offsets in code points of the source as given; else of the normalised
  // text. Formats without a map back (PDF) always use the text.
  bool source_offsets = true;
};

// {"id", "title", "outlet", "authors", "published_on", "said_on", "event",
// "language", "offsets": "source"|"text", "text"?, "quotes": [...], "issues"}.
// A quote has "start", "end", "spans" [[s,e],...] (code points, end excluded),
// "content", "kind", "act", "speaker_text", "speaker_start", "speaker_end",
// "speaker_canonical", "speaker_kind", "role", "cue", "cue_start", "cue_end",
// "topics" (labels), "heading", "question", "nested", "continuation",
// "confidence", "rule". What is unknown is null.
std::string JsonLine(const std::string& id, std::string_view source_bytes,
                     const parse::ParsedDocument& document,
                     const quoth::v1::DocumentPut& record,
                     const JsonOptions& options);

// {"id", "text"} with the article's body.
std::string BodyLine(const std::string& id, std::string_view body);

}  // namespace quoth::tools
