#include "ingest-service/parse/record/text_hashes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace quoth::parse {
namespace {

// Words of a run. Fewer would be shared by chance, more lost to each change.
constexpr std::size_t kRunWords = 5;
// Kept while reading; cut to the least when twice as many.
constexpr std::size_t kRoom = 2 * kTextHashesMax;

uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

// ASCII case does not matter: headings and leads are printed in capitals.
uint64_t HashWord(std::string_view word) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  }
  return hash;
}

class Least {
 public:
  void Add(uint64_t hash) {
    if (hash >= bound_) return;
    kept_.push_back(hash);
    if (kept_.size() >= kRoom) Cut();
  }
  std::vector<uint64_t> Take() {
    Cut();
    return std::move(kept_);
  }

 private:
  void Cut() {
    std::sort(kept_.begin(), kept_.end());
    kept_.erase(std::unique(kept_.begin(), kept_.end()), kept_.end());
    if (kept_.size() < kTextHashesMax) return;
    kept_.resize(kTextHashesMax);
    bound_ = kept_.back();
  }

  uint64_t bound_ = ~uint64_t{0};
  std::vector<uint64_t> kept_;
};

bool IsText(BlockKind kind) {
  return kind == BlockKind::kParagraph || kind == BlockKind::kListItem ||
         kind == BlockKind::kBlockQuote || kind == BlockKind::kTurn;
}

}  // namespace

std::vector<uint64_t> TextHashes(const ParsedDocument& document) {
  Least least;
  std::array<uint64_t, kRunWords> words{};
  std::size_t seen = 0;
  for (const Sentence& sentence : document.sentences.sentences) {
    if (!IsText(document.layout.blocks[sentence.block].kind)) continue;
    for (uint32_t t = sentence.first_token; t < sentence.end_token; ++t) {
      const Token& token = document.sentences.tokens[t];
      if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber)
        continue;
      words[seen++ % kRunWords] = HashWord(token.range.of(document.decoded.text));
      if (seen < kRunWords) continue;
      uint64_t run = 0;
      for (std::size_t i = 0; i < kRunWords; ++i)
        run = Mix(run * 31 + words[(seen + i) % kRunWords]);
      least.Add(run);
    }
  }
  return least.Take();
}

}  // namespace quoth::parse
