// Phrases that a document keeps coming back to and that no vocabulary has:
// candidates for topics, for an operator to look at and promote. They are
// listed apart from tags and tag nothing.
//
// A phrase is a name of two words or more ("Zaporizhia Dam") or a run of plain
// words between function words ("grain corridor").
#pragma once

#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "ingest-service/parse/topics/label_matcher.h"
#include "ingest-service/parse/topics/topics.h"

namespace quoth::parse {

// Use: Count each block in document order, then Best. Linear time, bounded
// memory.
class KeyPhraseCounter {
 public:
  // `words` and `matches` are those of one block. `taken` are other ranges
  // that no phrase may touch (people's names), sorted.
  void Count(absl::Span<const LabelWord> words,
             absl::Span<const LabelMatch> matches,
             absl::Span<const Range> taken, bool heading);

  // The best first, at most kKeyPhrasesMax.
  std::vector<KeyPhrase> Best(std::string_view text) const;

 private:
  struct Counted {
    uint32_t times = 0;
    Range first, last;
    uint8_t words = 0;
    bool in_heading = false;
    bool name = true;  // Every word with a capital, headings aside.
  };

  void CountRun(absl::Span<const LabelWord> run, bool heading);
  static float Weight(const Counted& phrase);

  absl::flat_hash_map<uint64_t, Counted> counted_;
};

}  // namespace quoth::parse
