// Transcript turns: which labels are real, and which units belong to a turn.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest-service/parse/blocks/labels.h"
#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

// One turn in terms of units.
struct UnitTurn {
  Label label;  // `printed` is empty when markup names the speaker.
  std::size_t first = 0;
  std::size_t end = 0;  // Exclusive.
};

// Empty unless the document shows the pattern of a transcript: labels that
// come again, or questions and answers. Linear in the number of units.
std::vector<UnitTurn> FindTurns(std::string_view text,
                                const std::vector<Unit>& units);

}  // namespace quoth::parse
