// Part of attribution: the features that the trained weights see. The trainer
// calls the same functions, so that both always agree. Changing anything here
// means training anew.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest-service/parse/attribution/feature_hash.h"
#include "ingest-service/parse/attribution/words.h"
#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::parse {

// All that the features of one document look at. Borrows; built once.
struct Frame {
  std::string_view text;
  const Layout* layout = nullptr;
  const Sentences* sentences = nullptr;
  const Quotes* quotes = nullptr;
  const Mentions* mentions = nullptr;
  Words words;
  // By token: the outermost mention that begins / ends there, or kNone.
  std::vector<int32_t> mention_begin;
  std::vector<int32_t> mention_end;  // At the last token of the mention.
  std::vector<int32_t> mention_at;   // The outermost around it.

  // By token: form and kind of the mention that begins / ends there, 0: none.
  std::vector<uint8_t> begin_code;
  std::vector<uint8_t> end_code;

  std::vector<Totals> totals;  // One more than tokens.

  uint32_t BeginCode(int64_t token) const {
    return static_cast<uint64_t>(token) < begin_code.size()
               ? begin_code[static_cast<std::size_t>(token)]
               : 0;
  }
  uint32_t EndCode(int64_t token) const {
    return static_cast<uint64_t>(token) < end_code.size()
               ? end_code[static_cast<std::size_t>(token)]
               : 0;
  }

  const Word& word(int64_t token) const {
    static constexpr Word kOutside;
    return static_cast<uint64_t>(token) < words.words.size()
               ? words.words[static_cast<std::size_t>(token)]
               : kOutside;
  }
};

Frame BuildFrame(const DecodedDocument& document, const Layout& layout,
                 const Sentences& sentences, const Quotes& quotes,
                 const Mentions& mentions, const CueLexicon& cues);

// A span of tokens, end excluded.
struct TokenSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool empty() const { return end <= begin; }
  friend bool operator==(TokenSpan, TokenSpan) = default;
};

// The first word of a quotation to after its last; empty when it has none.
TokenSpan WordsOfQuote(const Frame& frame, const Quote& quote);

// First token that begins at or after a byte.
uint32_t TokenAt(const Frame& frame, uint32_t byte);

// Which parts of the words around a cue are its content.
enum class Side : uint8_t { kLeft, kRight };
enum class Shape : uint8_t { kNothing, kLeft, kRight, kBoth };

// Where content may begin and end on one side of a cue: token indexes, ends
// exclusive, both rising.
struct Boundaries {
  std::vector<uint32_t> begins;
  std::vector<uint32_t> ends;
};

// Replaces what `found` held.
void FindBoundaries(const Frame& frame, Side side, uint32_t cue,
                    Boundaries& found);

// Append to `out`. CheapCueFeatures are few: most words end there.
void CheapCueFeatures(const Frame& frame, uint32_t cue, FeatureList& out);
void CueFeatures(const Frame& frame, uint32_t cue, FeatureList& out);
void BeginFeatures(const Frame& frame, Side side, uint32_t cue, uint32_t begin,
                   FeatureList& out);
void EndFeatures(const Frame& frame, Side side, uint32_t cue, uint32_t end,
                 FeatureList& out);
void PairFeatures(const Frame& frame, Side side, uint32_t cue, TokenSpan span,
                  FeatureList& out);

inline constexpr uint32_t kCheapSalt = 100;  // Worth a closer look?
inline constexpr uint32_t kCueSalt = 101;    // Is it a cue at all?
constexpr uint32_t ShapeSalt(Shape shape) {
  return 200 + static_cast<uint32_t>(shape);
}

// Distances in coarse steps, 0..15.
constexpr uint32_t DistanceStep(int64_t d) {
  constexpr uint8_t kSteps[51] = {
      0,  1,  2,  3,  4,  5,  6,  7,  7,  8,  8,  8,  9,  9,  9,  9,  10,
      10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12,
      12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12};
  return d < 0 ? 15 : d > 50 ? 13 : kSteps[d];
}

}  // namespace quoth::parse
