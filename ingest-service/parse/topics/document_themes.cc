#include "ingest-service/parse/topics/document_themes.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kLeadBlocks = 2;
// Of the body's blocks, how many must name a subject that neither title nor
// lead does.
constexpr float kBlocksShare = 0.4f;
constexpr uint32_t kBlocksMin = 3;
// A title that names few subjects is about them, whatever words follow.
constexpr uint32_t kTitleSubjectsMax = 2;
constexpr float kTitlePoints = 2.5f;
constexpr float kLeadPoints = 1.5f;
// A second theme must come near the first.
constexpr float kSecondShare = 0.6f;

// What a label that needs company counts here.
constexpr float kGeneric = 0.5f;

struct Tally {
  float points = 0;
  uint32_t blocks = 0;
  uint32_t last_block = UINT32_MAX;
  bool title = false;
  bool lead = false;
  Range first;
};

bool IsBody(const Block& block) {
  return block.kind != BlockKind::kBoilerplate &&
         block.kind != BlockKind::kStage && block.kind != BlockKind::kTitle &&
         !block.range.empty();
}

class ThemeCounter {
 public:
  explicit ThemeCounter(const Vocabulary& vocabulary)
      : vocabulary_(vocabulary) {}

  // The match's own concept, and what it is always about.
  void Count(const LabelMatch& match, uint32_t block, bool title, bool lead) {
    const Concept& named = vocabulary_.at(match.concept_index);
    if (!SpeaksForDocument(match, named)) return;
    const float weight = match.kind == LabelKind::kGeneric
                             ? kGeneric
                             : LabelWeight(match, named);
    if (weight <= 0) return;
    Add(match.concept_index, weight, match.range, block, title, lead);
    constexpr float kImplied = 0.7f;
    for (const uint32_t implied : named.implies) {
      Add(implied, weight * kImplied, match.range, block, title, lead);
    }
  }

  std::vector<Theme> Best(uint32_t body_blocks) const {
    std::vector<std::pair<float, Theme>> ranked;
    for (const auto& [concept_index, tally] : tallies_) {
      const bool spread = tally.blocks >= kBlocksMin &&
                          static_cast<float>(tally.blocks) >=
                              kBlocksShare * static_cast<float>(body_blocks);
      const bool headed =
          (tally.title &&
           (tally.blocks >= 1 || title_subjects_ <= kTitleSubjectsMax)) ||
          (tally.lead && tally.blocks >= 3);
      if (!spread && !headed) continue;
      const float points = tally.points + (tally.title ? kTitlePoints : 0) +
                           (tally.lead ? kLeadPoints : 0);
      ranked.push_back({points, {concept_index, tally.first}});
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
      if (a.first != b.first) return a.first > b.first;
      return a.second.concept_index < b.second.concept_index;
    });
    std::vector<Theme> themes;
    for (const auto& [points, theme] : ranked) {
      if (themes.size() == kThemesMax ||
          points < kSecondShare * ranked.front().first) {
        break;
      }
      themes.push_back(theme);
    }
    return themes;
  }

 private:
  void Add(uint32_t concept_index, float weight, Range range, uint32_t block,
           bool title, bool lead) {
    const Concept& named = vocabulary_.at(concept_index);
    if (title && named.backdrop) ++title_subjects_;
    if (named.backdrop || named.mask ||
        (named.kind != ConceptKind::kSubject &&
         named.kind != ConceptKind::kEvent) ||
        vocabulary_.TakesPartInPairs(concept_index)) {
      return;
    }
    Tally& tally = tallies_[concept_index];
    if (title) {
      // A common word may stand for anything there.
      if (weight <= kGeneric) return;
      title_subjects_ += !tally.title;
      tally.title = true;
      return;
    }
    tally.lead |= lead && weight > kGeneric;
    if (tally.last_block == block) return;  // Once a block.
    if (tally.blocks++ == 0) tally.first = range;
    tally.last_block = block;
    tally.points += weight;
  }

  const Vocabulary& vocabulary_;
  absl::flat_hash_map<uint32_t, Tally> tallies_;
  uint32_t title_subjects_ = 0;
};

}  // namespace

std::vector<Theme> FindThemes(const Layout& layout, const Metadata& metadata,
                              const TopicScan& scan,
                              const Vocabulary& vocabulary) {
  ThemeCounter counter(vocabulary);
  for (const LabelMatch& match : scan.title_matches) {
    counter.Count(match, 0, /*title=*/true, false);
  }
  uint32_t body = 0;
  auto at = scan.matches.begin();
  for (uint32_t b = 0; b < layout.blocks.size(); ++b) {
    const Block& block = layout.blocks[b];
    const bool title = !metadata.title_range.empty() &&
                       block.range.overlaps(metadata.title_range);
    if (!title && !IsBody(block)) continue;
    while (at != scan.matches.end() && at->range.begin < block.range.begin) {
      ++at;
    }
    const bool lead = !title && body < kLeadBlocks;
    for (; at != scan.matches.end() && at->range.begin < block.range.end;
         ++at) {
      counter.Count(*at, b, title, lead);
    }
    body += !title;
  }
  return counter.Best(body);
}

}  // namespace quoth::parse
