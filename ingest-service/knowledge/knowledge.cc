#include "ingest-service/knowledge/knowledge.h"

#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "ingest-service/parse/concat.h"
#include "quoth_lexicon_data.h"
#include "quoth_vocabulary_data.h"

namespace quoth::ingest {
namespace {

constexpr std::string_view kCommonWordsFile = "common_words.tsv";

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return absl::NotFoundError(parse::Concat("cannot open ", path.string()));
  }
  std::string contents{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) {
    return absl::DataLossError(parse::Concat("cannot read ", path.string()));
  }
  return contents;
}

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// A lexicon file from the operator's folder, else from inside the program.
class LexiconFiles {
 public:
  explicit LexiconFiles(std::string dir) : dir_(std::move(dir)) {}

  absl::StatusOr<std::string_view> Get(std::string_view name) {
    absl::StatusOr<std::string_view> contents = Find(name);
    if (contents.ok()) digests_ += Sha256(*contents);
    return contents;
  }

  // Over all files given so far, in the order asked for.
  std::string Version() const {
    return absl::BytesToHexString(Sha256(digests_).substr(0, 8));
  }

 private:
  absl::StatusOr<std::string_view> Find(std::string_view name) {
    if (!dir_.empty()) {
      const auto path = std::filesystem::path(dir_) / name;
      std::error_code error;
      if (std::filesystem::exists(path, error)) {
        absl::StatusOr<std::string> contents = ReadFile(path);
        if (!contents.ok()) return contents.status();
        return std::string_view(
            read_.insert_or_assign(std::string(name), *std::move(contents))
                .first->second);
      }
    }
    const std::string_view builtin = lexicon::EmbeddedFile(name);
    if (builtin.data() == nullptr) {
      return absl::NotFoundError(parse::Concat("no lexicon file ", name));
    }
    return builtin;
  }

  std::string dir_;
  std::string digests_;
  std::map<std::string, std::string> read_;  // Stable addresses.
};

// Hash of the files' hashes, in order, and of whom they are from; names of
// files do not count.
std::string VersionOf(const std::vector<parse::VocabularySource>& sources,
                      const std::vector<std::string>& ids) {
  std::string digests;
  for (std::size_t k = 0; k < sources.size(); ++k) {
    digests += Sha256(sources[k].contents);
    digests += Sha256(ids[k]);
  }
  return absl::BytesToHexString(Sha256(digests).substr(0, 8));
}

absl::Status LoadVocabulary(const KnowledgeOptions& options,
                            absl::Span<const ImportedTopics> imports,
                            LoadedKnowledge& knowledge) {
  std::vector<parse::VocabularySource> sources;
  std::vector<std::string>& ids = knowledge.vocabulary_sources;
  const bool without_builtin =
      options.without_builtin_topics ||
      std::any_of(imports.begin(), imports.end(),
                  [](const ImportedTopics& i) { return i.without_builtin; });
  if (!without_builtin) {
    for (const vocabulary::Embedded& file : vocabulary::EmbeddedFiles()) {
      if (file.name.ends_with(".ttl")) {
        sources.push_back({file.name, file.contents, /*imported=*/false});
        ids.emplace_back(kBuiltinTopics);
      }
    }
  }
  std::vector<std::string> contents;
  contents.reserve(options.topic_files.size());  // Stable addresses.
  for (const std::string& path : options.topic_files) {
    absl::StatusOr<std::string> read = ReadFile(path);
    if (!read.ok()) return read.status();
    contents.push_back(*std::move(read));
    sources.push_back({path, contents.back(), /*imported=*/true});
    ids.push_back(
        parse::Concat("import:", std::filesystem::path(path).stem().string()));
  }
  for (const ImportedTopics& import : imports) {
    sources.push_back({import.source, import.contents,
                       /*imported=*/!import.chosen_for_matching,
                       import.syntax});
    ids.push_back(parse::Concat("import:", import.source));
  }
  parse::VocabularyOptions vocabulary_options;
  vocabulary_options.common_words = vocabulary::EmbeddedFile(kCommonWordsFile);
  absl::StatusOr<std::unique_ptr<const parse::Vocabulary>> built =
      parse::Vocabulary::Build(sources, vocabulary_options,
                               &knowledge.vocabulary_report);
  if (!built.ok()) return built.status();
  knowledge.vocabulary = *std::move(built);
  knowledge.vocabulary_version = VersionOf(sources, ids);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LoadedKnowledge> LoadKnowledge(
    const KnowledgeOptions& options, absl::Span<const ImportedTopics> imports) {
  if (!options.lexicon_dir.empty() &&
      !std::filesystem::is_directory(options.lexicon_dir)) {
    return absl::NotFoundError(
        parse::Concat("no lexicon folder ", options.lexicon_dir));
  }
  LoadedKnowledge knowledge;
  LexiconFiles files(options.lexicon_dir);
  auto lexicons = parse::Lexicons::Load(
      [&files](std::string_view name) { return files.Get(name); });
  if (!lexicons.ok()) return lexicons.status();
  knowledge.lexicons = *std::move(lexicons);
  knowledge.parser_version =
      parse::Concat(parse::kParserVersion, "+", files.Version());
  if (absl::Status status = LoadVocabulary(options, imports, knowledge);
      !status.ok()) {
    return status;
  }
  return knowledge;
}

absl::StatusOr<LoadedKnowledge> WithImports(
    const KnowledgeOptions& options, const LoadedKnowledge& present,
    absl::Span<const ImportedTopics> imports) {
  LoadedKnowledge knowledge;
  knowledge.lexicons = present.lexicons;
  knowledge.parser_version = present.parser_version;
  if (absl::Status status = LoadVocabulary(options, imports, knowledge);
      !status.ok()) {
    return status;
  }
  return knowledge;
}

}  // namespace quoth::ingest
