#include "ingest-service/parse/topics/label_matcher.h"

#include <algorithm>

namespace quoth::parse {
namespace {

constexpr std::size_t kLanguagesMax = 62;
constexpr std::size_t kAcronymLettersMax = 7;

// "drama (literature)" -> "drama"; true when something was cut.
bool CutQualifier(std::string_view& text) {
  if (!text.ends_with(')')) return false;
  const std::size_t open = text.rfind('(');
  if (open == std::string_view::npos || open == 0) return false;
  text = TrimSpace(text.substr(0, open));
  return true;
}

bool HasCapital(WordShape shape) {
  return shape == WordShape::kCapital || shape == WordShape::kAllCaps ||
         shape == WordShape::kOneCapital;
}

uint64_t WordKey(std::string_view word) {
  std::vector<LabelWord> words;
  SplitLabelWords(word, 0, words);
  return words.front().key;
}

// "and" and "or" between the parts of a coordination.
bool IsConjunction(uint64_t key) {
  static const uint64_t keys[] = {WordKey("and"), WordKey("or"), WordKey("und"),
                                  WordKey("et")};
  return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

}  // namespace

CommonWords ReadCommonWords(std::string_view contents) {
  CommonWords words;
  for (std::size_t at = 0; at < contents.size();) {
    const std::size_t end = std::min(contents.find('\n', at), contents.size());
    std::string_view line = contents.substr(at, end - at);
    at = end + 1;
    line = TrimSpace(line.substr(0, line.find('#')));
    if (!line.empty()) words.insert(FoldLabel(line));
  }
  return words;
}

uint32_t LabelMatcher::LanguageBit(std::string_view language) {
  if (language.empty() || language == "mul" || language == "zxx") return 0;
  const auto found = std::find(languages_.begin(), languages_.end(), language);
  if (found != languages_.end()) {
    return static_cast<uint32_t>(found - languages_.begin()) + 1;
  }
  if (languages_.size() >= kLanguagesMax) return kLanguagesMax + 1;
  languages_.emplace_back(language);
  return static_cast<uint32_t>(languages_.size());
}

LabelMatcher::Languages LabelMatcher::LanguagesOf(
    std::string_view language) const {
  std::string primary =
      LowerAscii(language.substr(0, language.find_first_of("-_")));
  if (primary.empty() || primary == "und") primary = "en";
  Languages mask = 1;
  const auto found = std::find(languages_.begin(), languages_.end(), primary);
  if (found != languages_.end()) {
    mask |= Languages{1} << (found - languages_.begin() + 1);
  }
  return mask;
}

LabelProblem LabelMatcher::Add(const LabelPattern& pattern,
                               const CommonWords& common, bool& weak) {
  std::string_view text = pattern.text;
  const bool qualified = pattern.imported && CutQualifier(text);
  std::vector<LabelWord> words;
  SplitLabelWords(text, 0, words);
  if (words.empty()) return LabelProblem::kNoWords;
  if (words.size() > kLabelWordsMax) return LabelProblem::kTooManyWords;
  const bool one = words.size() == 1;
  if (one && words[0].shape == WordShape::kNumber &&
      pattern.kind != LabelKind::kContext) {  // A year may be context.
    return LabelProblem::kTooShort;
  }
  Pattern compiled{};
  compiled.concept_index = pattern.concept_index;
  compiled.kind = pattern.kind;
  compiled.subject = pattern.subject;
  compiled.imported = pattern.imported;
  for (std::size_t k = 0; k < words.size(); ++k) {
    const WordShape shape = words[k].shape;
    const uint32_t size = words[k].range.size();
    if (shape == WordShape::kAllCaps && size <= kAcronymLettersMax) {
      compiled.acronyms |= 1u << k;
    } else if (HasCapital(shape) &&
               !(k == 0 && pattern.initial_capital_is_style)) {
      compiled.capitals |= 1u << k;
    }
  }
  compiled.no_plural = one && compiled.capitals != 0 && !pattern.subject &&
                       !words[0].plural && pattern.kind != LabelKind::kDemonym;
  const std::string folded = FoldLabel(text);
  const bool acronym = one && compiled.acronyms != 0;
  const bool name_like =
      acronym || (compiled.capitals != 0 && !pattern.imported);
  if (one && folded.size() < (name_like ? 2u : 3u)) {
    return LabelProblem::kTooShort;
  }
  std::string singular = folded;
  singular.resize(Singular(singular.data(), singular.size()));
  // Short plain words mean too many things.
  constexpr std::size_t kShortWordBytes = 5;
  const bool short_word =
      one && pattern.subject && !acronym && folded.size() <= kShortWordBytes;
  compiled.plural_only = one && pattern.imported && words[0].plural;
  compiled.common_twin = common.contains(folded) || common.contains(singular);
  compiled.weak =
      pattern.imported && (qualified || compiled.common_twin || short_word);
  if (pattern.imported && acronym && folded.size() <= 2) compiled.weak = true;
  // Thesauri send readers from one word to the next of kin ("heading" to
  // "classification"); in running text only the preferred ones hold.
  if (pattern.imported && one && pattern.kind != LabelKind::kPreferred &&
      (pattern.subject || acronym)) {
    compiled.weak = true;
  }
  weak = compiled.weak;

  // A name stands in any language as it is: "Nord Stream", "Brexit", "NATO".
  const bool name =
      !pattern.subject && !pattern.imported &&
      (pattern.kind == LabelKind::kPreferred ||
       pattern.kind == LabelKind::kAlternative) &&
      (compiled.acronyms | compiled.capitals) == (1u << words.size()) - 1 &&
      (pattern.language == "en");
  const uint32_t bit = LanguageBit(pattern.language);
  compiled.languages = Languages{1} << bit;
  // Not a short word, which may be another one there: "Uber", "Über".
  constexpr std::size_t kNameBytesMin = 6;
  if (name && (acronym || folded.size() >= kNameBytesMin)) {
    compiled.languages |= 1;
  }

  uint32_t node = 0;
  for (const LabelWord& word : words) {
    const auto id = static_cast<uint32_t>(
        word_ids_.try_emplace(word.key, word_ids_.size() + 1).first->second);
    if (id >= roots_.size()) roots_.resize(id + 1, 0);
    if (node == 0) {
      uint32_t& root = roots_[id];
      if (root == 0) {
        root = static_cast<uint32_t>(node_patterns_.size());
        node_patterns_.push_back(-1);
      }
      node = root;
      continue;
    }
    const uint64_t edge = uint64_t{node} << 32 | id;
    const auto [row, added] =
        edges_.try_emplace(edge, static_cast<uint32_t>(node_patterns_.size()));
    if (added) node_patterns_.push_back(-1);
    node = row->second;
  }
  for (int32_t at = node_patterns_[node]; at >= 0; at = patterns_[at].next) {
    Pattern& other = patterns_[at];
    if (other.concept_index == compiled.concept_index &&
        other.kind == compiled.kind && other.capitals == compiled.capitals &&
        other.acronyms == compiled.acronyms && other.weak == compiled.weak) {
      other.languages |= compiled.languages;
      return LabelProblem::kNone;
    }
  }
  compiled.next = node_patterns_[node];
  node_patterns_[node] = static_cast<int32_t>(patterns_.size());
  patterns_.push_back(compiled);
  return LabelProblem::kNone;
}

inline uint32_t LabelMatcher::Child(uint32_t node, uint32_t word) const {
  const auto found = edges_.find(uint64_t{node} << 32 | word);
  return found == edges_.end() ? 0 : found->second;
}

LabelMatcher::Style LabelMatcher::StyleOf(absl::Span<const LabelWord> words) {
  constexpr std::size_t kWordsLooked = 40;
  std::size_t long_words = 0, capitals = 0, all_caps = 0;
  for (const LabelWord& word : words.subspan(0, kWordsLooked)) {
    if (word.range.size() < 4 || word.shape == WordShape::kNumber) continue;
    ++long_words;
    capitals += HasCapital(word.shape);
    all_caps += word.shape == WordShape::kAllCaps;
  }
  Style style;
  if (long_words < 2) return style;
  style.shouting = all_caps * 10 >= long_words * 8;
  style.title_case = capitals * 10 >= long_words * 8;
  return style;
}

bool LabelMatcher::Accepts(const Pattern& pattern,
                           absl::Span<const LabelWord> words,
                           const Reading& reading) const {
  constexpr uint32_t kSpelledAcronymMin = 4;  // "Nato", "Unesco".
  if ((pattern.languages & reading.languages) == 0) return false;
  if (pattern.no_plural && words[0].plural) return false;
  for (std::size_t k = 0; k < words.size(); ++k) {
    const LabelWord& word = words[k];
    if (pattern.acronyms >> k & 1) {
      const bool spelled = word.shape == WordShape::kCapital &&
                           word.range.size() >= kSpelledAcronymMin &&
                           !pattern.common_twin;
      if (word.shape != WordShape::kAllCaps && !spelled) return false;
      // "WHO SAYS SO": capitals tell nothing there, full stops do.
      if (reading.style.shouting && pattern.common_twin && words.size() == 1 &&
          word.range.of(reading.text).find('.') == std::string_view::npos) {
        return false;
      }
    } else if (pattern.capitals >> k & 1) {
      if (!HasCapital(word.shape)) return false;
    }
  }
  return true;
}

void LabelMatcher::Emit(const Reading& reading, uint32_t node, uint32_t first,
                        uint32_t count, bool nested,
                        std::vector<LabelMatch>& matches) const {
  const auto label = reading.words.subspan(first, count);
  for (int32_t at = node_patterns_[node]; at >= 0; at = patterns_[at].next) {
    const Pattern& pattern = patterns_[at];
    if (!Accepts(pattern, label, reading)) continue;
    LabelMatch match;
    match.range = {label.front().range.begin, label.back().range.end};
    match.concept_index = pattern.concept_index;
    match.first_word = first;
    match.words = static_cast<uint8_t>(count);
    match.kind = pattern.kind;
    match.nested = nested;
    match.weak = pattern.weak || (pattern.plural_only && !label.front().plural);
    match.acronym = pattern.acronyms != 0;
    const WordGap gap = label.front().gap;
    match.doubtful = count == 1 && pattern.common_twin && pattern.capitals &&
                     (reading.style.title_case || gap == WordGap::kStart ||
                      gap == WordGap::kStop);
    matches.push_back(match);
  }
}

// "world politics and economy" for "world economy", "foreign and security
// policy" for "foreign policy": two-word subjects only. `node` is where the
// first word leads.
void LabelMatcher::FindElided(const Reading& reading, uint32_t node,
                              uint32_t first,
                              std::vector<LabelMatch>& matches) const {
  const auto& words = reading.words;
  const uint32_t last = first + 3;
  if (last >= words.size()) return;
  if (!IsConjunction(words[first + 1].key) &&
      !IsConjunction(words[first + 2].key)) {
    return;
  }
  for (uint32_t k = first + 1; k <= last; ++k) {
    if (words[k].gap > WordGap::kHyphen) return;
  }
  const auto id = word_ids_.find(words[last].key);
  if (id == word_ids_.end()) return;
  const uint32_t end = Child(node, id->second);
  if (end == 0) return;
  const LabelWord parts[] = {words[first], words[last]};
  for (int32_t at = node_patterns_[end]; at >= 0; at = patterns_[at].next) {
    const Pattern& pattern = patterns_[at];
    if (!pattern.subject || pattern.imported ||
        pattern.kind > LabelKind::kHidden ||
        !Accepts(pattern, parts, reading)) {
      continue;
    }
    LabelMatch match;
    match.range = {parts[0].range.begin, parts[1].range.end};
    match.concept_index = pattern.concept_index;
    match.first_word = first;
    match.words = 4;
    match.kind = pattern.kind;
    match.weak = pattern.weak;
    match.elided = true;
    matches.push_back(match);
  }
}

void LabelMatcher::Find(std::string_view text, Range region,
                        Languages languages, std::vector<LabelWord>& words,
                        std::vector<LabelMatch>& matches) const {
  words.clear();
  SplitLabelWords(region.of(text), region.begin, words);
  const Reading reading{text, words, languages, StyleOf(words)};
  const auto size = static_cast<uint32_t>(words.size());
  uint32_t covered = 0;  // Words below this lie within a longer match.
  struct End {
    uint32_t node, count;
  };
  End ends[kLabelWordsMax];
  for (uint32_t first = 0; first < size; ++first) {
    uint32_t node = 0;
    std::size_t found = 0;
    for (uint32_t at = first; at < size && at - first < kLabelWordsMax; ++at) {
      if (at > first && words[at].gap > WordGap::kHyphen) break;
      const auto id = word_ids_.find(words[at].key);
      if (id == word_ids_.end()) break;
      node = at == first ? roots_[id->second] : Child(node, id->second);
      if (node == 0) break;
      if (at == first) {
        FindElided(reading, node, first, matches);
      }
      if (node_patterns_[node] >= 0) ends[found++] = {node, at - first + 1};
    }
    // Longest first; what a shorter one adds is nested in it.
    for (std::size_t k = found; k-- > 0;) {
      const uint32_t end = first + ends[k].count;
      if (first < covered && end > covered) continue;  // Crosses.
      const std::size_t before = matches.size();
      Emit(reading, ends[k].node, first, ends[k].count, first < covered,
           matches);
      bool names = false;
      for (std::size_t m = before; m < matches.size(); ++m) {
        names |= matches[m].kind != LabelKind::kContext &&
                 matches[m].kind != LabelKind::kPortfolio;
      }
      if (names && end > covered) covered = end;
    }
  }
  if (masks_.empty()) return;
  // A mask hides what lies in it and goes away itself.
  std::vector<Range> hidden;
  for (const LabelMatch& match : matches) {
    if (!match.nested && masks_.contains(match.concept_index)) {
      hidden.push_back(match.range);
    }
  }
  if (hidden.empty()) return;
  std::erase_if(matches, [&](const LabelMatch& match) {
    const auto after = std::upper_bound(
        hidden.begin(), hidden.end(), match.range.begin,
        [](uint32_t at, Range range) { return at < range.begin; });
    return masks_.contains(match.concept_index) ||
           (after != hidden.begin() && std::prev(after)->contains(match.range));
  });
}

}  // namespace quoth::parse
