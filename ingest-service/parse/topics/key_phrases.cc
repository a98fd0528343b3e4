#include "ingest-service/parse/topics/key_phrases.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "ingest-service/parse/topics/label_text.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kKeyPhrasesMax = 10;
constexpr std::size_t kPhraseWordsMax = 4;
constexpr uint32_t kTimesMin = 3;          // In the text,
constexpr uint32_t kTimesWithHeading = 2;  // or fewer when a heading has it.
// Distinct phrases counted; a hostile document cannot grow the table further.
constexpr std::size_t kPhrasesCounted = 200'000;

// Words that end a phrase. English; other languages yield names only.
const absl::flat_hash_set<uint64_t>& FunctionWords() {
  static const auto* const keys = [] {
    auto* set = new absl::flat_hash_set<uint64_t>;
    std::vector<LabelWord> words;
    SplitLabelWords(
        "a about above after again against all also am an and any are as at "
        "be because been before being below between both but by can could did "
        "do does doing done down during each even every few first for from "
        "further get go going got had has have having he her here hers him his "
        "how i if in into is it its itself just last like made make many may "
        "me might more most much must my new next no not now of off old on "
        "once one only or other our ours out over own per put said same say "
        "says see she should since so some still such than that the their "
        "them then there these they thing think this those through time to "
        "today too two under until up upon us use very was way we week well "
        "went were what when where whether which while who whom whose why will "
        "with within without would yesterday year yet you your told tell asked "
        "added according month day people good great right want know come came "
        "take took give gave three four five ten million billion percent per "
        "cent however including s t don didn doesn isn wasn won re ve ll",
        0, words);
    for (const LabelWord& word : words) set->insert(word.key);
    return set;
  }();
  return *keys;
}

bool HasCapital(WordShape shape) {
  return shape == WordShape::kCapital || shape == WordShape::kAllCaps;
}

uint64_t Mix(uint64_t hash, uint64_t key) {
  hash = (hash ^ key) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 31);
}

// Whether the word ends a phrase by itself.
bool EndsPhrase(const LabelWord& word) {
  return word.shape == WordShape::kNumber || word.range.size() < 3 ||
         FunctionWords().contains(word.key);
}

// Goes through sorted ranges beside words in order.
class RangeCursor {
 public:
  explicit RangeCursor(absl::Span<const Range> ranges, uint32_t from)
      : ranges_(ranges) {
    next_ = static_cast<std::size_t>(
        std::lower_bound(
            ranges.begin(), ranges.end(), from,
            [](Range range, uint32_t at) { return range.end <= at; }) -
        ranges.begin());
  }

  bool Touches(Range word) {
    while (next_ < ranges_.size() && ranges_[next_].end <= word.begin) ++next_;
    return next_ < ranges_.size() && ranges_[next_].overlaps(word);
  }

 private:
  absl::Span<const Range> ranges_;
  std::size_t next_ = 0;
};

}  // namespace

void KeyPhraseCounter::Count(absl::Span<const LabelWord> words,
                             absl::Span<const LabelMatch> matches,
                             absl::Span<const Range> taken, bool heading) {
  if (words.empty()) return;
  std::vector<bool> known(words.size(), false);
  for (const LabelMatch& match : matches) {
    if (match.nested || match.kind > LabelKind::kMetonym) continue;
    for (uint32_t k = 0; k < match.words; ++k)
      known[match.first_word + k] = true;
  }
  RangeCursor cursor(taken, words.front().range.begin);
  std::size_t begin = 0;
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (k > begin && words[k].gap > WordGap::kHyphen) {
      CountRun(words.subspan(begin, k - begin), heading);
      begin = k;
    }
    if (known[k] || EndsPhrase(words[k]) || cursor.Touches(words[k].range)) {
      CountRun(words.subspan(begin, k - begin), heading);
      begin = k + 1;
    }
  }
  CountRun(words.subspan(std::min(begin, words.size())), heading);
}

// Every phrase of two to kPhraseWordsMax words within a run.
void KeyPhraseCounter::CountRun(absl::Span<const LabelWord> run, bool heading) {
  for (std::size_t first = 0; first + 1 < run.size(); ++first) {
    uint64_t hash = run[first].key;
    bool name = HasCapital(run[first].shape);
    for (std::size_t last = first + 1;
         last < run.size() && last - first < kPhraseWordsMax; ++last) {
      hash = Mix(hash, run[last].key);
      name = name && HasCapital(run[last].shape);
      if (counted_.size() >= kPhrasesCounted && !counted_.contains(hash)) {
        continue;
      }
      Counted& phrase = counted_[hash];
      const Range range{run[first].range.begin, run[last].range.end};
      if (phrase.times++ == 0) phrase.first = range;
      phrase.last = range;
      phrase.words = static_cast<uint8_t>(last - first + 1);
      phrase.in_heading |= heading;
      phrase.name = phrase.name && (name || heading);
    }
  }
}

float KeyPhraseCounter::Weight(const Counted& phrase) {
  return static_cast<float>(phrase.times) *
         (1 + 0.3f * static_cast<float>(phrase.words - 2)) *
         (phrase.name ? 1.5f : 1.0f) * (phrase.in_heading ? 1.5f : 1.0f);
}

std::vector<KeyPhrase> KeyPhraseCounter::Best(std::string_view text) const {
  std::vector<const Counted*> best;
  for (const auto& [hash, phrase] : counted_) {
    const uint32_t need = phrase.in_heading ? kTimesWithHeading : kTimesMin;
    if (phrase.times >= need) best.push_back(&phrase);
  }
  std::sort(best.begin(), best.end(), [](const Counted* a, const Counted* b) {
    const float x = Weight(*a), y = Weight(*b);
    if (x != y) return x > y;
    return a->first < b->first;
  });
  std::vector<KeyPhrase> phrases;
  std::vector<Range> chosen;
  for (const Counted* phrase : best) {
    if (phrases.size() == kKeyPhrasesMax) break;
    // A part of a longer phrase chosen before says nothing of its own.
    const bool part =
        std::any_of(chosen.begin(), chosen.end(), [&](Range range) {
          return range.overlaps(phrase->first) || range.overlaps(phrase->last);
        });
    chosen.push_back(phrase->first);
    chosen.push_back(phrase->last);
    if (part) continue;
    KeyPhrase made;
    made.text = std::string(phrase->last.of(text));
    made.evidence = phrase->first;
    made.times = phrase->times;
    made.in_heading = phrase->in_heading;
    phrases.push_back(std::move(made));
  }
  return phrases;
}

}  // namespace quoth::parse
