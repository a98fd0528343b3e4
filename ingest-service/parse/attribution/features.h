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

  std::vector<Totals> totals;  // One more than tokens.

  const Word& word(int64_t token) const {
    static constexpr Word kOutside;
    return token < 0 || token >= static_cast<int64_t>(words.words.size())
               ? kOutside
               : words.words[static_cast<std::size_t>(token)];
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

Boundaries FindBoundaries(const Frame& frame, Side side, uint32_t cue);

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
uint32_t DistanceStep(int64_t distance);

}  // namespace quoth::parse
