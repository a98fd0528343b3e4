#include "ingest-service/parse/topics/label_index.h"

#include <algorithm>
#include <cmath>

#include "ingest-service/parse/topics/label_text.h"

namespace quoth::parse {
namespace {

// Posting lists longer than this say too little to be worth walking.
constexpr std::size_t kPostingsMax = 4000;
constexpr std::size_t kPrefixRowsMax = 200;

// Every word of a folded label in the singular.
std::string SingularLabel(std::string_view folded) {
  std::string result;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    std::string copy(folded.substr(at, end - at));
    at = end + 1;
    copy.resize(Singular(copy.data(), copy.size()));
    if (!result.empty()) result += ' ';
    result += copy;
  }
  return result;
}

std::vector<uint64_t> WordKeys(std::string_view text) {
  std::vector<LabelWord> words;
  SplitLabelWords(text, 0, words);
  std::vector<uint64_t> keys;
  for (const LabelWord& word : words) keys.push_back(word.key);
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

int EditDistance(std::string_view a, std::string_view b, int most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<std::size_t>(most)) return most + 1;
  std::vector<int> two_back(a.size() + 1), back(a.size() + 1),
      row(a.size() + 1);
  for (std::size_t j = 0; j <= a.size(); ++j) back[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= b.size(); ++i) {
    row[0] = static_cast<int>(i);
    int least = row[0];
    for (std::size_t j = 1; j <= a.size(); ++j) {
      const int replace = back[j - 1] + (a[j - 1] == b[i - 1] ? 0 : 1);
      row[j] = std::min({back[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[j - 1] == b[i - 2] && a[j - 2] == b[i - 1]) {
        row[j] = std::min(row[j], two_back[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    std::swap(two_back, back);
    std::swap(back, row);
  }
  return std::min(back[a.size()], most + 1);
}

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
    for (const uint64_t key : WordKeys(label->text)) {
      index.by_word_[key].push_back(row);
    }
    for (const uint32_t gram : Trigrams(text)) {
      index.by_trigram_[gram].push_back(row);
    }
    index.texts_.emplace_back(label->text);
    index.texts_.push_back(std::move(text));
    const auto at = static_cast<uint32_t>(index.texts_.size());
    index.rows_.push_back(
        {label->topic, at - 2, at - 1, label->preferred, label->weak});
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
  TopicCandidate& best = found[row.topic];
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

std::vector<TopicCandidate> LabelIndex::Resolve(std::string_view query,
                                                std::size_t limit) const {
  const std::string folded = FoldLabel(query.substr(0, kQueryBytesMax));
  Found found;
  if (!folded.empty()) {
    ResolveExact(folded, found);
    ResolvePrefix(folded, found);
    ResolveWords(folded, found);
    ResolveMisspelt(folded, found);
  }
  constexpr float kScoreMin = 0.25f;
  std::vector<TopicCandidate> candidates;
  for (auto& [topic, candidate] : found) {
    if (candidate.score >= kScoreMin)
      candidates.push_back(std::move(candidate));
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const TopicCandidate& a, const TopicCandidate& b) {
              if (a.score != b.score) return a.score > b.score;
              return a.topic < b.topic;
            });
  if (candidates.size() > limit) candidates.resize(limit);
  return candidates;
}

std::vector<TopicCandidate> LabelIndex::Complete(std::string_view prefix,
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
  std::vector<TopicCandidate> candidates;
  for (auto& [topic, candidate] : found) {
    candidates.push_back(std::move(candidate));
  }
  std::sort(candidates.begin(), candidates.end(),
            [](const TopicCandidate& a, const TopicCandidate& b) {
              if (a.score != b.score) return a.score > b.score;
              return a.topic < b.topic;
            });
  if (candidates.size() > limit) candidates.resize(limit);
  return candidates;
}

}  // namespace quoth::parse
