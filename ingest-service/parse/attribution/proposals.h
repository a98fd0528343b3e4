// Part of attribution: cues with their content, found by the model, and the
// choice among those that claim the same words.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/content.h"

namespace quoth::parse {

struct Proposal {
  uint32_t cue = 0;              // Token of the cue's head.
  std::vector<TokenSpan> spans;  // Content, in order.
  float something = 0;           // ContentChoice's probabilities.
  float confidence = 0;
  TokenSpan source;  // Empty when the sentence names none.
  int32_t mention = kNone;
  float source_confidence = 0;
  TokenSpan subject;       // Of a clause by rule; may be empty.
  bool by_clause = false;  // Content by rule (clauses.h).
};

// What may speak; both, unless they are measured apart.
struct Parts {
  bool rules = true;
  bool model = true;
};

// Proposals in order of their cues. Those that lose to a better one about the
// same words are left out.
std::vector<Proposal> ProposeStatements(const Frame& frame,
                                        const AttributionModel& model,
                                        Parts parts = {});

// Share of common tokens.
float Overlap(const std::vector<TokenSpan>& a, const std::vector<TokenSpan>& b);

}  // namespace quoth::parse
