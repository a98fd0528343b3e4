// Stage 2 of 9 (pipeline.h): normalised text -> the parts of a document.
//
// Blocks partition the meaningful text in document order; white space between
// them belongs to none. A paragraph broken in mid-sentence by a page or line
// break is one block whose range covers the break.
#pragma once

#include <vector>

#include "ingest-service/parse/decode/decode.h"
#include "ingest-service/parse/text.h"

namespace quoth::parse {

enum class BlockKind : uint8_t {
  kTitle,
  kByline,
  kDateline,
  kHeading,
  kParagraph,
  kListItem,
  kBlockQuote,
  kCaption,
  kTurn,         // A paragraph of a transcript's turn; see `turn`.
  kStage,        // "(Applause)"
  kSummary,      // A lead in italics under the title, a teaser.
  kBoilerplate,  // Kept, marked, yields no statement.
};

struct Block {
  BlockKind kind = BlockKind::kParagraph;
  uint8_t level = 0;        // Of headings, 1..6; of list items.
  bool closed = true;       // False: ends in mid-sentence.
  Range range;              // Without label, marks and outer space.
  int32_t section = kNone;  // Index of the heading block above it.
  int32_t turn = kNone;     // Index into Layout::turns.
};

enum class TurnRole : uint8_t {
  kSpeaker,   // "SERGEY LAVROV:", "MR. PRICE:"
  kQuestion,  // "Question:", "Q:", "Interviewer:", "TASS:" that only asks
  kAnswer,    // "A:", "Answer:" - the interviewee, named elsewhere
};

// One speaker's unbroken run of speech.
struct Turn {
  TurnRole role = TurnRole::kSpeaker;
  Range label;               // As printed, without the colon: "DR. AYE".
                             // May be empty when `name` comes from markup.
  std::string name;          // Label with decoration and brackets removed.
  Range aside;               // Name in brackets: "The Prime Minister (X):".
  uint32_t first_block = 0;  // Into Layout::blocks, inclusive.
  uint32_t last_block = 0;   // Inclusive.
};

struct Layout {
  std::vector<Block> blocks;
  std::vector<Turn> turns;
};

Layout SplitBlocks(const DecodedDocument& document, Issues& issues);

}  // namespace quoth::parse
