// SKOS documents -> plain values. Turtle and RDF/XML, read by raptor2 from
// memory: nothing is ever fetched or opened, external entities stay unread.
//
// Only what Vocabulary::Build (vocabulary.h) needs is kept. Beside SKOS and
// SKOS-XL this knows the few terms of our own in the namespace kQuothTerms,
// which say how a label behaves in running text (vocabulary/README.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace quoth::parse {

inline constexpr std::string_view kQuothTerms = "urn:quoth:vocabulary#";

enum class LabelKind : uint8_t {
  kPreferred,    // skos:prefLabel
  kAlternative,  // skos:altLabel
  kHidden,       // skos:hiddenLabel: matched, never shown.
  kDemonym,      // quoth:demonym: "Russian", weaker than the name.
  kMetonym,      // quoth:metonym: "Moscow" for Russia.
  kAmbiguous,    // quoth:ambiguousLabel: counts only with context.
  kContext,      // quoth:context: speaks for the ambiguous labels only.
  kPortfolio,    // quoth:portfolio: "foreign minister" for foreign policy;
                 // read in titles and speakers' roles only.
  kRelation,     // quoth:relationNoun: "ties"; joins two countries.
  kGeneric,      // quoth:genericLabel: "law"; counts when it is not alone.
};

struct SkosLabel {
  LabelKind kind = LabelKind::kAlternative;
  std::string text;      // UTF-8, at most kLabelBytesMax.
  std::string language;  // Primary subtag, lower case; "" for any.
};

enum class SkosType : uint8_t { kSubject, kEntity, kEvent, kPerson, kMask };

struct SkosConcept {
  std::string uri;
  int line = 0;  // Of its first statement; 0 when unknown.
  bool is_concept = false;
  bool deprecated = false;
  bool backdrop = false;  // quoth:Backdrop, see Concept.
  SkosType type = SkosType::kSubject;
  std::vector<SkosLabel> labels;     // In document order.
  std::string definition;            // English when there is one.
  std::vector<std::string> broader;  // URIs; narrower links are turned round.
  std::vector<std::string> exact_matches;
  std::vector<std::string> implies;  // quoth:implies
  std::vector<std::string> relates;  // quoth:relates, for pairs.
};

struct SkosDocument {
  std::vector<SkosConcept> concepts;  // In document order; other resources
                                      // (schemes, collections) are left out.
  uint64_t triples = 0;
  uint64_t long_labels = 0;           // Left out: over kLabelBytesMax.
  std::vector<std::string> warnings;  // "line 7: ...", at most 20.
};

struct SkosLimits {
  std::size_t document_bytes_max = 64u << 20;
  std::size_t concepts_max = 200'000;
  std::size_t labels_max = 2'000'000;
};

inline constexpr std::size_t kLabelBytesMax = 160;

enum class SkosSyntax : uint8_t { kByContent, kTurtle, kRdfXml };

// `name` is used in messages only. INVALID_ARGUMENT for malformed input
// ("NAME:LINE: reason") and for a document without concepts,
// RESOURCE_EXHAUSTED beyond the limits. Safe to call from any thread.
absl::StatusOr<SkosDocument> ReadSkos(
    std::string_view name, std::string_view contents,
    const SkosLimits& limits = {}, SkosSyntax syntax = SkosSyntax::kByContent);

}  // namespace quoth::parse
