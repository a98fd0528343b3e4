// Any stage's result as lines of text, for people and for the golden files.
//
// One line an item, ranges as [begin,end) bytes of the normalised text, words
// in quotation marks with line breaks as \n. The form is for reading and for
// diffs: programs use quoth-parse --jsonl.
#pragma once

#include <string>

#include "ingest-service/parse/pipeline.h"

namespace quoth::parse {

// What `stage` added to the document. kRecord is made by the caller (it is
// protobuf text) and gives "" here.
std::string DumpStage(const ParsedDocument& document, Stage stage,
                      const Knowledge& knowledge);

}  // namespace quoth::parse
