// How a Vocabulary comes about: documents are read and checked one by one,
// their concepts merged, then links, ancestors and the matcher are made.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "ingest-service/parse/topics/label_matcher.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::parse {

// Use: Add each document in order, then Finish. After an error the builder is
// spent.
class VocabularyBuilder {
 public:
  VocabularyBuilder(const VocabularyOptions& options, LoadReport& report);

  absl::Status Add(const VocabularySource& source);
  std::unique_ptr<const Vocabulary> Finish() &&;

 private:
  // A label as it goes into the matcher.
  struct Entry {
    SkosLabel label;
    bool imported;
    bool initial_capital_is_style;
  };
  struct Draft {
    SkosType type;
    std::string source;
    int source_number;  // Of the document it came from first, from 1.
    int line;
    std::vector<std::string> broader, implies, relates;  // URIs.
    std::vector<Entry> entries;
  };

  uint32_t Place(const SkosConcept& read, const VocabularySource& source);
  int32_t FindSame(const SkosConcept& read, bool imported) const;
  void Absorb(uint32_t index, SkosConcept&& read, bool imported,
              bool capital_is_style);
  void LinkBroader();
  void LinkOthers();
  void NameConcepts();
  void RankAncestors();
  void CompileMatcher();

  const VocabularyOptions& options_;
  LoadReport& report_;
  std::unique_ptr<Vocabulary> vocabulary_;
  int sources_ = 0;
  std::vector<Draft> drafts_;  // Beside vocabulary_->concepts_.
  // Folded preferred and alternative English labels of concepts so far.
  absl::flat_hash_map<std::string, uint32_t> by_label_;
};

}  // namespace quoth::parse
