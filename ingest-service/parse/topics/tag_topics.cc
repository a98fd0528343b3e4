#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/ascii.h"
#include "ingest-service/parse/topics/document_themes.h"
#include "ingest-service/parse/topics/label_text.h"
#include "ingest-service/parse/topics/topic_evidence.h"
#include "ingest-service/parse/topics/topic_scan.h"
#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace quoth::parse {
namespace {

// How much of a label's weight is left when it stands elsewhere.
constexpr float kHeadingShare = 0.75f;
constexpr float kQuestionShare = 0.68f;
constexpr float kLeadInShare = 0.62f;  // Before the statement: "Referring
                                       // to the treaty, he said ..."
constexpr float kTitleShare = 0.46f;
constexpr float kImpliedShare = 0.75f;
constexpr float kPortfolioWeight = 0.36f;  // The speaker's field of work.
// What the document is about, for statements that name no subject.
constexpr float kThemeWeights[kThemesMax] = {0.42f, 0.34f};
constexpr float kOpenPairWeight = 0.66f;  // One side named, other inferred.

// The title speaks for a statement only when that says little by itself.
constexpr std::size_t kOwnSubjectsEnough = 1;
constexpr std::size_t kTitleTopicsMax = 2;
constexpr uint32_t kLeadInBytesMax = 300;
// A heading speaks for this many paragraphs below it, then for less.
constexpr uint32_t kHeadingReachBlocks = 12;

class StatementTagger {
 public:
  StatementTagger(const DecodedDocument& document, const Layout& layout,
                  const Metadata& metadata, const Mentions& mentions,
                  const Vocabulary& vocabulary, const TopicScan& scan,
                  const std::vector<Theme>& themes)
      : document_(document),
        layout_(layout),
        metadata_(metadata),
        mentions_(mentions),
        vocabulary_(vocabulary),
        scan_(scan),
        themes_(themes) {}

  std::vector<Tag> Tags(const Attribution& statement) {
    evidence_.Clear();
    statement_ = &statement;
    for (const Range span : statement.spans) {
      ForMatches(span, [&](const LabelMatch& match) {
        AddMatch(match, TagSource::kText, 1);
      });
      AddOpenPairs(span, TagSource::kText, 1);
    }
    AddLeadIn();
    AddHeading();
    AddQuestion();
    AddImplied();
    if (OwnSubjects() < kOwnSubjectsEnough) {
      for (std::size_t k = 0; k < themes_.size(); ++k) {
        Add(themes_[k].concept_index, kThemeWeights[k], TagSource::kLead,
            themes_[k].evidence);
      }
      AddTitleAndPortfolio();
    }
    return evidence_.Rank(vocabulary_);
  }

 private:
  template <typename Use>
  void ForMatches(Range range, const Use& use) const {
    auto at = std::lower_bound(scan_.matches.begin(), scan_.matches.end(),
                               range.begin,
                               [](const LabelMatch& match, uint32_t begin) {
                                 return match.range.begin < begin;
                               });
    for (; at != scan_.matches.end() && at->range.begin < range.end; ++at) {
      if (at->range.end <= range.end) use(*at);
    }
  }

  void AddMatch(const LabelMatch& match, TagSource source, float share) {
    float weight =
        LabelWeight(match, vocabulary_.at(match.concept_index)) * share;
    if (match.kind == LabelKind::kMetonym && StandsForPlace(match.range)) {
      constexpr float kPlaceShare = 0.75f;
      weight *= kPlaceShare;
    }
    Add(match.concept_index, weight, source, match.range);
  }

  // "in Moscow" is a place first; "Moscow said" is a government.
  bool StandsForPlace(Range range) const {
    std::string_view before =
        std::string_view(document_.text).substr(0, range.begin);
    before = before.substr(before.size() > 8 ? before.size() - 8 : 0);
    before = TrimSpace(before);
    const std::size_t space = before.find_last_of(" \n");
    if (space != std::string_view::npos) before = before.substr(space + 1);
    return before == "in" || before == "near" || before == "outside";
  }

  void Add(uint32_t concept_index, float weight, TagSource source,
           Range range) {
    evidence_.Add(concept_index, weight, source, range);
  }

  // Words before the statement in its own sentence, its source aside.
  void AddLeadIn() {
    const Range first = statement_->spans.front();
    if (statement_->block >= layout_.blocks.size()) return;
    const Range block = layout_.blocks[statement_->block].range;
    if (block.begin >= first.begin) return;
    uint32_t begin = block.begin;
    if (first.begin - begin > kLeadInBytesMax) {
      begin = first.begin - kLeadInBytesMax;
    }
    const std::string_view text = document_.text;
    for (uint32_t at = first.begin; at-- > begin;) {
      if (EndsSentence(text, at, first.begin)) {
        begin = at + 1;
        break;
      }
    }
    Range source = statement_->source;
    if (statement_->mention >= 0) {
      const Range mention = mentions_.mentions[statement_->mention].range;
      if (source.empty()) source = mention;
      source = {std::min(source.begin, mention.begin),
                std::max(source.end, mention.end)};
    }
    ForMatches({begin, first.begin}, [&](const LabelMatch& match) {
      if (!source.empty() && match.range.overlaps(source)) return;
      if (InOtherMention(match.range) || IsPerson(match.concept_index) ||
          !IntroducedAsTopic({begin, match.range.begin})) {
        return;
      }
      AddMatch(match, TagSource::kLead, kLeadInShare);
    });
  }

  // Whether a sentence ends at `at`; not at "Mr." or "U.S."
  static bool EndsSentence(std::string_view text, uint32_t at, uint32_t end) {
    const char c = text[at];
    if (c != '.' && c != '!' && c != '?') return false;
    if (at + 2 >= end || (text[at + 1] != ' ' && text[at + 1] != '\n') ||
        absl::ascii_islower(static_cast<unsigned char>(text[at + 2]))) {
      return false;
    }
    if (c != '.') return true;
    const std::size_t space = text.find_last_of(" \n(", at);
    const std::string_view word =
        text.substr(space + 1, at - space - 1);  // npos + 1 is 0.
    constexpr std::size_t kAbbreviationMax = 4;
    return word.size() > kAbbreviationMax || word.empty() ||
           !absl::ascii_isupper(static_cast<unsigned char>(word[0]));
  }

  bool IsPerson(uint32_t concept_index) const {
    return vocabulary_.at(concept_index).kind == ConceptKind::kPerson;
  }

  // Whether the words before a label say that it is the matter spoken of:
  // "Referring to", "Asked about", "In a speech on", "As for". Where and by
  // whom it was said does not count: "said on MSNBC", "the governor of Iowa".
  bool IntroducedAsTopic(Range before) const {
    constexpr uint32_t kReachBytes = 48;
    if (before.size() > kReachBytes) before.begin = before.end - kReachBytes;
    const std::string words = " " + LowerAscii(before.of(document_.text)) + " ";
    constexpr std::string_view kIntroductions[] = {
        " about ",         " regarding ",      " concerning ",
        "referring to ",   "reference to ",    "refers to ",
        "turning to ",     "responding to ",   "in response to ",
        "reacting to ",    " as for ",         "commenting on ",
        "comment on ",     "speaking of ",     "speaking on ",
        "touching on ",    "touching upon ",   "speech on ",
        "question on ",    "views on ",        "position on ",
        "remarks on ",     "discussing ",      "talks on ",
        "with regard to ", "with respect to ", "over the issue of "};
    for (const std::string_view introduction : kIntroductions) {
      if (words.find(introduction) != std::string::npos) return true;
    }
    return false;
  }

  // "the Russian diplomat" names a person, not Russia.
  bool InOtherMention(Range range) const {
    auto after =
        std::upper_bound(mentions_.mentions.begin(), mentions_.mentions.end(),
                         range.begin, [](uint32_t at, const Mention& mention) {
                           return at < mention.range.begin;
                         });
    for (int looked = 0; after != mentions_.mentions.begin() && looked < 3;
         ++looked) {
      --after;
      if (after->kind == EntityKind::kPerson && after->range.contains(range) &&
          after->range != range) {
        return true;
      }
    }
    return false;
  }

  void AddHeading() {
    if (statement_->section < 0 ||
        static_cast<std::size_t>(statement_->section) >=
            layout_.blocks.size()) {
      return;
    }
    const Block& heading = layout_.blocks[statement_->section];
    if (heading.kind == BlockKind::kTitle) return;
    float share = kHeadingShare;
    const auto at = static_cast<uint32_t>(statement_->section);
    if (statement_->block > at &&
        statement_->block - at > kHeadingReachBlocks) {
      share *= 0.6f;
    }
    ForMatches(heading.range, [&](const LabelMatch& match) {
      AddMatch(match, TagSource::kHeading, share);
    });
    AddOpenPairs(heading.range, TagSource::kHeading, share);
  }

  int32_t QuestionTurn() const {
    if (statement_->question >= 0) return statement_->question;
    // The nearest question above in the transcript.
    for (int32_t at = statement_->turn - 1;
         at >= 0 && statement_->turn - at <= 2; --at) {
      if (layout_.turns[at].role == TurnRole::kQuestion) return at;
    }
    return kNone;
  }

  void AddQuestion() {
    const int32_t turn = QuestionTurn();
    if (turn < 0 || static_cast<std::size_t>(turn) >= layout_.turns.size()) {
      return;
    }
    const Turn& question = layout_.turns[turn];
    for (uint32_t b = question.first_block;
         b <= question.last_block && b < layout_.blocks.size(); ++b) {
      const Range range = layout_.blocks[b].range;
      ForMatches(range, [&](const LabelMatch& match) {
        AddMatch(match, TagSource::kQuestion, kQuestionShare);
      });
      AddOpenPairs(range, TagSource::kQuestion, kQuestionShare);
    }
  }

  // "relations with Turkey": whose is told by the statement's other country,
  // by the speaker's own, or by the document's title.
  void AddOpenPairs(Range range, TagSource source, float share) {
    auto at =
        std::lower_bound(scan_.open_pairs.begin(), scan_.open_pairs.end(),
                         range.begin, [](const OpenPair& open, uint32_t begin) {
                           return open.range.begin < begin;
                         });
    for (; at != scan_.open_pairs.end() && at->range.end <= range.end; ++at) {
      const int32_t pair = ClosePair(at->country);
      if (pair != kNone) {
        Add(static_cast<uint32_t>(pair), kOpenPairWeight * share, source,
            at->range);
      }
    }
  }

  int32_t ClosePair(uint32_t country) {
    int32_t pair = kNone;
    auto try_with = [&](uint32_t other) {
      if (pair == kNone && other != country &&
          vocabulary_.TakesPartInPairs(other)) {
        pair = vocabulary_.FindPair(country, other);
      }
    };
    if (statement_->chain >= 0) {
      for (const std::string& role : RolesOfSpeaker()) {
        for (const LabelMatch& match :
             ScanPhrase(role, metadata_.language, vocabulary_)) {
          try_with(match.concept_index);
        }
      }
    }
    for (const LabelMatch& match : TitleMatches())
      try_with(match.concept_index);
    return pair;
  }

  absl::Span<const std::string> RolesOfSpeaker() const {
    if (statement_->chain < 0 || static_cast<std::size_t>(statement_->chain) >=
                                     mentions_.chains.size()) {
      return {};
    }
    constexpr std::size_t kRolesLooked = 3;
    return absl::MakeConstSpan(mentions_.chains[statement_->chain].roles)
        .subspan(0, kRolesLooked);
  }

  std::vector<LabelMatch> TitleMatches() const {
    if (!scan_.title_matches.empty()) return scan_.title_matches;
    std::vector<LabelMatch> matches;
    ForMatches(metadata_.title_range,
               [&](const LabelMatch& match) { matches.push_back(match); });
    return matches;
  }

  void AddImplied() {
    const std::size_t known = evidence_.list().size();
    for (std::size_t k = 0; k < known; ++k) {
      const Evidence from = evidence_.list()[k];
      if (from.Confidence() < kConfidenceMin) continue;
      for (const uint32_t implied :
           vocabulary_.at(from.concept_index).implies) {
        Add(implied, from.Confidence() * kImpliedShare, from.source,
            from.range);
      }
    }
  }

  // Topics that the statement names itself, countries and people aside.
  std::size_t OwnSubjects() const {
    std::size_t subjects = 0;
    for (const Evidence& known : evidence_.list()) {
      subjects += known.strongest >= 0.55f &&
                  IsSubjectLike(vocabulary_, known.concept_index);
    }
    return subjects;
  }

  // Whether the statement's paragraph, or the one before, names the concept.
  // A title may be about one of many things that a document strings together.
  bool IsSpokenOfNearby(uint32_t concept_index) const {
    bool found = false;
    const uint32_t last = statement_->block;
    for (uint32_t b = last == 0 ? 0 : last - 1;
         b <= last && b < layout_.blocks.size(); ++b) {
      const Range range = layout_.blocks[b].range;
      if (range.overlaps(metadata_.title_range)) continue;
      ForMatches(range, [&](const LabelMatch& match) {
        found |= match.concept_index == concept_index;
      });
    }
    return found;
  }

  // A matter that a whole document can be on: a subject, an event, a treaty;
  // no place or body of one country.
  bool IsMatter(uint32_t concept_index) const {
    if (!IsSubjectLike(vocabulary_, concept_index)) return false;
    if (vocabulary_.at(concept_index).kind != ConceptKind::kEntity) return true;
    for (const uint32_t broader : vocabulary_.ancestors(concept_index)) {
      if (vocabulary_.TakesPartInPairs(broader)) return false;
    }
    return true;
  }

  void AddTitleAndPortfolio() {
    std::size_t added = 0;
    const bool in_text = scan_.title_matches.empty();
    for (const LabelMatch& match : TitleMatches()) {
      if (added == kTitleTopicsMax) break;
      const Range range = in_text ? match.range : Range{};
      if (match.kind == LabelKind::kPortfolio) {
        Add(match.concept_index, kPortfolioWeight, TagSource::kLead, range);
        ++added;
      } else if (IsMatter(match.concept_index) ||
                 (evidence_.list().empty() && !IsPerson(match.concept_index) &&
                  vocabulary_.TakesPartInPairs(match.concept_index))) {
        if (!SpeaksForDocument(match, vocabulary_.at(match.concept_index)) ||
            !IsSpokenOfNearby(match.concept_index)) {
          continue;
        }
        const float weight =
            LabelWeight(match, vocabulary_.at(match.concept_index));
        if (weight <= 0) continue;
        Add(match.concept_index, weight * kTitleShare, TagSource::kLead, range);
        ++added;
      }
    }
    if (added > 0 || !themes_.empty()) return;
    for (const std::string& role : RolesOfSpeaker()) {
      for (const LabelMatch& match :
           ScanPhrase(role, metadata_.language, vocabulary_)) {
        if (match.kind != LabelKind::kPortfolio) continue;
        Add(match.concept_index, kPortfolioWeight, TagSource::kLead,
            statement_->source);
        return;
      }
    }
  }

  const DecodedDocument& document_;
  const Layout& layout_;
  const Metadata& metadata_;
  const Mentions& mentions_;
  const Vocabulary& vocabulary_;
  const TopicScan& scan_;
  const std::vector<Theme>& themes_;
  const Attribution* statement_ = nullptr;
  EvidenceSet evidence_;
};

}  // namespace

Topics TagTopics(const DecodedDocument& document, const Layout& layout,
                 const Metadata& metadata, const Mentions& mentions,
                 const Attributions& attributions,
                 const Vocabulary& vocabulary) {
  Topics topics;
  topics.by_statement.reserve(attributions.statements.size());
  const TopicScan scan = ScanTopics(document, layout, metadata, mentions,
                                    attributions, vocabulary);
  const std::vector<Theme> themes =
      FindThemes(layout, metadata, scan, vocabulary);
  StatementTagger tagger(document, layout, metadata, mentions, vocabulary, scan,
                         themes);
  for (const Attribution& statement : attributions.statements) {
    topics.by_statement.push_back(
        statement.spans.empty() ? std::vector<Tag>() : tagger.Tags(statement));
  }
  topics.key_phrases = scan.key_phrases;
  return topics;
}

}  // namespace quoth::parse
