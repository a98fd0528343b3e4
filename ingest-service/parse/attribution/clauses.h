// Part of attribution: the plainest clauses of reported speech, by rule. They
// hold in any text, also where the trained weights are unsure:
//
//   X affirmed that C.               C runs to the end of the sentence.
//   X told Y on Friday that C.
//   X told Y C.                      C has a verb of its own.
//   C, promised X.                   C begins with the sentence.
//   C, X said[, adding that ...].
//   X emphasized the C.              For verbs with a noun phrase as content.
//   In X's view, C.                  The cue is the noun.
#pragma once

#include <optional>

#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {

struct Clause {
  TokenSpan content;
  TokenSpan tail;     // Behind the cue, where `left` content goes on; or empty.
  bool left = false;  // Content stands before the cue.
  float confidence = 0;    // Uncalibrated, like the model's own.
  int32_t source = kNone;  // Mention that is the subject; kNone: not settled.
  TokenSpan subject;       // The same in words, mention or not; may be empty.
  bool inverted = false;   // "C, promised X".
};

// `cue` must be a word of the lexicon with its subject beside it.
std::optional<Clause> FindClause(const Frame& frame, uint32_t cue);

}  // namespace quoth::parse
