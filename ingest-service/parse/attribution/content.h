// Part of attribution: for one cue, which words around it are what was said.
//
// Content is a span left of the cue, one right of it, both, or nothing (then
// the word was no cue). The choice is a log-linear model: the weight of each
// side is the sum over its spans, the shapes share them.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/features.h"
#include "ingest-service/parse/attribution/model.h"

namespace quoth::parse {

// The spans of one side with their scores, best kept only.
struct SideScores {
  float log_total = 0;  // Over the spans kept.
  TokenSpan best;       // Empty when the side offers none.
  float best_score = 0;
};

struct ContentChoice {
  Shape shape = Shape::kNothing;  // Never kNothing: the likeliest other one.
  TokenSpan left, right;          // As the shape tells.
  float something = 0;   // Probability that the cue has content at all.
  float confidence = 0;  // Probability of exactly this shape and these spans.
};

// Is the token worth the full features? Cheap; lets nearly all cues through.
bool WorthALook(const Frame& frame, const AttributionModel& model,
                uint32_t token);
inline constexpr float kCheapScoreMin = -3.0f;

// Log-odds that the token is a cue, before content is looked at.
float CueScore(const AttributionModel& model, const FeatureList& cue_features);

// Below this log-odds a token is not looked at any further.
inline constexpr float kCueScoreMin = -2.2f;

ContentChoice ChooseContent(const Frame& frame, const AttributionModel& model,
                            uint32_t cue, const FeatureList& cue_features);

// May this token be the head of a cue at all?
bool MayBeCue(const Word& word);

}  // namespace quoth::parse
