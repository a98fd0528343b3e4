// Looks topics up by what people type: any label in any language, its
// beginning, a misspelling of it, or some of its words.
//
// It knows labels and numbers only. Labels and queries are folded as names are
// (fold.h), so that any script meets any other; English plurals count as their
// singular. Immutable; safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace quoth::query {

struct IndexedLabel {
  uint32_t topic = 0;         // The caller's number; comes back in candidates.
  std::string_view text;      // Needed during Build only.
  std::string_view language;  // BCP 47; "" for any. Needed during Build only.
  bool preferred = false;     // Wins ties.
  bool weak = false;  // Demonyms, metonyms and hidden labels: less sure.
};

enum class LabelMatchKind : uint8_t { kExact, kPrefix, kWords, kMisspelt };

struct LabelCandidate {
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
  // at kQueryBytesMax. A label of another language than `language` counts a
  // little less; "" prefers none.
  std::vector<LabelCandidate> Resolve(std::string_view query,
                                      std::string_view language,
                                      std::size_t limit) const;
  // Labels that begin with `prefix`, shortest first; for completion.
  std::vector<LabelCandidate> Complete(std::string_view prefix,
                                       std::size_t limit) const;

  static constexpr float kSureScore = 0.8f;
  static constexpr std::size_t kQueryBytesMax = 200;
  std::size_t size() const { return rows_.size(); }

 private:
  struct Row {
    uint32_t topic;
    uint16_t language;  // Into languages_; 0 for any.
    uint32_t text;      // Into texts_, as given.
    uint32_t folded;    // Into texts_, folded.
    bool preferred, weak;
  };
  struct Found {
    uint16_t language = 0;  // Preferred; 0 for none.
    absl::flat_hash_map<uint32_t, LabelCandidate> by_topic;
  };

  uint16_t AddLanguage(std::string_view language);
  uint16_t FindLanguage(std::string_view language) const;
  void Offer(const Row& row, float score, LabelMatchKind kind,
             Found& found) const;
  static std::vector<LabelCandidate> Best(Found found, float score_min,
                                          std::size_t limit);
  void ResolveExact(std::string_view folded, Found& found) const;
  void ResolvePrefix(std::string_view folded, Found& found) const;
  void ResolveWords(std::string_view folded, Found& found) const;
  void ResolveMisspelt(std::string_view folded, Found& found) const;
  std::pair<std::size_t, std::size_t> PrefixRows(std::string_view folded) const;

  std::vector<std::string> texts_;
  std::vector<std::string> languages_ = {""};
  std::vector<Row> rows_;  // Sorted by folded text.
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_singular_;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> by_word_;
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> by_trigram_;
};

}  // namespace quoth::query
