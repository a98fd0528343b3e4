#include "ingest-service/parse/topics/topic_scan.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "ingest-service/parse/topics/country_pairs.h"
#include "ingest-service/parse/topics/key_phrases.h"

namespace quoth::parse {
namespace {

bool IsRead(const Block& block) {
  return block.kind != BlockKind::kBoilerplate &&
         block.kind != BlockKind::kStage;
}

// A stretch of text that labels do not cross.
struct Region {
  Range range;
  bool heading = false;
};

// The blocks; without a layout the statements themselves.
std::vector<Region> RegionsOf(const Layout& layout,
                              const Attributions& attributions) {
  std::vector<Region> regions;
  for (const Block& block : layout.blocks) {
    if (!IsRead(block) || block.range.empty()) continue;
    regions.push_back({block.range, block.kind == BlockKind::kHeading ||
                                        block.kind == BlockKind::kTitle});
  }
  if (!regions.empty()) return regions;
  for (const Attribution& statement : attributions.statements) {
    for (const Range span : statement.spans) regions.push_back({span});
  }
  std::sort(regions.begin(), regions.end(),
            [](const Region& a, const Region& b) { return a.range < b.range; });
  uint32_t end = 0;  // Nested statements lie in their outer ones.
  std::erase_if(regions, [&end](const Region& region) {
    if (region.range.begin < end) return true;
    end = region.range.end;
    return false;
  });
  return regions;
}

// Names of people: a label within one is part of the name ("Jim Jordan").
std::vector<Range> PersonNames(const Mentions& mentions) {
  std::vector<Range> names;
  for (const Mention& mention : mentions.mentions) {
    if (mention.kind == EntityKind::kPerson &&
        mention.form == MentionForm::kName && !mention.name.empty()) {
      names.push_back(mention.name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool IsPartOfName(Range label, const std::vector<Range>& names) {
  auto after =
      std::upper_bound(names.begin(), names.end(), label.begin,
                       [](uint32_t at, Range name) { return at < name.begin; });
  if (after == names.begin()) return false;
  return std::prev(after)->contains(label);
}

bool IsEvidence(LabelKind kind) {
  return kind != LabelKind::kContext && kind != LabelKind::kPortfolio &&
         kind != LabelKind::kRelation;
}

// What the whole document says for each concept, ambiguous words aside.
class Votes {
 public:
  explicit Votes(const std::vector<LabelMatch>& matches) {
    for (std::size_t k = 0; k < matches.size();) {
      std::size_t end = k;
      while (end < matches.size() && matches[end].range == matches[k].range) {
        ++end;
      }
      Count(matches, k, end);
      k = end;
    }
  }

  int Of(uint32_t concept_index) const {
    const auto found = votes_.find(concept_index);
    return found == votes_.end() ? 0 : found->second;
  }

 private:
  void Count(const std::vector<LabelMatch>& matches, std::size_t begin,
             std::size_t end) {
    bool ambiguous = false;
    for (std::size_t k = begin; k < end; ++k) {
      ambiguous |= matches[k].kind == LabelKind::kAmbiguous;
    }
    for (std::size_t k = begin; k < end; ++k) {
      const LabelMatch& match = matches[k];
      if (match.kind == LabelKind::kContext) {
        ++votes_[match.concept_index];
      } else if (IsEvidence(match.kind) && !ambiguous && !match.doubtful &&
                 !match.weak && match.kind != LabelKind::kGeneric) {
        votes_[match.concept_index] += 2;
      }
    }
  }

  absl::flat_hash_map<uint32_t, int> votes_;
};

// Drops the senses of an ambiguous label that the document does not speak for.
void SettleSenses(std::vector<LabelMatch>& matches) {
  const Votes votes(matches);
  std::vector<LabelMatch> kept;
  kept.reserve(matches.size());
  for (std::size_t k = 0; k < matches.size();) {
    std::size_t end = k;
    while (end < matches.size() && matches[end].range == matches[k].range)
      ++end;
    int32_t best = kNone;  // The ambiguous sense with most votes,
    int plain_votes = -1;  // against the best of the plain ones.
    for (std::size_t m = k; m < end; ++m) {
      const LabelMatch& match = matches[m];
      const int count = votes.Of(match.concept_index);
      if (match.kind == LabelKind::kAmbiguous) {
        if (count > 0 &&
            (best == kNone || count > votes.Of(matches[best].concept_index))) {
          best = static_cast<int32_t>(m);
        }
      } else if (IsEvidence(match.kind)) {
        plain_votes = std::max(plain_votes, count);
      }
    }
    const bool ambiguous_wins =
        best != kNone && votes.Of(matches[best].concept_index) >= plain_votes;
    for (std::size_t m = k; m < end; ++m) {
      const LabelMatch& match = matches[m];
      if (match.kind == LabelKind::kContext) continue;
      if (match.kind == LabelKind::kAmbiguous) {
        if (!ambiguous_wins || static_cast<int32_t>(m) != best) continue;
      } else if (IsEvidence(match.kind)) {
        if (ambiguous_wins &&
            match.concept_index != matches[best].concept_index) {
          continue;
        }
        if (match.doubtful && votes.Of(match.concept_index) < 2) continue;
      }
      // A nested label counts only for what the longer one belongs to; that
      // is for the tagger to say. Drop plain repetitions.
      if (!kept.empty() && kept.back().range == match.range &&
          kept.back().concept_index == match.concept_index &&
          kept.back().kind <= match.kind) {
        continue;
      }
      kept.push_back(match);
    }
    k = end;
  }
  matches = std::move(kept);
}

void SortMatches(std::vector<LabelMatch>& matches) {
  std::sort(matches.begin(), matches.end(),
            [](const LabelMatch& a, const LabelMatch& b) {
              if (a.range.begin != b.range.begin) {
                return a.range.begin < b.range.begin;
              }
              if (a.range.end != b.range.end) return a.range.end > b.range.end;
              if (a.concept_index != b.concept_index) {
                return a.concept_index < b.concept_index;
              }
              if (a.kind != b.kind) return a.kind < b.kind;
              return a.weak < b.weak;  // The stronger stays.
            });
}

// Places are those that people can be of.
bool IsPlace(const Concept& concept_read) {
  for (const SkosLabel& label : concept_read.labels) {
    if (label.kind == LabelKind::kDemonym) return true;
  }
  return false;
}

// A nested label stays when its concept is broader than, or implied by, the
// concept of the longer label: "UN" in "UN Security Council"; not "Asia" in
// "Central Asia", which the broader links tell anyway.
void DropUnrelatedNested(const Vocabulary& vocabulary,
                         std::vector<LabelMatch>& matches) {
  std::vector<LabelMatch> kept;
  kept.reserve(matches.size());
  std::vector<LabelMatch> outer;  // Matches of the latest outermost range.
  for (const LabelMatch& match : matches) {
    if (!match.nested || !IsEvidence(match.kind)) {
      if (IsEvidence(match.kind)) {
        if (!outer.empty() && outer.back().range != match.range) outer.clear();
        outer.push_back(match);
      }
      kept.push_back(match);
      continue;
    }
    bool belongs = false, ours_around = false, theirs_around = false;
    const Concept& inner = vocabulary.at(match.concept_index);
    for (const LabelMatch& around : outer) {
      if (!around.range.contains(match.range)) continue;
      const Concept& whole = vocabulary.at(around.concept_index);
      belongs |=
          vocabulary.IsAncestor(match.concept_index, around.concept_index) &&
          !(IsPlace(inner) && IsPlace(whole));
      (whole.imported ? theirs_around : ours_around) = true;
    }
    const bool ours_in_theirs =
        !inner.imported && theirs_around && !ours_around;
    if (!belongs && !ours_in_theirs) continue;
    kept.push_back(match);
    // What an imported vocabulary adds takes nothing away from ours.
    if (ours_in_theirs) kept.back().nested = false;
  }
  matches = std::move(kept);
}

}  // namespace

float LabelWeight(const LabelMatch& match, const Concept& matched) {
  constexpr float kElided = 0.75f, kNested = 0.65f, kWeak = 0.2f;
  float weight = 0;
  switch (match.kind) {
    case LabelKind::kPreferred:
      weight = 0.92f;
      break;
    case LabelKind::kAlternative:
      weight = 0.9f;
      break;
    case LabelKind::kHidden:
      weight = 0.78f;
      break;
    case LabelKind::kAmbiguous:
      weight = 0.75f;
      break;
    case LabelKind::kDemonym:
      weight = 0.62f;
      break;
    case LabelKind::kMetonym:
      weight = 0.5f;
      break;
    case LabelKind::kGeneric:  // Under the least confidence, by itself.
      weight = 0.26f;
      break;
    default:
      return 0;
  }
  // One plain word of a vocabulary that was not made for matching.
  if (matched.imported && matched.kind == ConceptKind::kSubject &&
      match.words == 1 && !match.acronym) {
    weight *= 0.65f;
  }
  if (match.elided) weight *= kElided;
  if (match.nested) weight *= kNested;
  if (match.weak) weight *= kWeak;
  return weight;
}

bool SpeaksForDocument(const LabelMatch& match, const Concept& matched) {
  if (match.weak || match.doubtful) return false;
  return !matched.imported ||
         (match.kind == LabelKind::kPreferred && match.words > 1);
}

TopicScan ScanTopics(const DecodedDocument& document, const Layout& layout,
                     const Metadata& metadata, const Mentions& mentions,
                     const Attributions& attributions,
                     const Vocabulary& vocabulary) {
  const LabelMatcher& matcher = vocabulary.matcher();
  const auto languages = matcher.LanguagesOf(metadata.language);
  const std::vector<Range> names = PersonNames(mentions);
  TopicScan scan;
  KeyPhraseCounter phrases;
  std::vector<LabelWord> words;
  std::vector<LabelMatch> found;
  for (const Region& region : RegionsOf(layout, attributions)) {
    found.clear();
    matcher.Find(document.text, region.range, languages, words, found);
    phrases.Count(words, found, names, region.heading);
    FindCountryPairs(words, vocabulary, found, scan.open_pairs);
    scan.matches.insert(scan.matches.end(), found.begin(), found.end());
  }
  scan.key_phrases = phrases.Best(document.text);
  std::erase_if(scan.matches, [&](const LabelMatch& match) {
    return vocabulary.at(match.concept_index).kind != ConceptKind::kPerson &&
           IsEvidence(match.kind) && IsPartOfName(match.range, names);
  });
  SortMatches(scan.matches);
  SettleSenses(scan.matches);
  DropUnrelatedNested(vocabulary, scan.matches);
  if (metadata.title_range.empty() && !metadata.title.empty()) {
    scan.title_matches =
        ScanPhrase(metadata.title, metadata.language, vocabulary);
  }
  return scan;
}

std::vector<LabelMatch> ScanPhrase(std::string_view phrase,
                                   std::string_view language,
                                   const Vocabulary& vocabulary) {
  constexpr std::size_t kPhraseBytesMax = 2000;
  std::vector<LabelWord> words;
  std::vector<LabelMatch> matches;
  std::vector<OpenPair> open;
  const auto size =
      static_cast<uint32_t>(std::min(phrase.size(), kPhraseBytesMax));
  const LabelMatcher& matcher = vocabulary.matcher();
  matcher.Find(phrase, {0, size}, matcher.LanguagesOf(language), words,
               matches);
  FindCountryPairs(words, vocabulary, matches, open);
  SortMatches(matches);
  SettleSenses(matches);
  DropUnrelatedNested(vocabulary, matches);
  return matches;
}

}  // namespace quoth::parse
