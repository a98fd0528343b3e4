// Which topics are broader and narrower than which: a DAG from the
// vocabularies, walked once when made. Immutable; shared by readers.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query-service/index/keys.h"

namespace quoth::query {

class TopicGraph {
 public:
  TopicGraph() = default;
  // Edges {topic, broader topic}. A cycle, which a flawed vocabulary may have,
  // makes its members each other's ancestors and harms nothing else.
  explicit TopicGraph(const std::vector<std::pair<Ordinal, Ordinal>>& broader);

  // All broader topics, direct or not, ascending, without the topic itself.
  std::span<const Ordinal> AncestorsOf(Ordinal topic) const;
  std::span<const Ordinal> ChildrenOf(
      Ordinal topic) const;  // Direct, ascending.
  // The topic and everything narrower, ascending.
  std::vector<Ordinal> ClosureOf(Ordinal topic) const;

 private:
  absl::flat_hash_map<Ordinal, std::vector<Ordinal>> ancestors_;
  absl::flat_hash_map<Ordinal, std::vector<Ordinal>> children_;
};

}  // namespace quoth::query
