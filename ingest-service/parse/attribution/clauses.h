// Part of attribution: the plainest clauses of reported speech, by rule. They
// hold in any text, also where the trained weights are unsure:
//
//   X affirmed that C.      C runs to the end of the sentence.
//   C, promised X.          C begins with the sentence.
//   C, X said.
//   X emphasized the C.     For verbs whose content may be a noun phrase.
#pragma once

#include <optional>

#include "ingest-service/parse/attribution/features.h"

namespace quoth::parse {

struct Clause {
  TokenSpan content;
  bool left = false;     // Content stands before the cue.
  float confidence = 0;  // Uncalibrated, like the model's own.
};

// `cue` must be a verb of the lexicon with its subject beside it.
std::optional<Clause> FindClause(const Frame& frame, uint32_t cue);

}  // namespace quoth::parse
