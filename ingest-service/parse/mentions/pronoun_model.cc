#include "ingest-service/parse/mentions/pronoun_model.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace quoth::parse {
namespace {

struct Default {
  std::string_view name;
  float weight;
};

// In the order of PronounFeature; weights by hand, for want of a file.
constexpr Default kDefaults[] = {
    {"same_sentence", 1.0f},
    {"previous_sentence", 0.6f},
    {"two_back", 0.0f},
    {"further_back", -0.8f},
    {"same_block", 0.3f},
    {"previous_block", 0.2f},
    {"subject", 0.8f},
    {"first_in_sentence", 0.5f},
    {"possessive", -0.4f},
    {"object", -0.4f},
    {"last_name", 0.0f},
    {"last_nominal", -0.2f},
    {"last_pronoun", 0.4f},
    {"same_pronoun", 0.6f},
    {"reporter", 0.6f},
    {"last_reporter", 1.0f},
    {"reporter_again", 0.4f},
    {"quoted_apart", -0.8f},
    {"both_quoted", 0.2f},
    {"gender_known", 0.5f},
    {"gender_unknown", -0.3f},
    {"kind_unknown", -1.0f},
    {"has_full_name", 0.3f},
    {"has_title", 0.2f},
    {"nearest", 0.3f},
    {"second_nearest", 0.0f},
    {"most_frequent", 0.4f},
    {"log_count", 0.3f},
    {"subject_pronoun_after_subject", 0.3f},
    {"possessive_pronoun", 0.4f},
    {"in_quote_since", -0.2f},
    {"title_topic", 0.1f},
    {"tag_last_reporter", 0.8f},
    {"subject_same_sentence_before", 0.5f},
    {"plural_group", 0.0f},
    {"last_reporter_previous_block", 0.3f},
    {"first_of_block", 0.2f},
    {"distance", -1.0f},
};
static_assert(std::size(kDefaults) == kPronounFeatures);

}  // namespace

absl::StatusOr<std::unique_ptr<const PronounModel>> PronounModel::FromText(
    std::string_view text) {
  auto made = std::make_unique<PronounModel>();
  for (std::size_t i = 0; i < kPronounFeatures; ++i)
    made->weights_[i] = kDefaults[i].weight;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t space = line.find(' ');
    float weight = 0;
    bool known = false;
    if (space != std::string_view::npos &&
        absl::SimpleAtof(
            absl::string_view(line.data() + space + 1, line.size() - space - 1),
            &weight)) {
      for (std::size_t i = 0; i < kPronounFeatures; ++i) {
        if (kDefaults[i].name != line.substr(0, space)) continue;
        made->weights_[i] = weight;
        known = true;
      }
    }
    if (!known) {
      return absl::InvalidArgumentError(
          absl::StrCat("pronouns.weights:", number,
                       ": expected a known feature and a number"));
    }
  }
  return made;
}

std::string_view PronounModel::FeatureName(std::size_t feature) {
  return kDefaults[feature].name;
}

}  // namespace quoth::parse
