// Relations of two countries or blocs, from their names and a relation word:
// "Russian-American relations", "dialogue between Moscow and Washington",
// "India's ties with China". Only pairs that the vocabulary has are found.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "ingest-service/parse/topics/label_matcher.h"
#include "ingest-service/parse/topics/topic_scan.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::parse {

// `matches` are those of one region whose words are `words`. Pairs found are
// appended to `matches` (out of order), sides that lack a partner to `open`.
void FindCountryPairs(absl::Span<const LabelWord> words,
                      const Vocabulary& vocabulary,
                      std::vector<LabelMatch>& matches,
                      std::vector<OpenPair>& open);

}  // namespace quoth::parse
