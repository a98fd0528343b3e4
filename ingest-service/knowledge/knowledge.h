// Loads what the parser knows of the world: lexicons and the topic vocabulary,
// from inside the program or from files that the operator names.
//
// The parser itself reads no file (parse/pipeline.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/pipeline.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::ingest {

struct KnowledgeOptions {
  // Folder with lexicon files; those it has replace the built-in ones of the
  // same name. Empty: all built in.
  std::string lexicon_dir;
  // SKOS files (Turtle or RDF/XML) beside the built-in vocabulary.
  std::vector<std::string> topic_files;
  // Use only `topic_files`.
  bool without_builtin_topics = false;
};

// Immutable; safe from any thread.
struct LoadedKnowledge {
  std::unique_ptr<const parse::Lexicons> lexicons;
  std::unique_ptr<const parse::Vocabulary> vocabulary;
  parse::LoadReport vocabulary_report;
  // Hash over every vocabulary file, 16 hex digits: stored with each document.
  std::string vocabulary_version;
  // The parser's version and a hash over the lexicon files it read,
  // "0.1.0+1f3a...": what a record depends on beside its source.
  std::string parser_version;

  // Valid as long as this object.
  parse::Knowledge view() const { return {lexicons.get(), vocabulary.get()}; }
};

// NOT_FOUND for a file that is not there, INVALID_ARGUMENT with file, line and
// reason for one that is malformed.
absl::StatusOr<LoadedKnowledge> LoadKnowledge(const KnowledgeOptions& options);

}  // namespace quoth::ingest
