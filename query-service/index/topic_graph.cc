#include "query-service/index/topic_graph.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace quoth::query {
namespace {

using Edges = absl::flat_hash_map<Ordinal, std::vector<Ordinal>>;

// Everything reached from `start` by edges, ascending, without `start`.
std::vector<Ordinal> ReachedFrom(Ordinal start, const Edges& edges) {
  absl::flat_hash_set<Ordinal> seen = {start};
  std::vector<Ordinal> reached;
  std::vector<Ordinal> open = {start};
  while (!open.empty()) {
    const Ordinal at = open.back();
    open.pop_back();
    const auto next = edges.find(at);
    if (next == edges.end()) continue;
    for (const Ordinal topic : next->second) {
      if (!seen.insert(topic).second) continue;
      reached.push_back(topic);
      open.push_back(topic);
    }
  }
  std::sort(reached.begin(), reached.end());
  return reached;
}

std::span<const Ordinal> Look(const Edges& edges, Ordinal topic) {
  const auto found = edges.find(topic);
  if (found == edges.end()) return {};
  return found->second;
}

}  // namespace

TopicGraph::TopicGraph(
    const std::vector<std::pair<Ordinal, Ordinal>>& broader) {
  Edges parents;
  for (const auto& [topic, parent] : broader) {
    if (topic == parent) continue;
    parents[topic].push_back(parent);
    children_[parent].push_back(topic);
  }
  for (auto& [topic, list] : children_) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  for (const auto& [topic, list] : parents)
    ancestors_.emplace(topic, ReachedFrom(topic, parents));
}

std::span<const Ordinal> TopicGraph::AncestorsOf(Ordinal topic) const {
  return Look(ancestors_, topic);
}

std::span<const Ordinal> TopicGraph::ChildrenOf(Ordinal topic) const {
  return Look(children_, topic);
}

std::vector<Ordinal> TopicGraph::ClosureOf(Ordinal topic) const {
  std::vector<Ordinal> closure = ReachedFrom(topic, children_);
  closure.insert(std::lower_bound(closure.begin(), closure.end(), topic),
                 topic);
  return closure;
}

}  // namespace quoth::query
