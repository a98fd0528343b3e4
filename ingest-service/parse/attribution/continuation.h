// Part of attribution: free continuation of indirect speech. "The diplomat said
// quarrels slow the talks. Nonetheless, the channels remain open." The second
// sentence has no cue; it counts as said, less surely and marked so, where the
// text gives a sign of it:
//
//   tense    the verb keeps the shift of the reported clause: "She said the
//            work was done. The bill would follow in June."
//   link     "However," or "In this context," opens the sentence, and nearly
//            all that the document reports is one person's.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/drafts.h"

namespace quoth::parse {

// Appends drafts; looks at drafts with cues only, so call it behind all that
// finds those.
void AddContinuations(const Frame& frame, std::vector<Draft>& drafts);

}  // namespace quoth::parse
