#include "ingest-service/knowledge/knowledge.h"

#include <openssl/sha.h>

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

// Hash of the files' hashes, in order; names do not count.
std::string VersionOf(const std::vector<parse::VocabularySource>& sources) {
  std::string digests;
  for (const parse::VocabularySource& source : sources) {
    digests += Sha256(source.contents);
  }
  return absl::BytesToHexString(Sha256(digests).substr(0, 8));
}

absl::Status LoadVocabulary(const KnowledgeOptions& options,
                            LoadedKnowledge& knowledge) {
  std::vector<parse::VocabularySource> sources;
  if (!options.without_builtin_topics) {
    for (const vocabulary::Embedded& file : vocabulary::EmbeddedFiles()) {
      if (file.name.ends_with(".ttl")) {
        sources.push_back({file.name, file.contents, /*imported=*/false});
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
  }
  parse::VocabularyOptions vocabulary_options;
  vocabulary_options.common_words = vocabulary::EmbeddedFile(kCommonWordsFile);
  absl::StatusOr<std::unique_ptr<const parse::Vocabulary>> built =
      parse::Vocabulary::Build(sources, vocabulary_options,
                               &knowledge.vocabulary_report);
  if (!built.ok()) return built.status();
  knowledge.vocabulary = *std::move(built);
  knowledge.vocabulary_version = VersionOf(sources);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LoadedKnowledge> LoadKnowledge(const KnowledgeOptions& options) {
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
  if (absl::Status status = LoadVocabulary(options, knowledge); !status.ok()) {
    return status;
  }
  return knowledge;
}

}  // namespace quoth::ingest
