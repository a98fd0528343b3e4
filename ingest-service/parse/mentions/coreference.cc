// Chains in reading order, and the pronouns; nominal_coreference.cc has the
// nominals.
#include <algorithm>
#include <cmath>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

// Bounds of every look back, so that time stays linear.
constexpr std::size_t kRecentMax = 40;      // Entities remembered.
constexpr std::size_t kCandidatesMax = 12;  // Of a pronoun.
constexpr uint32_t kPronounSentencesMax =
    9;  // Back to a candidate's last mention.

constexpr uint32_t kRelativeLookMax = 8;  // Mentions before "who".
constexpr uint32_t kRelativeGapMax = 15;  // Tokens.

bool IsBodyKind(EntityKind kind) {
  return kind == EntityKind::kOrganisation || kind == EntityKind::kOffice ||
         kind == EntityKind::kPlace || kind == EntityKind::kDocument;
}

bool IsMark(TokenKind kind) {
  return kind == TokenKind::kQuoteClose || kind == TokenKind::kQuoteEither;
}

// In number, gender and kind.
bool Agrees(const Pronoun& pronoun, const Entity& entity) {
  if (pronoun.gender == Gender::kNeuter) {
    return IsBodyKind(entity.kind) && !entity.plural;
  }
  if (pronoun.plural) {
    return entity.plural || entity.kind == EntityKind::kGroup ||
           entity.kind == EntityKind::kOrganisation ||
           entity.kind == EntityKind::kOffice;
  }
  if (entity.kind != EntityKind::kPerson &&
      entity.kind != EntityKind::kUnknown) {
    return false;
  }
  if (entity.plural) return false;
  return entity.gender == Gender::kUnknown || entity.gender == pronoun.gender;
}

}  // namespace

ChainBuilder::ChainBuilder(const DocumentWords& words, FoundMentions& found,
                           PronounObserver observer)
    : words_(words),
      found_(found),
      observer_(std::move(observer)),
      lexicons_(words.lexicons()) {}

void ChainBuilder::Run() {
  for (const FoundMention& mention : found_) {
    const bool body = mention.mention.kind == EntityKind::kOrganisation ||
                      mention.mention.kind == EntityKind::kOffice;
    if (!body || mention.name.end <= mention.name.begin + 1) continue;
    body_last_.emplace(words_.hash(mention.name.end - 1), kNone);
    // Places, adjectives and common words do not stand for a body.
    const uint32_t first = mention.name.begin;
    if (mention.organisation == kNone && words_.Namey(first) &&
        words_.SmallCount(first) == 0 &&
        words_.Longest(first, first + 1,
                       Kinds(LexKind::kPlace, LexKind::kDemonym,
                             LexKind::kGivenName, LexKind::kTitle,
                             LexKind::kRole, LexKind::kOrganisation))
                .tokens == 0)
      body_first_.emplace(words_.hash(first), kNone);
  }
  NamePeople();
  NameSingles();
  NameBodies();
  SettleKinds();
  LearnRoles();
  for (Entity& entity : entities_) entity.count = 0;
  ReadOn();
}

// "Photo: Aye Bee", "Pictures by Aye Bee": spoken of by nobody.
bool ChainBuilder::IsCredit(const FoundMention& mention) const {
  const uint32_t at = mention.mention.first_token;
  const Sentence& sentence =
      words_.sentences().sentences[mention.mention.sentence];
  if (mention.mention.form != MentionForm::kName ||
      at < sentence.first_token + 2)
    return false;
  const TokenKind before = words_.token(at - 1).kind;
  if (before != TokenKind::kColon && words_.word(at - 1) != "by") return false;
  static constexpr std::string_view kWords[] = {
      "Photo",  "Photos", "Photograph",   "Picture", "Pictures", "Image",
      "Images", "Credit", "Illustration", "Video",   "photo",    "PHOTO"};
  return std::find(std::begin(kWords), std::end(kWords), words_.word(at - 2)) !=
         std::end(kWords);
}

void ChainBuilder::Saw(uint32_t index) {
  const int32_t id = found_[index].mention.chain;
  if (id == kNone || IsCredit(found_[index])) return;
  Entity& entity = entities_[id];
  if (entity.count++ == 0 && entity.kind == EntityKind::kPerson &&
      (entity.full_name || entity.figure != kNone)) {
    ++people_seen_;
    person_seen_ = id;
  }
  entity.last = static_cast<int32_t>(index);
  auto push = [id](std::vector<int32_t>& list) {
    const auto at = std::find(list.begin(), list.end(), id);
    if (at != list.end()) list.erase(at);
    list.push_back(id);
    if (list.size() > kRecentMax) list.erase(list.begin());
  };
  push(recent_);
  if (!found_[index].mention.quoted) {
    entity.last_outside = static_cast<int32_t>(index);
    push(recent_outside_);
  }
  if (!found_[index].mention.quoted && BesideReporting(found_[index])) {
    last_reporter_ = id;
    last_reporter_sentence_ = found_[index].mention.sentence;
  }
}

void ChainBuilder::ReadOn() {
  for (uint32_t i = 0; i < found_.size(); ++i) {
    FoundMention& mention = found_[i];
    switch (mention.mention.form) {
      case MentionForm::kName:
        break;
      case MentionForm::kNominal:
        if (mention.apposed_to != kNone) {
          mention.mention.chain = found_[mention.apposed_to].mention.chain;
          mention.mention.chain_rule = "apposition";
          mention.mention.chain_confidence = mention.apposed_confidence;
        } else {
          ResolveNominal(i);
        }
        break;
      case MentionForm::kPronoun:
        if (words_.word_class(mention.mention.first_token) ==
            WordClass::kRelative) {
          ResolveRelative(i);
        } else {
          ResolvePronoun(i);
        }
        break;
    }
    Saw(i);
  }
}

void ChainBuilder::ResolveRelative(uint32_t index) {
  FoundMention& mention = found_[index];
  const uint32_t at = mention.mention.first_token;
  const bool person = words_.word(at) == "who" || words_.word(at) == "whom" ||
                      words_.word(at) == "Who";
  // The nearest mention that ends just before, with a comma between at most;
  // the outermost of those that end there. "Who" means people: past "of the
  // committee" the person before it.
  int32_t best = kNone;
  int32_t further = kNone;
  for (uint32_t back = 1; back <= kRelativeLookMax && back <= index; ++back) {
    const FoundMention& before = found_[index - back];
    if (before.mention.sentence != mention.mention.sentence) break;
    if (before.mention.end_token > at || before.mention.chain == kNone) {
      continue;
    }
    if (before.mention.form == MentionForm::kPronoun) continue;
    const EntityKind kind = entities_[before.mention.chain].kind;
    if (person && IsBodyKind(kind)) continue;
    const uint32_t gap = at - before.mention.end_token;
    const bool beside =
        gap == 0 || (gap == 1 && words_.token(before.mention.end_token).kind !=
                                     TokenKind::kWord);
    if (beside) best = static_cast<int32_t>(index - back);
    if (further == kNone && person && gap <= kRelativeGapMax) {
      further = static_cast<int32_t>(index - back);
    }
  }
  const bool near = best != kNone;
  if (!near) best = further;
  if (best == kNone) return;
  mention.mention.chain = found_[best].mention.chain;
  mention.mention.chain_rule = near ? "relative" : "relative-far";
  mention.mention.chain_confidence = near ? 0.9f : 0.6f;
  mention.mention.gender = entities_[mention.mention.chain].gender;
  mention.mention.kind = entities_[mention.mention.chain].kind;
}

PronounFeatures ChainBuilder::Describe(uint32_t index, int32_t id,
                                       uint32_t rank) const {
  PronounFeatures features{};
  auto set = [&](PronounFeature feature, bool on) {
    features[static_cast<std::size_t>(feature)] = on ? 1.0f : 0.0f;
  };
  using F = PronounFeature;
  const FoundMention& pronoun = found_[index];
  const Entity& entity = entities_[id];
  // What stands inside quotations says little of whom the words around them
  // speak of.
  const bool outside = !pronoun.mention.quoted && entity.last_outside != kNone;
  const FoundMention& last =
      found_[outside ? entity.last_outside : entity.last];
  const auto& sentences = words_.sentences().sentences;
  const uint32_t sentence_gap =
      pronoun.mention.sentence - last.mention.sentence;
  const uint32_t block_gap = sentences[pronoun.mention.sentence].block -
                             sentences[last.mention.sentence].block;
  const Sentence& sentence = sentences[last.mention.sentence];
  const uint32_t begin = last.mention.first_token;
  const uint32_t end = last.mention.end_token;
  set(F::kSameSentence, sentence_gap == 0);
  set(F::kPreviousSentence, sentence_gap == 1);
  set(F::kTwoBack, sentence_gap == 2);
  set(F::kFurtherBack, sentence_gap > 2);
  set(F::kSameBlock, block_gap == 0);
  set(F::kPreviousBlock, block_gap == 1);
  features[static_cast<std::size_t>(F::kDistance)] =
      static_cast<float>(std::min(sentence_gap, 8u)) / 8.0f;
  const bool reporter = BesideReporting(last);
  const bool verb_after = end < sentence.end_token &&
                          (words_.word_class(end) == WordClass::kReporting ||
                           words_.word_class(end) == WordClass::kAuxiliary);
  const bool possessive = words_.token(end - 1).possessive ||
                          (last.mention.form == MentionForm::kPronoun &&
                           words_.word_class(begin) == WordClass::kPossessive);
  const bool object = begin > sentence.first_token &&
                      words_.word_class(begin - 1) == WordClass::kPreposition;
  const bool first = begin == sentence.first_token;
  const bool subject =
      !possessive && !object && (verb_after || reporter || first);
  set(F::kSubject, subject);
  set(F::kFirstInSentence, first);
  set(F::kPossessive, possessive);
  set(F::kObject, object);
  set(F::kLastName, last.mention.form == MentionForm::kName);
  set(F::kLastNominal, last.mention.form == MentionForm::kNominal);
  set(F::kLastPronoun, last.mention.form == MentionForm::kPronoun);
  set(F::kSamePronoun,
      last.mention.form == MentionForm::kPronoun &&
          words_.hash(begin) == words_.hash(pronoun.mention.first_token));
  set(F::kReporter, reporter);
  set(F::kLastReporter,
      last_reporter_ == id &&
          pronoun.mention.sentence - last_reporter_sentence_ <= 6);
  const bool reports = BesideReporting(pronoun);
  const uint32_t at = pronoun.mention.first_token;
  const Sentence& around = sentences[pronoun.mention.sentence];
  const bool tag =
      reports && !pronoun.mention.quoted &&
      ((at > around.first_token && IsMark(words_.token(at - 1).kind)) ||
       (at > around.first_token + 1 &&
        words_.word_class(at - 1) == WordClass::kReporting &&
        IsMark(words_.token(at - 2).kind)));
  set(F::kTagLastReporter, tag && last_reporter_ == id);
  set(F::kInQuoteSince, outside && entity.last != entity.last_outside);
  set(F::kReporterAgain, reporter && reports);
  set(F::kQuotedApart, last.mention.quoted != pronoun.mention.quoted);
  set(F::kBothQuoted, last.mention.quoted && pronoun.mention.quoted);
  set(F::kGenderKnown,
      entity.gender == pronoun.mention.gender && entity.gender_sure);
  set(F::kGenderUnknown, entity.gender == Gender::kUnknown);
  set(F::kKindUnknown, entity.kind == EntityKind::kUnknown);
  set(F::kHasFullName, entity.full_name);
  set(F::kHasTitle, entity.titled || !entity.roles.empty());
  set(F::kNearest, rank == 0);
  set(F::kSecondNearest, rank == 1);
  features[static_cast<std::size_t>(F::kLogCount)] =
      std::log1p(static_cast<float>(entity.count));
  const Pronoun* form = FindPronoun(words_.hash(pronoun.mention.first_token));
  set(F::kSubjectPronounAfterSubject,
      form != nullptr && form->subject && subject);
  set(F::kPossessivePronoun,
      form != nullptr && form->possessive && sentence_gap == 0);
  set(F::kTitleTopic, entity.in_title);
  set(F::kSubjectSameSentenceBefore, sentence_gap == 0 && subject);
  set(F::kPluralGroup, entity.plural || entity.kind == EntityKind::kGroup);
  set(F::kLastReporterPrevBlock,
      last_reporter_ == id && sentences[last_reporter_sentence_].block + 1 ==
                                  sentences[pronoun.mention.sentence].block);
  set(F::kFirstOfBlock,
      begin == sentence.first_token &&
          (last.mention.sentence == 0 ||
           sentences[last.mention.sentence - 1].block != sentence.block));
  return features;
}

void ChainBuilder::ResolvePronoun(uint32_t index) {
  FoundMention& mention = found_[index];
  const Pronoun* pronoun =
      FindPronoun(words_.hash(mention.mention.first_token));
  // Who "I" and "you" are is told by whose words they stand in: attribution.
  if (pronoun == nullptr || pronoun->person != 3) return;
  const bool neuter = pronoun->gender == Gender::kNeuter;
  PronounChoice choice;
  choice.mention = index;
  choice.candidates.reserve(kCandidatesMax);
  choice.features.reserve(kCandidatesMax);
  uint32_t rank = 0;
  auto consider = [&](int32_t id) {
    const Entity& entity = entities_[id];
    if (entity.last == kNone) return true;
    if (mention.mention.sentence - found_[entity.last].mention.sentence >
        kPronounSentencesMax) {
      return false;
    }
    if (!Agrees(*pronoun, entity)) return true;
    // A phrase that holds the pronoun is not what it means.
    if (found_[entity.last].mention.end_token > mention.mention.first_token) {
      return true;
    }
    if (std::find(choice.candidates.begin(), choice.candidates.end(), id) !=
        choice.candidates.end()) {
      return true;
    }
    choice.candidates.push_back(id);
    choice.features.push_back(Describe(index, id, rank++));
    return choice.candidates.size() < kCandidatesMax;
  };
  if (!mention.mention.quoted) {
    for (auto at = recent_outside_.rbegin(); at != recent_outside_.rend();
         ++at) {
      if (!consider(*at)) break;
    }
  }
  for (auto at = recent_.rbegin(); at != recent_.rend(); ++at) {
    if (choice.candidates.size() >= kCandidatesMax || !consider(*at)) break;
  }
  if (choice.candidates.empty()) return;
  uint32_t most = 0;
  for (int32_t id : choice.candidates)
    most = std::max(most, entities_[id].count);
  for (std::size_t c = 0; c < choice.candidates.size(); ++c) {
    choice
        .features[c][static_cast<std::size_t>(PronounFeature::kMostFrequent)] =
        entities_[choice.candidates[c]].count == most;
  }
  const PronounModel& model = lexicons_.pronouns();
  float best_score = -1e9f;
  std::size_t best = 0;
  double total = 0;
  std::vector<float> scores;
  for (std::size_t c = 0; c < choice.candidates.size(); ++c) {
    scores.push_back(model.Score(choice.features[c]));
    if (scores.back() > best_score) {
      best_score = scores.back();
      best = c;
    }
  }
  for (float score : scores)
    total += std::exp(static_cast<double>(score - best_score));
  choice.chosen = choice.candidates[best];
  mention.mention.chain = choice.chosen;
  mention.mention.chain_confidence =
      static_cast<float>(std::clamp(0.97 / total, 0.15, 0.95));
  mention.mention.chain_rule = neuter            ? "pronoun-it"
                               : pronoun->plural ? "pronoun-they"
                                                 : "pronoun";
  mention.mention.kind = entities_[choice.chosen].kind;
  Entity& entity = entities_[choice.chosen];
  if (mention.mention.chain_confidence > 0.5f && !neuter) {
    if (entity.gender == Gender::kUnknown) entity.gender = pronoun->gender;
    // Capitals that "he" means are a person's.
    if (entity.kind == EntityKind::kUnknown && !pronoun->plural)
      entity.kind = mention.mention.kind = EntityKind::kPerson;
  }
  if (observer_) observer_(choice);
}

}  // namespace quoth::parse
