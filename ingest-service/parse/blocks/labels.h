// "SERGEY LAVROV:", "Question:", "MR. PRICE:", "Q." - what may open a turn.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ingest-service/parse/blocks/blocks.h"
#include "ingest-service/parse/blocks/units.h"

namespace quoth::parse {

struct Label {
  TurnRole role = TurnRole::kSpeaker;
  Range printed;         // Without colon and decoration.
  Range aside;           // "(Boris Johnson)" without brackets; may be empty.
  std::string name;      // Printed, without aside, timestamps and numbers.
  std::string key;       // `name` lower case, for counting.
  uint32_t content = 0;  // Where the words begin; the unit's end when the label
                         // stands alone.
  bool bare = false;     // No colon: a whole line that could be a name.
  bool all_caps = false;
  // A word that heads parts of documents more often than it speaks: "Review".
  bool doubtful = false;
};

// The label at the start of a unit, if it could be one. A prose line with a
// colon is none: every word must look like part of a name, an office or one of
// the words for question and answer. Looks at a bounded prefix only. Doubtful
// ones only when asked for.
std::optional<Label> FindLabel(std::string_view text, const Unit& unit,
                               bool doubtful_too = false);

// "question", "q", "interviewer", "frage"...
bool IsQuestionWord(std::string_view lower);
bool IsAnswerWord(std::string_view lower);

// "(Applause)", "[laughter]" and the like, the brackets included.
bool IsStageDirection(std::string_view unit);

}  // namespace quoth::parse
