#include "query-service/names/label_index.h"

#include <algorithm>
#include <cmath>

#include "absl/hash/hash.h"
#include "query-service/names/fold.h"
#include "query-service/names/likeness.h"

namespace quoth::query {
namespace {

// Posting lists longer than this say too little to be worth walking.
constexpr std::size_t kPostingsMax = 4000;
constexpr std::size_t kPrefixRowsMax = 200;

bool EndsWith(std::string_view word, std::string_view tail) {
  return word.size() >= tail.size() &&
         word.substr(word.size() - tail.size()) == tail;
}

// The singular of a folded English word; others are as they are, or lose an
// "s" in label and query alike.
std::string Singular(std::string_view word) {
  constexpr std::pair<std::string_view, std::string_view> kIrregular[] = {
      {"crises", "crisis"},     {"women", "woman"},
      {"men", "man"},           {"children", "child"},
      {"analyses", "analysis"}, {"businesses", "business"},
      {"viruses", "virus"},     {"referenda", "referendum"}};
  for (const auto& [plural, singular] : kIrregular) {
    if (word == plural) return std::string(singular);
  }
  if (word.size() < 4 || word.back() != 's') return std::string(word);
  for (const std::string_view tail : {"ss", "us", "is", "ics"}) {
    if (EndsWith(word, tail)) return std::string(word);
  }
  if (word.size() > 4 && EndsWith(word, "ies")) {
    return std::string(word.substr(0, word.size() - 3)) + "y";
  }
  for (const std::string_view tail : {"sses", "xes", "ches", "shes", "zzes"}) {
    if (EndsWith(word, tail))
      return std::string(word.substr(0, word.size() - 2));
  }
  return std::string(word.substr(0, word.size() - 1));
}

// As names are folded, but "U.S." is one word.
std::string FoldLabel(std::string_view text) {
  const auto letter = [&](std::size_t at) {
    return at < text.size() &&
           ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z');
  };
  std::string closed;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool after_initial =
        at > 0 && letter(at - 1) && !(at > 1 && letter(at - 2));
    if (text[at] != '.' || !after_initial) closed += text[at];
  }
  return FoldName(closed);
}

// Every word of a folded label in the singular.
std::string SingularLabel(std::string_view folded) {
  std::string result;
  for (const std::string_view word : FoldedWords(folded)) {
    if (!result.empty()) result += ' ';
    result += Singular(word);
  }
  return result;
}

std::vector<uint64_t> WordKeys(std::string_view folded) {
  std::vector<uint64_t> keys;
  for (const std::string_view word : FoldedWords(folded)) {
    keys.push_back(absl::Hash<std::string>()(Singular(word)));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::vector<uint32_t> Trigrams(std::string_view folded) {
  const std::string padded = "  " + std::string(folded) + " ";
  std::vector<uint32_t> grams;
  for (std::size_t k = 0; k + 2 < padded.size(); ++k) {
    grams.push_back(
        static_cast<uint32_t>(static_cast<uint8_t>(padded[k])) << 16 |
        static_cast<uint32_t>(static_cast<uint8_t>(padded[k + 1])) << 8 |
        static_cast<uint8_t>(padded[k + 2]));
  }
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

// One slip in short words, three in long names.
int EditsAllowed(std::size_t bytes) {
  if (bytes <= 3) return 0;
  if (bytes <= 6) return 1;
  return bytes <= 12 ? 2 : 3;
}

}  // namespace

LabelIndex LabelIndex::Build(absl::Span<const IndexedLabel> labels) {
  LabelIndex index;
  std::vector<std::pair<std::string, const IndexedLabel*>> folded;
  for (const IndexedLabel& label : labels) {
    std::string text = FoldLabel(label.text);
    if (!text.empty()) folded.emplace_back(std::move(text), &label);
  }
  std::sort(folded.begin(), folded.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.second->topic != b.second->topic) {
      return a.second->topic < b.second->topic;
    }
    return a.second->preferred > b.second->preferred;
  });
  for (auto& [text, label] : folded) {
    const auto row = static_cast<uint32_t>(index.rows_.size());
    index.by_singular_[SingularLabel(text)].push_back(row);
    for (const uint64_t key : WordKeys(text)) {
      index.by_word_[key].push_back(row);
    }
    for (const uint32_t gram : Trigrams(text)) {
      index.by_trigram_[gram].push_back(row);
    }
    index.texts_.emplace_back(label->text);
    index.texts_.push_back(std::move(text));
    const auto at = static_cast<uint32_t>(index.texts_.size());
    index.rows_.push_back({label->topic, index.AddLanguage(label->language),
                           at - 2, at - 1, label->preferred, label->weak});
  }
  return index;
}

void LabelIndex::Offer(const Row& row, float score, LabelMatchKind kind,
                       Found& found) const {
  constexpr float kWeakShare = 0.85f, kOtherLabelShare = 0.97f;
  if (row.weak) {
    score *= kWeakShare;
  } else if (!row.preferred) {
    score *= kOtherLabelShare;
  }
  constexpr float kOtherLanguageShare = 0.97f;
  if (found.language != 0 && row.language != 0 &&
      row.language != found.language) {
    score *= kOtherLanguageShare;
  }
  LabelCandidate& best = found.by_topic[row.topic];
  if (score <= best.score) return;
  best = {row.topic, score, kind, texts_[row.text]};
}

void LabelIndex::ResolveExact(std::string_view folded, Found& found) const {
  const auto rows = by_singular_.find(SingularLabel(folded));
  if (rows == by_singular_.end()) return;
  for (const uint32_t row : rows->second) {
    const bool same = texts_[rows_[row].folded] == folded;
    Offer(rows_[row], same ? 1.0f : 0.99f, LabelMatchKind::kExact, found);
  }
}

std::pair<std::size_t, std::size_t> LabelIndex::PrefixRows(
    std::string_view folded) const {
  const auto begin =
      std::lower_bound(rows_.begin(), rows_.end(), folded,
                       [this](const Row& row, std::string_view text) {
                         return texts_[row.folded] < text;
                       });
  auto end = begin;
  while (end != rows_.end() &&
         static_cast<std::size_t>(end - begin) < kPrefixRowsMax &&
         texts_[end->folded].starts_with(folded)) {
    ++end;
  }
  return {begin - rows_.begin(), end - rows_.begin()};
}

void LabelIndex::ResolvePrefix(std::string_view folded, Found& found) const {
  if (folded.size() < 3) return;
  const auto [begin, end] = PrefixRows(folded);
  for (std::size_t k = begin; k < end; ++k) {
    const float share = static_cast<float>(folded.size()) /
                        static_cast<float>(texts_[rows_[k].folded].size());
    Offer(rows_[k], 0.35f + 0.4f * share, LabelMatchKind::kPrefix, found);
  }
}

// Words in common, rare ones counting for more: "disarmament talks" finds
// "disarmament".
void LabelIndex::ResolveWords(std::string_view folded, Found& found) const {
  absl::flat_hash_map<uint32_t, float> weight_by_row;
  float query_weight = 0;
  const float all = std::log(2.0f + static_cast<float>(rows_.size()));
  std::size_t query_words = 0;
  for (const uint64_t key : WordKeys(folded)) {
    ++query_words;
    const auto rows = by_word_.find(key);
    if (rows == by_word_.end()) {
      query_weight += all;
      continue;
    }
    const float weight =
        all - std::log(1.0f + static_cast<float>(rows->second.size()));
    query_weight += weight;
    if (rows->second.size() > kPostingsMax) continue;
    for (const uint32_t row : rows->second) weight_by_row[row] += weight;
  }
  if (query_weight <= 0) return;
  for (const auto& [row, shared] : weight_by_row) {
    float label_weight = 0;
    for (const uint64_t key : WordKeys(texts_[rows_[row].folded])) {
      const auto rows = by_word_.find(key);
      if (rows == by_word_.end()) continue;
      label_weight +=
          all - std::log(1.0f + static_cast<float>(rows->second.size()));
    }
    const float both = 2 * shared / (query_weight + label_weight + 1e-6f);
    float score = 0.85f * both;
    // All the words of the query, and most of the label: a name cut short.
    constexpr float kAll = 0.999f;
    if (query_words >= 2 && shared >= kAll * query_weight) {
      score = std::max(score, 0.55f + 0.38f * shared / (label_weight + 1e-6f));
    }
    Offer(rows_[row], score, LabelMatchKind::kWords, found);
  }
}

void LabelIndex::ResolveMisspelt(std::string_view folded, Found& found) const {
  const int allowed = EditsAllowed(folded.size());
  if (allowed == 0) return;
  const std::vector<uint32_t> grams = Trigrams(folded);
  absl::flat_hash_map<uint32_t, uint32_t> shared;
  for (const uint32_t gram : grams) {
    const auto rows = by_trigram_.find(gram);
    if (rows == by_trigram_.end() || rows->second.size() > kPostingsMax)
      continue;
    for (const uint32_t row : rows->second) ++shared[row];
  }
  // An edit spoils three trigrams at most.
  const auto need = static_cast<int>(grams.size()) - 4 * allowed;
  for (const auto& [row, count] : shared) {
    if (static_cast<int>(count) < std::max(1, need)) continue;
    const std::string& label = texts_[rows_[row].folded];
    const int edits = EditDistance(folded, label, allowed);
    if (edits > allowed || edits == 0) continue;
    const auto length =
        static_cast<float>(std::max(label.size(), folded.size()));
    const float score = 0.97f - 1.1f * static_cast<float>(edits) / length;
    Offer(rows_[row], std::max(score, 0.4f), LabelMatchKind::kMisspelt, found);
  }
}

uint16_t LabelIndex::AddLanguage(std::string_view language) {
  if (language.empty() || language == "und") return 0;
  const uint16_t known = FindLanguage(language);
  constexpr std::size_t kLanguagesMax = 1000;
  if (known != 0 || languages_.size() >= kLanguagesMax) return known;
  languages_.emplace_back(language);
  return static_cast<uint16_t>(languages_.size() - 1);
}

uint16_t LabelIndex::FindLanguage(std::string_view language) const {
  const auto found =
      std::find(languages_.begin() + 1, languages_.end(), language);
  return found == languages_.end()
             ? 0
             : static_cast<uint16_t>(found - languages_.begin());
}

std::vector<LabelCandidate> LabelIndex::Best(Found found, float score_min,
                                             std::size_t limit) {
  std::vector<LabelCandidate> candidates;
  for (auto& [topic, candidate] : found.by_topic) {
    if (candidate.score >= score_min) {
      candidates.push_back(std::move(candidate));
    }
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const LabelCandidate& a, const LabelCandidate& b) {
              if (a.score != b.score) return a.score > b.score;
              return a.topic < b.topic;
            });
  if (candidates.size() > limit) candidates.resize(limit);
  return candidates;
}

std::vector<LabelCandidate> LabelIndex::Resolve(std::string_view query,
                                                std::string_view language,
                                                std::size_t limit) const {
  const std::string folded = FoldLabel(query.substr(0, kQueryBytesMax));
  Found found;
  found.language = FindLanguage(language);
  if (!folded.empty()) {
    ResolveExact(folded, found);
    ResolvePrefix(folded, found);
    ResolveWords(folded, found);
    ResolveMisspelt(folded, found);
  }
  constexpr float kScoreMin = 0.25f;
  return Best(std::move(found), kScoreMin, limit);
}

std::vector<LabelCandidate> LabelIndex::Complete(std::string_view prefix,
                                                 std::size_t limit) const {
  const std::string folded = FoldLabel(prefix.substr(0, kQueryBytesMax));
  Found found;
  if (folded.empty()) return {};
  const auto [begin, end] = PrefixRows(folded);
  for (std::size_t k = begin; k < end; ++k) {
    const float share = static_cast<float>(folded.size()) /
                        static_cast<float>(texts_[rows_[k].folded].size());
    Offer(rows_[k], share, LabelMatchKind::kPrefix, found);
  }
  return Best(std::move(found), 0, limit);
}

}  // namespace quoth::query
