// Part of attribution: whose statement a cue and its content are.
//
// The source is found as one word, the surest of its phrase ("Lavrov" of
// "Russian Foreign Minister Sergey Lavrov"), by a log-linear choice among the
// words of the cue's sentence and "none of them"; the mention or the noun
// phrase around that word is the source.
#pragma once

#include <vector>

#include "ingest-service/parse/attribution/features.h"
#include "ingest-service/parse/attribution/model.h"

namespace quoth::parse {

struct SourceChoice {
  uint32_t head = 0;        // Token; meaningless when the span is empty.
  TokenSpan span;           // Empty: the sentence names no source.
  int32_t mention = kNone;  // Into Mentions::mentions.
  float confidence = 0;
};

// Words that may head a source, rising.
std::vector<uint32_t> SourceCandidates(const Frame& frame, uint32_t cue,
                                       const std::vector<TokenSpan>& content);

void SourceFeatures(const Frame& frame, uint32_t cue,
                    const std::vector<TokenSpan>& content, uint32_t candidate,
                    FeatureList& out);
// Of "no word here is the source".
void NoSourceFeatures(const Frame& frame, uint32_t cue,
                      const std::vector<TokenSpan>& content, FeatureList& out);

SourceChoice ChooseSource(const Frame& frame, const AttributionModel& model,
                          uint32_t cue, const std::vector<TokenSpan>& content);

// The phrase around a head word: its mention when there is one, else the noun
// phrase it ends or stands in.
TokenSpan SourcePhrase(const Frame& frame, uint32_t head, int32_t& mention);

}  // namespace quoth::parse
