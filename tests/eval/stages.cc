#include "tests/eval/stages.h"

#include <map>

#include "tests/eval/corpus.h"

namespace quoth::eval {

using namespace quoth::parse;

absl::StatusOr<std::unique_ptr<const Lexicons>> LoadLexicons(
    const std::string& folder, const std::string& weights) {
  std::map<std::string, std::string> contents;
  return Lexicons::Load(
      [&](std::string_view name) -> absl::StatusOr<std::string_view> {
        std::string path = folder + "/" + std::string(name);
        if (name == "attribution.weights") {
          if (weights.empty()) return absl::NotFoundError("left out");
          path = weights;
        }
        auto read = ReadFile(path);
        if (!read.ok()) return read.status();
        std::string& kept = contents[std::string(name)];
        kept = *std::move(read);
        return std::string_view(kept);
      });
}

Staged RunStages(const std::string& text, const Lexicons& lexicons) {
  Staged staged;
  SourceDocument source;
  source.bytes = text;
  source.declared_type = "text/plain; charset=utf-8";
  staged.decoded = Decode(source, DecodeLimits{}, staged.issues);
  staged.layout = SplitBlocks(staged.decoded, staged.issues);
  staged.metadata =
      ReadMetadata(staged.decoded, staged.layout, {}, staged.issues);
  staged.sentences =
      SplitSentences(staged.decoded, staged.layout, staged.issues);
  staged.mentions = FindMentions(staged.decoded, staged.layout, staged.metadata,
                                 staged.sentences, lexicons);
  return staged;
}

}  // namespace quoth::eval
