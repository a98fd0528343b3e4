// Looks topics up by what people type: any label in any language, its
// beginning, a misspelling of it, or some of its words.
//
// Stands alone (quoth_topic_labels in CMake): it knows labels and numbers only,
// so that whoever stores topics can serve the lookup. Immutable; safe from any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace quoth::parse {

struct IndexedLabel {
  uint32_t topic = 0;      // The caller's number; comes back in candidates.
  std::string_view text;   // Needed during Build only.
  bool preferred = false;  // Wins ties.
  bool weak = false;       // Demonyms, metonyms and hidden labels: less sure.
};

enum class LabelMatchKind : uint8_t { kExact, kPrefix, kWords, kMisspelt };

struct TopicCandidate {
  uint32_t topic = 0;
  float score = 0;  // 0..1; 1 for the preferred label itself.
  LabelMatchKind kind = LabelMatchKind::kExact;
  std::string label;  // The label that matched.
};

class LabelIndex {
 public:
  static LabelIndex Build(absl::Span<const IndexedLabel> labels);

  // Best first, one candidate a topic. Scores of at least kSureScore mean the
  // topic is known; below it they are the nearest there are. Queries are cut
  // at kQueryBytesMax.
  std::vector<TopicCandidate> Resolve(std::string_view query,
                                      std::size_t limit) const;
  // Labels that begin with `prefix`, shortest first; for completion.
  std::vector<TopicCandidate> Complete(std::string_view prefix,
                                       std::size_t limit) const;

  static constexpr float kSureScore = 0.8f;
  static constexpr std::size_t kQueryBytesMax = 200;
  std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    uint32_t topic;
    uint32_t text;    // Into texts_, as given.
    uint32_t folded;  // Into texts_, folded.
    bool preferred, weak;
  };
  using Found = absl::flat_hash_map<uint32_t, TopicCandidate>;

  void Offer(const Row& row, float score, LabelMatchKind kind,
             Found& found) const;
  void ResolveExact(std::string_view folded, Found& found) const;
  void ResolvePrefix(std::string_view folded, Found& found) const;
  void ResolveWords(std::string_view folded, Found& found) const;
  void ResolveMisspelt(std::string_view folded, Found& found) const;
  std::pair<std::size_t, std::size_t> PrefixRows(std::string_view folded) const;

  std::vector<std::string> texts_;
  std::vector<Row> rows_;  // Sorted by folded text.
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_singular_;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> by_word_;
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> by_trigram_;
};

// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`,
// or `most` + 1 when there are more. Counts bytes.
int EditDistance(std::string_view a, std::string_view b, int most);

}  // namespace quoth::parse
