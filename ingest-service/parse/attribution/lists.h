// Part of attribution: what the content of a cue holds beside what was said.
//
//   recalled that A, and pointed out that B      two cues, two statements
//   drew attention to the fact that A            A
//   thanked her; answering a question            nothing was said yet
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/cue_lexicon.h"
#include "ingest-service/parse/attribution/drafts.h"

namespace quoth::parse {

// Cuts drafts where a second verb of the same source begins, and adds that
// verb's own; drops contents that tell of an act, not of words.
void SettleContents(const Frame& frame, const CueLexicon& cues,
                    std::vector<Draft>& drafts);

}  // namespace quoth::parse
