// A text read up to its mentions: paragraphs are what empty lines part.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/mentions.h"
#include "quoth_lexicon_data.h"

namespace quoth::parse {

// The embedded lexicons, loaded once.
inline const Lexicons& TestLexicons() {
  static const Lexicons* const lexicons = [] {
    auto loaded = Lexicons::Load(
        [](std::string_view name) -> absl::StatusOr<std::string_view> {
          // The stages under test do without it.
          if (name == "attribution.weights") {
            return absl::NotFoundError("left out");
          }
          const std::string_view data = lexicon::EmbeddedFile(name);
          if (data.data() == nullptr) {
            return absl::NotFoundError(std::string(name));
          }
          return data;
        });
    if (!loaded.ok()) std::abort();
    return loaded->release();
  }();
  return *lexicons;
}

struct ReadText {
  explicit ReadText(std::string text) {
    document.text = std::move(text);
    const std::string_view view = document.text;
    for (std::size_t at = 0; at < view.size();) {
      std::size_t end = view.find("\n\n", at);
      if (end == std::string_view::npos) end = view.size();
      if (end > at) {
        Block block;
        block.range = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
        layout.blocks.push_back(block);
      }
      at = end + 2;
    }
    Issues issues;
    sentences = SplitSentences(document, layout, issues);
    mentions = FindMentions(document, layout, {}, sentences, TestLexicons());
  }

  // The mention that begins at the `nth` place where `phrase` stands; null when
  // none does.
  const Mention* At(std::string_view phrase, int nth = 1) const {
    std::size_t at = std::string::npos;
    for (int i = 0; i < nth; ++i) {
      at = document.text.find(phrase, i == 0 ? 0 : at + 1);
      if (at == std::string::npos) return nullptr;
    }
    for (const Mention& mention : mentions.mentions) {
      if (mention.range.begin == at) return &mention;
    }
    return nullptr;
  }

  // The name of the chain of that mention; "" for none.
  std::string Chain(std::string_view phrase, int nth = 1) const {
    const Mention* mention = At(phrase, nth);
    if (mention == nullptr || mention->chain == kNone) return "";
    return mentions.chains[mention->chain].name;
  }

  DecodedDocument document;
  Layout layout;
  Sentences sentences;
  Mentions mentions;
};

}  // namespace quoth::parse
