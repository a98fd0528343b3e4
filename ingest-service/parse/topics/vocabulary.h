// The topics that statements are tagged with: concepts with labels in several
// languages, their broader concepts, and the compiled matcher of their labels.
//
// Built from SKOS documents (skos_reader.h): ours under vocabulary/, the
// client's, or both. Immutable; safe from any thread. Concept indexes hold for
// one Vocabulary only; what is stored is the slug.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "ingest-service/parse/topics/skos_reader.h"

namespace quoth::parse {

class LabelMatcher;  // label_matcher.h

inline constexpr std::size_t kAncestorsMax = 256;

enum class ConceptKind : uint8_t { kSubject, kEntity, kEvent, kPerson };

struct Concept {
  std::string slug;  // "new-start": from the preferred English label, unique.
  std::string uri;
  ConceptKind kind = ConceptKind::kSubject;
  bool imported = false;          // From a document that is not ours.
  bool mask = false;              // No topic: keeps its words from others.
  bool backdrop = false;          // A stage rather than a matter ("politics"):
                                  // never carried over to what says nothing.
  uint16_t source = 0;            // Document it came from first, as in Build.
  std::string preferred;          // English where there is one.
  std::vector<SkosLabel> labels;  // Preferred ones first; only those that name
                                  // it, not context words and the like.
  std::string definition;
  std::vector<uint32_t> broader;  // Parents, ascending.
  std::vector<uint32_t> implies;  // Subjects that this entity is always about.
  std::vector<std::string> exact_matches;  // URIs, sorted.
};

struct VocabularySource {
  std::string_view name;      // For messages: a file name.
  std::string_view contents;  // Turtle or RDF/XML; needed during Build only.
  bool imported = false;      // Not ours: its labels were not chosen for
                              // matching, so common words among them count
                              // for less.
  SkosSyntax syntax = SkosSyntax::kByContent;
};

// What Build left out. A vocabulary is loaded as far as it makes sense; what
// makes none is told here.
struct LoadReport {
  static constexpr std::size_t kSkippedMax = 1000;  // Of each document.
  struct Skipped {
    std::string source;   // VocabularySource::name
    int line = 0;         // 0 when unknown.
    std::string subject;  // URI or label.
    std::string reason;
  };
  // What one document, in the order given, came to.
  struct Source {
    std::string name;       // VocabularySource::name
    uint64_t concepts = 0;  // Taken, merged ones too.
    uint64_t merged = 0;
    uint64_t skipped = 0;  // Rows of Skipped, and those without room.
  };
  std::vector<Source> sources;
  uint64_t concepts = 0;
  uint64_t merged = 0;       // Same as a concept of an earlier document.
  uint64_t labels = 0;       // Compiled for matching.
  uint64_t weak_labels = 0;  // Of those, common words that need evidence.
  uint64_t skipped_total = 0;
  std::vector<Skipped> skipped;

  void Skip(Skipped row);
  std::string ToString() const;  // One line a skipped row, a summary first.
};

struct VocabularyOptions {
  // One word or phrase a line, lower case, '#' for comments: labels that are
  // common words (vocabulary/common_words.tsv).
  std::string_view common_words;
  SkosLimits limits;
};

class Vocabulary {
 public:
  // INVALID_ARGUMENT, with source, line and reason, for malformed SKOS, for a
  // circle of broader links within one document, and for no documents at all
  // or more than 65,535.
  // `report` may be null.
  static absl::StatusOr<std::unique_ptr<const Vocabulary>> Build(
      absl::Span<const VocabularySource> sources,
      const VocabularyOptions& options, LoadReport* report);
  ~Vocabulary();

  uint32_t size() const { return static_cast<uint32_t>(concepts_.size()); }
  const Concept& at(uint32_t index) const { return concepts_[index]; }
  // kNone (-1) when there is none.
  int32_t FindSlug(std::string_view slug) const;
  int32_t FindUri(std::string_view uri) const;  // Exact matches too.
  // All broader concepts, nearest first, without `index` itself; at most
  // kAncestorsMax.
  absl::Span<const uint32_t> ancestors(uint32_t index) const;
  bool IsAncestor(uint32_t ancestor, uint32_t of) const;
  // The concept for relations of two countries or blocs, or kNone.
  int32_t FindPair(uint32_t a, uint32_t b) const;
  // Whether the concept is a side of any pair.
  bool TakesPartInPairs(uint32_t index) const {
    return index < in_pair_.size() && in_pair_[index];
  }
  const LabelMatcher& matcher() const { return *matcher_; }

 private:
  friend class VocabularyBuilder;
  Vocabulary();

  std::vector<Concept> concepts_;
  std::vector<uint32_t> ancestor_rows_;   // Flat, see ancestor_begin_.
  std::vector<uint32_t> ancestor_begin_;  // size() + 1 entries.
  absl::flat_hash_map<std::string, uint32_t> by_slug_;
  absl::flat_hash_map<std::string, uint32_t> by_uri_;
  absl::flat_hash_map<uint64_t, uint32_t> pairs_;
  std::vector<bool> in_pair_;
  std::unique_ptr<const LabelMatcher> matcher_;
};

}  // namespace quoth::parse
