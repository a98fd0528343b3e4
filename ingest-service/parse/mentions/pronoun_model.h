// Weights of the ranking of a pronoun's antecedents.
//
// File pronouns.weights: text, one feature a line: name, space, weight. Made by
// tests/eval/coref_eval --train. Features that a file leaves out keep the
// weight given by hand here.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace quoth::parse {

// What is known of a candidate when a pronoun is met. Each is 0 or 1 unless
// said otherwise. Never renumber within one weights file: names are stored.
enum class PronounFeature : uint8_t {
  kSameSentence,
  kPreviousSentence,
  kTwoBack,
  kFurtherBack,
  kSameBlock,
  kPreviousBlock,
  kSubject,          // Candidate's last mention looks like a subject.
  kFirstInSentence,  // ... is the first of its sentence.
  kPossessive,       // ... is a possessive.
  kObject,           // ... follows a preposition.
  kLastName,         // ... is a name.
  kLastNominal,
  kLastPronoun,
  kSamePronoun,    // ... is this very pronoun.
  kReporter,       // ... stands beside a verb of reporting.
  kLastReporter,   // It is the last one to have stood so.
  kReporterAgain,  // Both stand beside verbs of reporting.
  kQuotedApart,    // One inside a quotation, the other outside.
  kBothQuoted,
  kGenderKnown,    // Genders agree, both known.
  kGenderUnknown,  // The candidate's is not known.
  kKindUnknown,    // Perhaps no person.
  kHasFullName,
  kHasTitle,
  kNearest,  // The nearest candidate that agrees.
  kSecondNearest,
  kMostFrequent,  // Of those that agree, so far.
  kLogCount,      // ln(1 + mentions so far).
  kSubjectPronounAfterSubject,
  kPossessivePronoun,  // The pronoun is his/her/their and same sentence.
  kInQuoteSince,       // Named inside a quotation since that mention.
  kTitleTopic,         // Named in the title.
  kTagLastReporter,    // The pronoun tags a quotation; it spoke last.
  kSubjectSameSentenceBefore,
  kPluralGroup,
  kLastReporterPrevBlock,
  kFirstOfBlock,  // Candidate's last mention opens its block.
  kDistance,      // Sentences between, at most 8, over 8.
  kCount,
};

inline constexpr std::size_t kPronounFeatures =
    static_cast<std::size_t>(PronounFeature::kCount);
using PronounFeatures = std::array<float, kPronounFeatures>;

class PronounModel {
 public:
  static absl::StatusOr<std::unique_ptr<const PronounModel>> FromText(
      std::string_view text);
  static std::string_view FeatureName(std::size_t feature);

  float Score(const PronounFeatures& features) const {
    float sum = 0;
    for (std::size_t i = 0; i < kPronounFeatures; ++i)
      sum += weights_[i] * features[i];
    return sum;
  }
  const PronounFeatures& weights() const { return weights_; }

 private:
  PronounFeatures weights_{};
};

}  // namespace quoth::parse
