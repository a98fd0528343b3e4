// What speaks for each topic of one statement, gathered from its own words and
// from around it, and the tags that come of it.
#pragma once

#include <vector>

#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::parse {

inline constexpr std::size_t kTagsMax = 16;    // A statement.
inline constexpr float kConfidenceMin = 0.3f;  // Less is noise.

// What is known for one concept of one statement.
struct Evidence {
  uint32_t concept_index = 0;
  TagSource source = TagSource::kText;  // Of the strongest.
  float miss = 1;                       // Product of 1 - weight.
  float strongest = 0;
  uint32_t count = 0;      // Times in the statement itself.
  bool elsewhere = false;  // Heading, question or title too.
  Range range;             // Of the strongest.

  float Confidence() const { return 1 - miss; }
};

// Whether a statement can be "on" the concept: not a mere country or person.
bool IsSubjectLike(const Vocabulary& vocabulary, uint32_t concept_index);

class EvidenceSet {
 public:
  void Clear() { list_.clear(); }
  void Add(uint32_t concept_index, float weight, TagSource source, Range range);
  // In the order of first mention; at most kConceptsMax.
  const std::vector<Evidence>& list() const { return list_; }
  // Surest first, those under kConfidenceMin left out, at most kTagsMax.
  std::vector<Tag> Rank(const Vocabulary& vocabulary) const;

 private:
  // Enough for any sensible statement; bounds the search in Add.
  static constexpr std::size_t kConceptsMax = 64;
  std::vector<Evidence> list_;
};

}  // namespace quoth::parse
