// Features as lists: for training, and for cues, whose features several
// decisions share.
#include "ingest-service/parse/attribution/features.h"

#include "ingest-service/parse/attribution/cue_features.h"
#include "ingest-service/parse/attribution/span_features.h"

namespace quoth::parse {

void CheapCueFeatures(const Frame& frame, uint32_t cue, FeatureList& out) {
  CheapCueFeatures<FeatureList>(frame, cue, out);
}

void CueFeatures(const Frame& frame, uint32_t cue, FeatureList& out) {
  CueFeatures<FeatureList>(frame, cue, out);
}

void BeginFeatures(const Frame& frame, Side side, uint32_t cue, uint32_t begin,
                   FeatureList& out) {
  if (side == Side::kLeft) {
    BeginFeatures<Side::kLeft>(frame, cue, begin, out);
  } else {
    BeginFeatures<Side::kRight>(frame, cue, begin, out);
  }
}

void EndFeatures(const Frame& frame, Side side, uint32_t cue, uint32_t end,
                 FeatureList& out) {
  if (side == Side::kLeft) {
    EndFeatures<Side::kLeft>(frame, cue, end, out);
  } else {
    EndFeatures<Side::kRight>(frame, cue, end, out);
  }
}

void PairFeatures(const Frame& frame, Side side, uint32_t cue, TokenSpan span,
                  FeatureList& out) {
  if (side == Side::kLeft) {
    PairFeatures<Side::kLeft>(frame, cue, span, out);
  } else {
    PairFeatures<Side::kRight>(frame, cue, span, out);
  }
}

}  // namespace quoth::parse
