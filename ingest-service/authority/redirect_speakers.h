// Resource names that operators merged away, in what a parse has found.
#pragma once

#include "ingest-service/parse/speakers/known_speakers.h"
#include "quoth/v1/change.pb.h"

namespace quoth::ingest {

// Statements and speakers of the record lead to the speakers that took their
// places: those that are local to the document too, which the parser cannot
// know. Such a statement's resolution ends in "/merged".
void RedirectSpeakers(const parse::KnownSpeakers& known,
                      v1::DocumentPut& record);

}  // namespace quoth::ingest
