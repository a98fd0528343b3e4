// Part of attribution: clauses whose cue stands behind or inside of what was
// said: "C, X said on Friday." "C, X said, since D." "A bill, he insists, will
// be sent."
#pragma once

#include <optional>

#include "ingest-service/parse/attribution/clauses.h"

namespace quoth::parse {

std::optional<Clause> ClauseBeforeCue(const Frame& frame, uint32_t cue,
                                      const Sentence& sentence);

}  // namespace quoth::parse
