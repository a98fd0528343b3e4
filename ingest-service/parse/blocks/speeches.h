// Speeches and statements printed whole: every paragraph is the words of the
// one whom the title names, without labels and without quotation marks.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/turns.h"
#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

// "Remarks by ...", "Statement of ...", "...'s address to ..."
bool NamesSpeech(std::string_view title);

// The whole body as one turn of the principal speaker (TurnRole::kAnswer),
// when the title names a speech and the body speaks in the first person.
// Only for documents without turns; the units' kinds must be settled.
std::optional<UnitTurn> FindSpeech(std::string_view text,
                                   const std::vector<Unit>& units);

}  // namespace quoth::parse
