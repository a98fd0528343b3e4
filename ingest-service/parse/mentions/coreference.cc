// Nominals and pronouns, in reading order.
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
constexpr std::size_t kRoleHoldersMax = 64;  // People looked at for a nominal.

constexpr uint32_t kRelativeLookMax = 8;  // Mentions before "who".
constexpr uint32_t kRelativeGapMax = 15;  // Tokens.

constexpr float kRoleScoreMin = 0.45f;

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
    if (body && mention.name.end > mention.name.begin + 1)
      body_last_.emplace(words_.hash(mention.name.end - 1), kNone);
  }
  NamePeople();
  NameSingles();
  NameBodies();
  SettleKinds();
  LearnRoles();
  for (Entity& entity : entities_) entity.count = 0;
  ReadOn();
}

void ChainBuilder::Saw(uint32_t index) {
  const int32_t id = found_[index].mention.chain;
  if (id == kNone) return;
  Entity& entity = entities_[id];
  ++entity.count;
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

float ChainBuilder::RoleScore(const FoundMention& nominal,
                              const RoleFact& asked, const Entity& entity,
                              uint32_t at) const {
  const RoleLexicon& roles = lexicons_.roles();
  const auto& places = lexicons_.places().places();
  if (entity.gender_sure && nominal.mention.gender != Gender::kUnknown &&
      entity.gender != nominal.mention.gender)
    return 0;
  float best = 0;
  auto consider = [&](RoleClass have, int32_t form, int32_t country,
                      int32_t body, float trust) {
    float fit = roles.Fit(asked.role, have);
    if (fit == 0) return;
    const bool same_form = form != kNone && form == asked.form;
    // Classes of the most general words say little of themselves.
    const bool vague = roles.ClassName(asked.role) == "person" ||
                       roles.ClassName(asked.role) == "family" ||
                       roles.ClassName(asked.role) == "aide" ||
                       roles.ClassName(asked.role) == "journalist" ||
                       roles.ClassName(asked.role) == "professor" ||
                       roles.ClassName(asked.role) == "artist";
    if (vague && !same_form) fit *= 0.4f;
    float score = fit * trust;
    if (asked.country != kNone && country != kNone) {
      const int32_t a = places[asked.country].country;
      const int32_t b = places[country].country;
      if (asked.country == country) {
        score += 0.25f;
      } else if (a != kNone && a == b) {
        score += 0.1f;
      } else {
        score -= 0.8f;
      }
    }
    if (asked.body != kNone && body != kNone)
      score += asked.body == body ? 0.25f : -0.3f;
    best = std::max(best, score);
  };
  for (const RoleFact& have : entity.roles)
    consider(have.role, have.form, have.country, have.body, 1.0f);
  if (entity.figure != kNone) {
    const auto& figure = lexicons_.authority().figures()[entity.figure];
    for (RoleClass have : figure.roles)
      consider(have, kNone, figure.place, kNone, 0.8f);
  }
  if (best <= 0) return 0;
  if (entity.last == kNone) return best - 0.35f;
  const uint32_t gap =
      found_[at].mention.sentence - found_[entity.last].mention.sentence;
  return best - 0.03f * static_cast<float>(std::min(gap, 15u));
}

void ChainBuilder::ResolveNominal(uint32_t index) {
  FoundMention& mention = found_[index];
  const RoleFact* asked =
      mention.roles.empty() ? nullptr : &mention.roles.front();
  if (mention.place != kNone && mention.mention.kind == EntityKind::kPlace) {
    // "the Russian side": its country.
    const uint64_t key =
        JoinHash(2 + 0x51, static_cast<uint64_t>(mention.place) + 1);
    auto [at, added] = bodies_.emplace(key, kNone);
    if (added || at->second == kNone) {
      at->second = NewEntity(index);
      entities_[at->second].place = mention.place;
    }
    mention.mention.chain = at->second;
    mention.mention.chain_rule = "collective";
    mention.mention.chain_confidence = 0.8f;
    return;
  }
  const bool person = mention.mention.kind == EntityKind::kPerson;
  if (asked != nullptr && person && mention.definite) {
    int32_t best = kNone;
    float best_score = kRoleScoreMin;
    float second = 0;
    std::size_t looked = 0;
    for (auto at = recent_.rbegin(); at != recent_.rend(); ++at) {
      const Entity& entity = entities_[*at];
      if (entity.kind != EntityKind::kPerson || entity.plural) continue;
      const float score = RoleScore(mention, *asked, entity, index);
      if (score > best_score) {
        second = best == kNone ? 0 : best_score;
        best_score = score;
        best = *at;
      } else {
        second = std::max(second, score);
      }
    }
    // People named only later, or long ago.
    for (int32_t id : with_roles_) {
      if (best != kNone && best_score > 0.8f) break;
      if (++looked > kRoleHoldersMax) break;
      if (std::find(recent_.begin(), recent_.end(), id) != recent_.end())
        continue;
      const float score = RoleScore(mention, *asked, entities_[id], index);
      if (score > best_score) {
        second = best_score;
        best_score = score;
        best = id;
      }
    }
    // "his lawyer", "Trump's spokesman": someone else's unless the very role
    // was told of one.
    if (best != kNone && !mention.possessor.empty() && best_score < 0.9f)
      best = kNone;
    if (best != kNone) {
      mention.mention.chain = best;
      mention.mention.chain_rule = "role";
      mention.mention.chain_confidence =
          std::clamp(0.45f + 0.5f * (best_score - 0.5f * second), 0.3f, 0.95f);
      if (mention.mention.gender == Gender::kUnknown)
        mention.mention.gender = entities_[best].gender;
      return;
    }
  }
  // The same description again: "the report", "the campaign", "the woman".
  uint64_t key = 0;
  for (uint32_t t = asked != nullptr ? asked->words.begin
                                     : mention.mention.first_token;
       t < mention.mention.end_token; ++t)
    key = JoinHash(key, words_.hash(t));
  if (!mention.possessor.empty())
    key = JoinHash(key, words_.hash(mention.possessor.end - 1));
  if (asked != nullptr && asked->body != kNone)
    key = JoinHash(key, 77 + static_cast<uint64_t>(asked->body));
  if (asked != nullptr && asked->country != kNone)
    key = JoinHash(key, 770077 + static_cast<uint64_t>(asked->country));
  auto [at, added] = nominals_.emplace(key, kNone);
  if (!added && at->second != kNone && mention.definite) {
    mention.mention.chain = at->second;
    mention.mention.chain_rule = "same-description";
    mention.mention.chain_confidence = 0.7f;
    return;
  }
  const int32_t id = NewEntity(index);
  entities_[id].gender = mention.mention.gender;
  entities_[id].words.push_back(key);
  for (const RoleFact& role : mention.roles)
    entities_[id].roles.push_back(role);
  at->second = id;
  mention.mention.chain = id;
  mention.mention.chain_rule = "description";
  mention.mention.chain_confidence = 0.9f;
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
  if (entity.gender == Gender::kUnknown &&
      mention.mention.chain_confidence > 0.5f && !neuter)
    entity.gender = pronoun->gender;
  if (observer_) observer_(choice);
}

}  // namespace quoth::parse
