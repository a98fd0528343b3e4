// The words of a document as the lexicons see them, and how the document prints
// them: what the name, nominal and pronoun finders share.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/word_classes.h"
#include "ingest-service/parse/sentences/sentences.h"

namespace quoth::parse {

class Lexicons;

// How a sentence uses capitals.
enum class CaseStyle : uint8_t {
  kNormal,    // Capitals mean names.
  kHeadline,  // Most words have one: only known names are names.
};

struct Match {
  LexEntry entry{};
  uint32_t tokens = 0;  // 0: no match.
};

constexpr uint32_t Kinds() { return 0; }
template <typename... Rest>
constexpr uint32_t Kinds(LexKind kind, Rest... rest) {
  return (1u << static_cast<int>(kind)) | Kinds(rest...);
}

class DocumentWords {
 public:
  DocumentWords(std::string_view text, const Layout& layout,
                const Sentences& sentences, const Lexicons& lexicons);

  std::string_view text() const { return text_; }
  const Sentences& sentences() const { return sentences_; }
  const Lexicons& lexicons() const { return lexicons_; }
  const Token& token(uint32_t at) const { return sentences_.tokens[at]; }
  uint32_t size() const {
    return static_cast<uint32_t>(sentences_.tokens.size());
  }
  std::string_view word(uint32_t at) const { return token(at).range.of(text_); }
  uint64_t hash(uint32_t at) const { return hash_[at]; }
  WordClass word_class(uint32_t at) const { return class_[at]; }
  bool quoted(uint32_t at) const { return quoted_[at] != 0; }
  CaseStyle style(uint32_t sentence) const { return style_[sentence]; }

  // The longest phrase of one of `kinds` (Kinds()) that begins at `at` and ends
  // before `end`.
  Match Longest(uint32_t at, uint32_t end, uint32_t kinds) const;
  // The entry of that kind for the single word; false when there is none.
  bool Has(uint32_t at, LexKind kind, uint32_t* index = nullptr) const;

  // Times that the word is printed small, and with a capital inside sentences.
  uint32_t SmallCount(uint32_t at) const;
  uint32_t CapitalCount(uint32_t at) const;

  // May the word be part of a name? A capital that no rule of grammar asks for.
  bool Namey(uint32_t at) const { return namey_[at] != 0; }
  bool SentenceInitial(uint32_t at) const { return initial_[at] != 0; }

 private:
  struct Printed {
    uint32_t small = 0;
    uint32_t capital = 0;
  };
  void MarkQuoted(const Layout& layout);
  void LookUp();
  void CountCapitals();
  void MarkStyles(const Layout& layout);
  void MarkNamey();
  bool OfPlaces(uint32_t at) const;
  bool Allowed(const LexEntry& entry, uint32_t at) const;

  const std::string_view text_;
  const Sentences& sentences_;
  const Lexicons& lexicons_;
  const Gazetteer& gazetteer_;
  std::vector<uint64_t> hash_;
  std::vector<const Gazetteer::Slot*> slot_;
  std::vector<WordClass> class_;
  std::vector<uint8_t> quoted_;
  std::vector<uint8_t> initial_;
  std::vector<uint8_t> namey_;
  std::vector<CaseStyle> style_;
  bool caseless_ = false;  // The document has no capitals at all.
  absl::flat_hash_map<uint64_t, Printed> printed_;
};

}  // namespace quoth::parse
