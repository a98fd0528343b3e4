// Part of attribution: turns of a transcript -> statements. Each paragraph of a
// speaker's turn is one statement; questions give none, but are noted as what
// the following turn answers.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/drafts.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {

void AddTurns(const Frame& frame, const Metadata& metadata,
              const std::vector<Draft>& drafts,
              std::vector<Attribution>& statements);

}  // namespace quoth::parse
