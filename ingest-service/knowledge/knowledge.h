// Loads what the parser knows of the world: lexicons and the topic vocabulary,
// from inside the program or from files that the operator names.
//
// The parser itself reads no file (parse/pipeline.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
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

// A vocabulary that a client brought.
struct ImportedTopics {
  std::string source;  // As ImportTopicsRequest.source.
  std::string_view contents;
  parse::SkosSyntax syntax = parse::SkosSyntax::kByContent;
  bool without_builtin = false;  // Sets the built-in topics aside.
  // Its labels are meant for running text, as ours are.
  bool chosen_for_matching = false;
};

// The source of topics that come with the program, as Topic.source.
inline constexpr std::string_view kBuiltinTopics = "quoth";

// Immutable; safe from any thread.
struct LoadedKnowledge {
  std::shared_ptr<const parse::Lexicons> lexicons;
  std::unique_ptr<const parse::Vocabulary> vocabulary;
  parse::LoadReport vocabulary_report;
  // Topic.source by Concept::source.
  std::vector<std::string> vocabulary_sources;
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
absl::StatusOr<LoadedKnowledge> LoadKnowledge(
    const KnowledgeOptions& options,
    absl::Span<const ImportedTopics> imports = {});

// The same with other imports. Lexicons are shared with `present`; files of
// `options` are read again. `contents` need only live during the call.
absl::StatusOr<LoadedKnowledge> WithImports(
    const KnowledgeOptions& options, const LoadedKnowledge& present,
    absl::Span<const ImportedTopics> imports);

}  // namespace quoth::ingest
