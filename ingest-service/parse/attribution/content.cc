#include "ingest-service/parse/attribution/content.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ingest-service/parse/attribution/span_features.h"

namespace quoth::parse {
namespace {

// Spans are scored in full for the best beginnings and endings only.
constexpr std::size_t kBeginsKept = 4;
constexpr std::size_t kEndsKept = 5;

struct Scored {
  uint32_t token;
  float score;
};

float LogAdd(float a, float b) {
  const float high = std::max(a, b), low = std::min(a, b);
  return high + std::log1p(std::exp(low - high));
}

void KeepBest(std::vector<Scored>& scored, std::size_t count) {
  if (scored.size() <= count) return;
  std::nth_element(
      scored.begin(), scored.begin() + count, scored.end(),
      [](const Scored& a, const Scored& b) { return a.score > b.score; });
  scored.resize(count);
}

// The boundaries of one side with their scores.
struct Candidates {
  Boundaries boundaries;
  std::vector<Scored> begins, ends;
};

template <Side kSide>
bool ScoreSide(const Frame& frame, const AttributionModel& model, uint32_t cue,
               Candidates& candidates, SideScores& result) {
  auto& [boundaries, begins, ends] = candidates;
  FindBoundaries(frame, kSide, cue, boundaries);
  if (boundaries.begins.empty() || boundaries.ends.empty()) return false;
  begins.clear();
  ends.clear();
  begins.reserve(boundaries.begins.size());
  ends.reserve(boundaries.ends.size());
  for (uint32_t begin : boundaries.begins) {
    AttributionModel::Sum sum(model);
    BeginFeatures<kSide>(frame, cue, begin, sum);
    begins.push_back({begin, sum.score()});
  }
  for (uint32_t end : boundaries.ends) {
    AttributionModel::Sum sum(model);
    EndFeatures<kSide>(frame, cue, end, sum);
    ends.push_back({end, sum.score()});
  }
  KeepBest(begins, kBeginsKept);
  KeepBest(ends, kEndsKept);
  float high = -1e30f;
  std::size_t count = 0;
  std::array<float, kBeginsKept * kEndsKept> scores;
  for (const Scored& begin : begins) {
    for (const Scored& end : ends) {
      if (end.token <= begin.token) continue;
      if (end.token == begin.token + 1 &&
          frame.word(begin.token).tag == WordClass::kThat) {
        continue;  // A clause needs more than its "that".
      }
      AttributionModel::Sum sum(model);
      PairFeatures<kSide>(frame, cue, {begin.token, end.token}, sum);
      const float score = begin.score + end.score + sum.score();
      scores[count++] = score;
      if (score > high) {
        high = score;
        result.best = {begin.token, end.token};
      }
    }
  }
  if (count == 0) return false;
  float total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (scores[i] > high - 9) total += std::exp(scores[i] - high);
  }
  result.best_score = high;
  result.log_total = high + std::log(total);
  return true;
}

float ShapeScore(const AttributionModel& model, const FeatureList& features,
                 Shape shape) {
  return model.SaltedScore(features, ShapeSalt(shape));
}

}  // namespace

bool MayBeCue(const Word& word) {
  switch (word.tag) {
    case WordClass::kColon:  // "PENCE: Well, ..."
    case WordClass::kDash:   // "..." — Krystal Correa
      return true;
    case WordClass::kLower:
    case WordClass::kVerbEd:
    case WordClass::kVerbIng:
    case WordClass::kEndsS:
    case WordClass::kName:
    case WordClass::kAllCaps:
    case WordClass::kAdverb:
      return true;
    default:
      return false;
  }
}

bool WorthALook(const Frame& frame, const AttributionModel& model,
                uint32_t token) {
  FeatureList features;
  CheapCueFeatures(frame, token, features);
  return model.SaltedScore(features, kCheapSalt) >= kCheapScoreMin;
}

float CueScore(const AttributionModel& model, const FeatureList& cue_features) {
  return model.SaltedScore(cue_features, kCueSalt);
}

ContentChoice ChooseContent(const Frame& frame, const AttributionModel& model,
                            uint32_t cue, const FeatureList& cue_features) {
  SideScores left, right;
  Candidates candidates;
  const bool has_left =
      ScoreSide<Side::kLeft>(frame, model, cue, candidates, left);
  const bool has_right =
      ScoreSide<Side::kRight>(frame, model, cue, candidates, right);
  ContentChoice choice;
  float best = -1e30f;
  float total = 0;  // kNothing scores 0.
  float something = -1e30f;
  const auto offer = [&](Shape shape, float z, float spans) {
    const float shape_score = ShapeScore(model, cue_features, shape);
    something = LogAdd(something, shape_score + z);
    if (shape_score + z > best) {
      best = shape_score + z;
      choice.shape = shape;
      choice.confidence = shape_score + spans;
    }
  };
  if (has_left) offer(Shape::kLeft, left.log_total, left.best_score);
  if (has_right) offer(Shape::kRight, right.log_total, right.best_score);
  if (has_left && has_right) {
    offer(Shape::kBoth, left.log_total + right.log_total,
          left.best_score + right.best_score);
  }
  if (choice.shape == Shape::kNothing) return choice;
  total = LogAdd(0, something);
  choice.something = std::exp(something - total);
  choice.confidence = std::exp(choice.confidence - total);
  if (choice.shape != Shape::kRight) choice.left = left.best;
  if (choice.shape != Shape::kLeft) choice.right = right.best;
  return choice;
}

}  // namespace quoth::parse
