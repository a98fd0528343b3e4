// Runs a text query over the text index.
//
// Ranking is BM25 (Robertson and Zaragoza, The Probabilistic Relevance
// Framework, 2009) with k1 = 1.2, b = 0.75 and a fixed average of 20 words, in
// whole numbers: a statement's score for given weights of the words never
// changes, so pages stay in order while documents come. The weights (from how
// many statements have each word) go from page to page.
//
// Segments are walked newest first and each from its shortest text on, as far
// as something may still rank (words/postings.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "query-service/index/index.h"
#include "query-service/planner/interrupt.h"
#include "query-service/search/text_query.h"

namespace quoth::query {

// Scores are this many times those of the formula.
inline constexpr double kScoreScale = 100'000;

// Where in the order of relevance: higher scores first, then later ids.
struct Ranked {
  std::uint32_t score = 0;
  StatementId id = 0;
  bool Before(const Ranked& other) const {
    return score != other.score ? score > other.score : id > other.id;
  }
};

class TextSearch {
 public:
  // Finds the words' lists. The index and `query` outlive it. Check status().
  TextSearch(const Index& index, const TextQuery& query);
  ~TextSearch();
  const absl::Status& status() const { return status_; }

  // One for each different word; a former page's are to be set again.
  const std::vector<std::uint16_t>& weights() const { return weights_; }
  bool SetWeights(std::vector<std::uint16_t> weights);

  // No more statements than this have all the words wanted.
  std::uint64_t CountMax() const { return count_max_; }

  // Calls `visit` for statements that have the words (phrases not yet looked
  // at; gone ones too), segment by segment; until it returns false. With
  // `floor`, only those before it are sure to be visited; `visit` may move
  // it on.
  using Visit = absl::FunctionRef<bool(const Ranked&)>;
  absl::Status Walk(const Ranked* floor, Interrupt& interrupt, Visit visit);

 private:
  struct Segment;
  struct Wanted;  // A clause in terms of lists.
  class SegmentWalk;

  int TermOf(const std::string& stem);
  void PlanClauses();
  void FindLists();
  void FindSealed();
  void Weigh();

  const Index& index_;
  const TextQuery& query_;
  absl::Status status_;
  std::shared_ptr<const WordsView> view_;
  WordsBuffer::Copy newest_;
  std::optional<kit::StoreIterator> rows_;  // Pins what lists point into.
  std::vector<std::string> stems_;
  std::vector<std::uint16_t> weights_;
  std::vector<std::uint64_t> counts_;  // Statements with each word.
  std::vector<Segment> segments_;      // By id.
  // By segment and term; empty where there are none.
  std::vector<std::string_view> lists_;
  std::vector<Wanted> wanted_;
  std::vector<int> excluded_;  // Terms.
  std::uint64_t count_max_ = 0;
};

}  // namespace quoth::query
