// Stage 6 of 9 (pipeline.h): sentences, quotation marks, turns and headings ->
// statements, each with its source, cue and content.
#pragma once

#include <string_view>
#include <vector>

#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::parse {

enum class StatementKind : uint8_t { kDirect, kMixed, kIndirect, kTurn };

// What the attribution claims happened.
enum class SpeechAct : uint8_t {
  kSpeech,    // said, asked, wrote
  kBelief,    // believes, thinks, knows
  kPlan,      // plans, intends, hopes
  kQuestion,  // asked whether
};

// One statement, before speakers and topics are settled. `spans` are the words
// said, in order, without outer quotation marks and outer space; a quotation
// broken by "he said" has two.
struct Attribution {
  StatementKind kind = StatementKind::kIndirect;
  SpeechAct act = SpeechAct::kSpeech;
  std::vector<Range> spans;       // Never empty.
  Range cue;                      // "said", "pointed out"; may be empty.
  Range source;                   // Mention text as printed; may be empty.
  int32_t mention = kNone;        // Into Mentions::mentions.
  int32_t chain = kNone;          // Into Mentions::chains: the speaker.
  int32_t addressee = kNone;      // A mention: "told Reuters".
  int32_t turn = kNone;           // Into Layout::turns.
  int32_t question = kNone;       // Turn it answers.
  int32_t section = kNone;        // Heading block above it.
  int32_t nested_in = kNone;      // Index of the statement around it.
  uint32_t block = 0;             // Where it starts.
  bool continuation = false;      // Free indirect speech without own cue.
  float confidence = 0;           // Of the whole, calibrated, 0..1.
  std::string_view rule;          // What found it; a literal.
  std::string_view speaker_rule;  // What found its speaker; a literal.
};

struct Attributions {
  std::vector<Attribution> statements;  // By first span, outer before nested.
};

Attributions Attribute(const DecodedDocument& document, const Layout& layout,
                       const Metadata& metadata, const Sentences& sentences,
                       const Mentions& mentions, const Lexicons& lexicons,
                       Issues& issues);

}  // namespace quoth::parse
