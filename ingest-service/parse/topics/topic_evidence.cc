#include "ingest-service/parse/topics/topic_evidence.h"

#include <algorithm>
#include <iterator>

namespace quoth::parse {
namespace {

constexpr float kConfidenceMax = 0.98f;

TagRole RoleOf(const Vocabulary& vocabulary, const Evidence& known,
               bool first) {
  float about = IsSubjectLike(vocabulary, known.concept_index) ? 0.45f : 0.25f;
  if (known.elsewhere) about += 0.3f;
  if (known.count >= 2) about += 0.2f;
  if (first) about += 0.15f;
  if (known.strongest < 0.6f) about -= 0.1f;
  return about >= 0.5f ? TagRole::kAbout : TagRole::kMentions;
}

}  // namespace

bool IsSubjectLike(const Vocabulary& vocabulary, uint32_t concept_index) {
  return !vocabulary.TakesPartInPairs(concept_index) &&
         vocabulary.at(concept_index).kind != ConceptKind::kPerson;
}

void EvidenceSet::Add(uint32_t concept_index, float weight, TagSource source,
                      Range range) {
  if (weight <= 0) return;
  auto found = std::find_if(list_.begin(), list_.end(),
                            [concept_index](const Evidence& known) {
                              return known.concept_index == concept_index;
                            });
  if (found == list_.end()) {
    if (list_.size() >= kConceptsMax) return;
    Evidence fresh;
    fresh.concept_index = concept_index;
    list_.push_back(fresh);
    found = std::prev(list_.end());
  }
  if (source == TagSource::kText) {
    // Saying it again makes it surer, but each time by less.
    constexpr float kRepeatShare = 0.35f;
    const float counted = found->count == 0 ? weight : weight * kRepeatShare;
    ++found->count;
    found->miss *= 1 - counted;
  } else {
    if (found->elsewhere) {
      constexpr float kRepeatShare = 0.2f;
      found->miss *= 1 - weight * kRepeatShare;
    } else {
      found->miss *= 1 - weight;
    }
    found->elsewhere = true;
  }
  if (weight > found->strongest) {
    found->strongest = weight;
    found->source = source;
    found->range = range;
  }
}

std::vector<Tag> EvidenceSet::Rank(const Vocabulary& vocabulary) const {
  std::vector<Tag> tags;
  bool first = true;
  for (const Evidence& known : list_) {
    const float confidence = std::min(known.Confidence(), kConfidenceMax);
    if (confidence < kConfidenceMin) continue;
    if (vocabulary.at(known.concept_index).mask) continue;
    Tag tag;
    tag.concept_index = known.concept_index;
    tag.role = RoleOf(vocabulary, known, first && known.count > 0);
    tag.source = known.source;
    tag.confidence = confidence;
    tag.evidence = known.range;
    tags.push_back(tag);
    first = false;
  }
  std::stable_sort(tags.begin(), tags.end(), [](const Tag& a, const Tag& b) {
    return a.confidence > b.confidence;
  });
  if (tags.size() > kTagsMax) tags.resize(kTagsMax);
  return tags;
}

}  // namespace quoth::parse
