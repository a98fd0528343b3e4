#include "ingest-service/parse/topics/country_pairs.h"

#include <algorithm>

namespace quoth::parse {
namespace {

// A relation word may stand this many words from the nearer country.
constexpr uint32_t kReachWords = 5;
// Between the two countries: "between Russia and its partner, the US".
constexpr uint32_t kBetweenWords = 6;
// "relations with its largest trading partner, China"
constexpr uint32_t kWithWords = 6;

bool NamesCountry(const LabelMatch& match, const Vocabulary& vocabulary) {
  return !match.nested && !match.weak && match.kind != LabelKind::kContext &&
         match.kind != LabelKind::kPortfolio &&
         match.kind != LabelKind::kRelation &&
         vocabulary.TakesPartInPairs(match.concept_index);
}

// Whether any sentence ends between the words `from` (exclusive) and `to`.
bool SameSentence(absl::Span<const LabelWord> words, uint32_t from,
                  uint32_t to) {
  for (uint32_t k = from + 1; k <= to; ++k) {
    if (words[k].gap == WordGap::kStop) return false;
  }
  return true;
}

uint32_t LastWord(const LabelMatch& match) {
  return match.first_word + match.words - 1;
}

uint64_t KeyOf(std::string_view word) {
  std::vector<LabelWord> words;
  SplitLabelWords(word, 0, words);
  return words.front().key;
}

// A preposition between a relation word and a country, in the languages that
// relation words are given in.
bool JoinsByPreposition(absl::Span<const LabelWord> words, uint32_t from,
                        uint32_t to) {
  static const uint64_t keys[] = {
      KeyOf("between"), KeyOf("with"),    KeyOf("of"),      KeyOf("to"),
      KeyOf("toward"),  KeyOf("towards"), KeyOf("against"), KeyOf("zwischen"),
      KeyOf("mit"),     KeyOf("zu"),      KeyOf("avec"),    KeyOf("entre"),
      KeyOf("con")};
  for (uint32_t k = from + 1; k < to; ++k) {
    for (const uint64_t key : keys) {
      if (words[k].key == key) return true;
    }
  }
  return false;
}

bool Hyphenated(absl::Span<const LabelWord> words, const LabelMatch& a,
                const LabelMatch& b) {
  return b.first_word == LastWord(a) + 1 &&
         words[b.first_word].gap == WordGap::kHyphen;
}

}  // namespace

void FindCountryPairs(absl::Span<const LabelWord> words,
                      const Vocabulary& vocabulary,
                      std::vector<LabelMatch>& matches,
                      std::vector<OpenPair>& open) {
  std::vector<LabelMatch> countries, relations;
  for (const LabelMatch& match : matches) {
    if (match.kind == LabelKind::kRelation) {
      if (relations.empty() ||
          relations.back().first_word != match.first_word) {
        relations.push_back(match);
      }
    } else if (NamesCountry(match, vocabulary)) {
      countries.push_back(match);
    }
  }
  if (relations.empty() || countries.empty()) return;
  std::size_t first = 0;
  for (const LabelMatch& relation : relations) {
    const uint32_t begin = relation.first_word;
    const uint32_t end = LastWord(relation);
    while (first < countries.size() &&
           LastWord(countries[first]) + kReachWords + kBetweenWords + 4 <
               begin) {
      ++first;
    }
    const LabelMatch* before = nullptr;  // Nearest country before.
    const LabelMatch* before_that = nullptr;
    const LabelMatch* after = nullptr;
    const LabelMatch* after_that = nullptr;
    for (std::size_t k = first; k < countries.size(); ++k) {
      const LabelMatch& country = countries[k];
      if (LastWord(country) < begin) {
        if (begin - LastWord(country) <= kReachWords + kBetweenWords + 3 &&
            SameSentence(words, LastWord(country), begin)) {
          if (before != nullptr &&
              before->concept_index != country.concept_index) {
            before_that = before;
          }
          before = &country;
        }
      } else if (country.first_word > end) {
        if (country.first_word - end > kWithWords + kBetweenWords ||
            !SameSentence(words, end, country.first_word)) {
          break;
        }
        if (after == nullptr) {
          after = &country;
        } else if (after->concept_index != country.concept_index) {
          after_that = &country;
          break;
        }
      }
    }
    auto add = [&](const LabelMatch& a, const LabelMatch& b) {
      const int32_t pair =
          vocabulary.FindPair(a.concept_index, b.concept_index);
      if (pair == kNone) return false;
      LabelMatch match = relation;
      match.kind = LabelKind::kAlternative;
      match.concept_index = static_cast<uint32_t>(pair);
      match.nested = false;
      match.range = {
          std::min({a.range.begin, b.range.begin, relation.range.begin}),
          std::max({a.range.end, b.range.end, relation.range.end})};
      matches.push_back(match);
      return true;
    };
    // "cooperation with India and China", not "confrontation, including ...".
    const bool joined_after =
        after != nullptr && JoinsByPreposition(words, end, after->first_word);
    const bool near_before =
        before != nullptr && begin - LastWord(*before) <= kReachWords;
    const bool near_after =
        joined_after && after->first_word - end <= kWithWords;
    // "Russian-American relations"
    if (near_before && before_that != nullptr &&
        Hyphenated(words, *before_that, *before) &&
        add(*before_that, *before)) {
      continue;
    }
    // "dialogue between Moscow and Washington", "relations of X with Y"
    if (near_after && after_that != nullptr &&
        after_that->first_word - LastWord(*after) <= kBetweenWords &&
        add(*after, *after_that)) {
      continue;
    }
    // "India's ties with China", "Russia does not expect improved relations
    // with its American partner"
    if (near_after && before != nullptr && add(*before, *after)) continue;
    // "Russia and Italy have good relations"
    if (near_before && before_that != nullptr &&
        before->first_word - LastWord(*before_that) <= kBetweenWords &&
        add(*before_that, *before)) {
      continue;
    }
    constexpr uint32_t kOpenReachWords = 4;
    if (near_after && after->first_word - end <= kOpenReachWords) {
      open.push_back(
          {{relation.range.begin, after->range.end}, after->concept_index});
    }
  }
}

}  // namespace quoth::parse
