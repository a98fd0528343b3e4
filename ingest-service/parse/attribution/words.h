// Part of attribution: what the features and rules need to know of each token,
// read once: a hash of its lower-case form, a coarse word class, and the
// quotation it stands in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest-service/parse/attribution/quotes.h"
#include "ingest-service/parse/sentences/sentences.h"

namespace quoth::parse {

class CueLexicon;  // cue_lexicon.h

// Word classes by closed lists and endings: there is no tagger, the trained
// weights see word and class together. Order is part of the weights: retrain
// when it changes.
enum class WordClass : uint8_t {
  kNone,  // Before the first or after the last token.
  kLower,
  kVerbEd,
  kVerbIng,
  kEndsS,
  kAdverb,
  kName,  // Capitalised.
  kAllCaps,
  kNumber,
  kDeterminer,
  kPossessive,    // his, their
  kClitic,        // 's
  kSubject,       // he, they, I
  kObject,        // him, them
  kPronounOther,  // it, you, her
  kThat,
  kTo,
  kWh,
  kWho,
  kWhether,  // if, whether
  kPreposition,
  kBy,
  kOf,
  kAs,
  kModal,
  kBe,
  kHave,
  kDo,
  kNot,
  kCoordinator,
  kSubordinator,
  kTime,        // Days, months, yesterday.
  kTitle,       // Mr., Sen.
  kTurnAdverb,  // also, later, then, just
  kComma,
  kStop,
  kColon,
  kSemicolon,
  kDash,
  kBracketOpen,
  kBracketClose,
  kQuoteOpen,
  kQuoteClose,
  kMark,
};

struct alignas(32) Word {
  uint32_t form = 0;    // Hash of the lower-case form.
  uint32_t suffix = 0;  // Hash of its last three letters.
  WordClass tag = WordClass::kNone;
  bool is_word = false;  // Counts as content; marks do not.
  bool first = false;    // First word of its sentence, marks aside.
  uint8_t left = 0;      // Words from here to the sentence's end, capped.
  uint8_t act = 0;  // Of the cue lexicon: 1 + SpeechAct, 0 when not listed.
  bool pair_cue = false;       // With the next word: "pointed out".
  bool addressee_cue = false;  // "told": a person may follow.
  bool noun_cue = false;  // The lexicon lets a noun phrase follow as content.
  uint8_t depth = 0;      // Quotations around it.
  int32_t quote = kNone;  // Outermost quotation around it (marks too).
  uint32_t sentence = 0;
};

// Running totals before each token; differences count what a stretch holds, as
// long as it holds fewer than 65536 of a kind.
struct Totals {
  uint16_t commas = 0, stops = 0, finite = 0, quotes = 0, mentions = 0,
           subjects = 0, brackets = 0, colons = 0;

  friend Totals operator-(const Totals& a, const Totals& b) {
    const auto minus = [](uint16_t x, uint16_t y) {
      return static_cast<uint16_t>(x - y);
    };
    return {minus(a.commas, b.commas),     minus(a.stops, b.stops),
            minus(a.finite, b.finite),     minus(a.quotes, b.quotes),
            minus(a.mentions, b.mentions), minus(a.subjects, b.subjects),
            minus(a.brackets, b.brackets), minus(a.colons, b.colons)};
  }
};

struct Words {
  std::vector<Word> words;  // One for each token.
};

inline constexpr uint8_t kWordsLeftMax = 12;

constexpr uint32_t HashForm(std::string_view lower) {
  uint32_t h = 2166136261u;
  for (char c : lower) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  return h ^ (h >> 15);
}

// Hash of the ASCII-lower-cased bytes.
uint32_t HashLower(std::string_view text);

Words ReadWords(std::string_view text, const Sentences& sentences,
                const Quotes& quotes, const CueLexicon& cues);

}  // namespace quoth::parse
