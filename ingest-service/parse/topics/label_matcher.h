// Finds every label of a vocabulary in running text: a trie over words, walked
// from each word. Linear time: at most kLabelWordsMax steps a word.
//
// The words decide (label_text.h), then the writing: a capital in a label asks
// for a capital in the text ("Turkey"), an acronym for all capitals ("WHO").
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "ingest-service/parse/text.h"
#include "ingest-service/parse/topics/label_text.h"
#include "ingest-service/parse/topics/skos_reader.h"

namespace quoth::parse {

inline constexpr std::size_t kLabelWordsMax = 12;

// Common words, folded: as labels they need more evidence than one word.
using CommonWords = absl::flat_hash_set<std::string>;
CommonWords ReadCommonWords(std::string_view contents);

// One label to compile. `text` need only live during Build.
struct LabelPattern {
  uint32_t concept_index = 0;
  LabelKind kind = LabelKind::kAlternative;
  std::string_view text;
  std::string_view language;  // "" for any.
  bool subject = false;       // Of a subject: a name otherwise.
  bool imported = false;
  bool initial_capital_is_style = false;  // "Climate change" in a vocabulary
                                          // that capitalises every label.
};

struct LabelMatch {
  Range range;
  uint32_t concept_index = 0;
  uint32_t first_word = 0;  // Into the words of the Find call.
  uint8_t words = 0;
  LabelKind kind = LabelKind::kAlternative;
  bool nested : 1 = false;    // Within a longer match of other concepts.
  bool weak : 1 = false;      // A common word: no evidence by itself.
  bool doubtful : 1 = false;  // Might be a plain word with a capital.
  bool elided : 1 = false;    // "world politics and economy".
  bool acronym : 1 = false;
};

enum class LabelProblem : uint8_t { kNone, kNoWords, kTooManyWords, kTooShort };

class LabelMatcher {
 public:
  // Languages as a set of bits; bit 0 stands for labels of any language.
  using Languages = uint64_t;

  LabelMatcher() = default;
  // Concepts below `masks_end` and at or above `masks_begin` are masks: they
  // take the words and yield nothing.
  LabelProblem Add(const LabelPattern& pattern, const CommonWords& common,
                   bool& weak);
  void MarkMask(uint32_t concept_index) { masks_.insert(concept_index); }

  // Labels that a text in that language (BCP 47) may show. Unknown: English.
  Languages LanguagesOf(std::string_view language) const;

  // Matches in `region` of `text`, in order, longest first where they nest;
  // crossing ones are settled for the earlier. `words` is cleared and filled;
  // both vectors may be reused to save allocations.
  void Find(std::string_view text, Range region, Languages languages,
            std::vector<LabelWord>& words,
            std::vector<LabelMatch>& matches) const;

  std::size_t label_count() const { return patterns_.size(); }

 private:
  struct Pattern {
    uint32_t concept_index;
    Languages languages;
    uint16_t capitals;  // Bit k: word k must start with a capital.
    uint16_t acronyms;  // Bit k: word k must be in capitals.
    LabelKind kind;
    bool subject : 1;
    bool weak : 1;
    bool common_twin : 1;  // The same letters in lower case are a word.
    bool no_plural : 1;    // A name as it is: "France" is not "Frances".
    bool plural_only : 1;  // Imported "futures": "future" is weak.
    bool imported : 1;
    int32_t next = -1;  // Next pattern of the same words.
  };
  struct Style {
    bool shouting = false;    // Nearly all in capitals.
    bool title_case = false;  // Nearly every word has one.
  };

  // What one Find call reads.
  struct Reading {
    std::string_view text;
    absl::Span<const LabelWord> words;
    Languages languages;
    Style style;
  };

  uint32_t LanguageBit(std::string_view language);
  uint32_t Child(uint32_t node, uint32_t word) const;
  static Style StyleOf(absl::Span<const LabelWord> words);
  bool Accepts(const Pattern& pattern, absl::Span<const LabelWord> words,
               const Reading& reading) const;
  void Emit(const Reading& reading, uint32_t node, uint32_t first,
            uint32_t count, bool nested,
            std::vector<LabelMatch>& matches) const;
  void FindElided(const Reading& reading, uint32_t node, uint32_t first,
                  std::vector<LabelMatch>& matches) const;

  absl::flat_hash_map<uint64_t, uint32_t> word_ids_;  // Key -> id from 1.
  absl::flat_hash_map<uint64_t, uint32_t> edges_;     // (node, word) -> node.
  std::vector<uint32_t> roots_ = {0};                 // Node by first word.
  std::vector<int32_t> node_patterns_ = {-1};         // First pattern, by node.
  std::vector<Pattern> patterns_;
  std::vector<std::string> languages_;  // Bit k + 1.
  absl::flat_hash_set<uint32_t> masks_;
};

}  // namespace quoth::parse
