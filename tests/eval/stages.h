// The parser's stages up to mentions, as trainers and measuring tools need
// them.
#pragma once

#include <memory>
#include <string>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::eval {

struct Staged {
  parse::DecodedDocument decoded;
  parse::Layout layout;
  parse::Metadata metadata;
  parse::Sentences sentences;
  parse::Mentions mentions;
  parse::Issues issues;
};

// The lexicons of a folder. `weights` replaces its attribution.weights; empty
// leaves the model out, for training.
absl::StatusOr<std::unique_ptr<const parse::Lexicons>> LoadLexicons(
    const std::string& folder, const std::string& weights);

Staged RunStages(const std::string& text, const parse::Lexicons& lexicons);

}  // namespace quoth::eval
