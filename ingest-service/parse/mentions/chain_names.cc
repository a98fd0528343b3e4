// Which names are one person's, body's or place's.
#include <algorithm>
#include <cctype>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

// People of one surname looked at; a list of 10,000 namesakes stays linear.
constexpr std::size_t kNamesakesMax = 16;

bool IsNameSuffix(std::string_view word) {
  return word == "Jr." || word == "Sr." || word == "Jr" || word == "Sr" ||
         word == "II" || word == "III" || word == "IV";
}

bool IsInitial(std::string_view word) {
  return word.size() == 2 && word[1] == '.';
}

bool MayBePerson(const FoundMention& mention) {
  return mention.mention.form == MentionForm::kName &&
         (mention.mention.kind == EntityKind::kPerson ||
          mention.mention.kind == EntityKind::kUnknown);
}

constexpr uint64_t Key(uint64_t space, uint64_t value) {
  return JoinHash(space + 0x51, value + 1);
}

}  // namespace

std::vector<uint64_t> ChainBuilder::NameWords(
    const FoundMention& mention) const {
  std::vector<uint64_t> out;
  for (uint32_t i = mention.name.begin; i < mention.name.end; ++i) {
    if (words_.token(i).kind != TokenKind::kWord ||
        IsNameSuffix(words_.word(i)))
      continue;
    out.push_back(words_.hash(i));
  }
  if (out.empty()) out.push_back(words_.hash(mention.name.begin));
  return out;
}

bool ChainBuilder::BesideReporting(const FoundMention& mention) const {
  const Sentence& sentence =
      words_.sentences().sentences[mention.mention.sentence];
  const uint32_t after = mention.mention.end_token;
  const uint32_t before = mention.mention.first_token;
  auto reporting = [&](uint32_t at) {
    return at >= sentence.first_token && at < sentence.end_token &&
           words_.word_class(at) == WordClass::kReporting;
  };
  if (reporting(after) || (before > 0 && reporting(before - 1))) return true;
  if (after + 1 < sentence.end_token &&
      words_.word_class(after) == WordClass::kAdverb && reporting(after + 1))
    return true;
  // "according to X"
  return before >= sentence.first_token + 2 &&
         words_.word(before - 1) == "to" && reporting(before - 2);
}

int32_t ChainBuilder::NewEntity(uint32_t index) {
  const FoundMention& mention = found_[index];
  Entity entity;
  entity.kind = mention.mention.kind;
  entity.plural = mention.mention.plural;
  entity.name_mention = index;
  entity.organisation = mention.organisation;
  entity.place = mention.place;
  entity.figure = mention.figure;
  const auto id = static_cast<int32_t>(entities_.size());
  entities_.push_back(std::move(entity));
  return id;
}

void ChainBuilder::Join(uint32_t index, int32_t id, std::string_view rule,
                        float confidence) {
  FoundMention& mention = found_[index];
  mention.mention.chain = id;
  mention.mention.chain_rule = rule;
  mention.mention.chain_confidence = confidence;
  Entity& entity = entities_[id];
  if (mention.figure != kNone && entity.figure == kNone)
    entity.figure = mention.figure;
  if (mention.honorific) entity.titled = true;
  const Gender gender = mention.mention.gender;
  if (gender != Gender::kUnknown &&
      (entity.gender == Gender::kUnknown || mention.honorific ||
       mention.figure != kNone)) {
    entity.gender = gender;
    entity.gender_sure = true;
  }
  if (mention.mention.form == MentionForm::kName &&
      mention.mention.kind == EntityKind::kPerson)
    entity.kind = EntityKind::kPerson;
  for (const RoleFact& role : mention.roles) {
    if (entity.roles.size() < 24) entity.roles.push_back(role);
  }
  if (mention.headline ||
      words_.sentences().sentences[mention.mention.sentence].block == 0)
    entity.in_title = true;
}

int32_t ChainBuilder::FindFullName(const FoundMention& mention) {
  const auto words = NameWords(mention);
  const NameLexicon& names = lexicons_.names();
  const auto found = by_surname_.find(words.back());
  if (found == by_surname_.end()) return kNone;
  const std::string_view given = words_.word(mention.name.begin);
  std::size_t looked = 0;
  for (int32_t id : found->second) {
    if (++looked > kNamesakesMax) break;
    const Entity& entity = entities_[id];
    if (mention.figure != kNone && entity.figure == mention.figure) return id;
    if (names.SameGivenName(entity.words.front(), words.front())) return id;
    const FoundMention& named = found_[entity.name_mention];
    const std::string_view other = words_.word(named.name.begin);
    const bool initial = IsInitial(given) || IsInitial(other);
    if (initial && !given.empty() && !other.empty() && given[0] == other[0])
      return id;
    // "Wasserman Schultz" of "Debbie Wasserman Schultz".
    if (words.size() < entity.words.size() && words.size() >= 2 &&
        std::equal(words.rbegin(), words.rend(), entity.words.rbegin())) {
      return id;
    }
    // A middle name used as the first: "W. Mitt Romney".
    if (entity.words.size() >= 3 && words.size() == 2 &&
        names.SameGivenName(entity.words[1], words[0]))
      return id;
  }
  return kNone;
}

void ChainBuilder::NamePeople() {
  for (uint32_t i = 0; i < found_.size(); ++i) {
    const FoundMention& mention = found_[i];
    if (!MayBePerson(mention)) continue;
    const auto words = NameWords(mention);
    if (words.size() < 2) continue;
    int32_t id = FindFullName(mention);
    if (id == kNone) {
      id = NewEntity(i);
      Entity& entity = entities_[id];
      entity.words = words;
      entity.full_name = true;
      entity.name_words = static_cast<uint32_t>(words.size());
      by_surname_[words.back()].push_back(id);
      if (mention.mention.kind == EntityKind::kPerson &&
          (mention.figure != kNone ||
           words_.Has(mention.name.begin, LexKind::kGivenName))) {
        by_given_[words.front()].push_back(id);
      }
      if (mention.figure != kNone &&
          lexicons_.authority().BySurname(words.front()).size() > 0) {
        // Family name first: "Xi" of Xi Jinping.
        for (uint32_t figure : lexicons_.authority().BySurname(words.front())) {
          if (static_cast<int32_t>(figure) == mention.figure)
            by_surname_[words.front()].push_back(id);
        }
      }
      if (words.size() > 2) by_surname_[words[words.size() - 2]].push_back(id);
    } else if (entities_[id].figure == kNone &&
               words.size() > entities_[id].name_words && !mention.headline) {
      // The longer form is the better one.
      entities_[id].name_mention = i;
      entities_[id].name_words = static_cast<uint32_t>(words.size());
    } else if (mention.figure != kNone && entities_[id].figure == kNone) {
      entities_[id].name_mention = i;
    }
    Join(i, id, "full-name", 0.97f);
  }
}

int32_t ChainBuilder::AuthorityFor(uint64_t surname,
                                   const std::vector<RoleFact>& roles) const {
  // A role must agree, and one figure alone.
  const auto& authority = lexicons_.authority();
  const auto& places = lexicons_.places().places();
  int32_t best = kNone;
  for (uint32_t index : authority.BySurname(surname)) {
    const auto& figure = authority.figures()[index];
    bool agrees = false;
    bool contradicts = false;
    for (const RoleFact& role : roles) {
      if (role.country != kNone && figure.place != kNone &&
          role.country != figure.place &&
          places[role.country].country != figure.place) {
        contradicts = true;
      }
      for (RoleClass have : figure.roles) {
        agrees |= lexicons_.roles().Fit(role.role, have) >= 0.5f;
      }
    }
    if (!agrees || contradicts) continue;
    if (best != kNone) return kNone;
    best = static_cast<int32_t>(index);
  }
  return best;
}

int32_t ChainBuilder::FindSurname(uint32_t index, std::string_view& rule,
                                  float& confidence) {
  const FoundMention& mention = found_[index];
  const uint64_t word = words_.hash(mention.name.end - 1);
  auto pick = [&](const absl::InlinedVector<int32_t, 2>& list, bool surname) {
    int32_t best = kNone;
    float best_score = -1e9f;
    std::size_t fits = 0;
    std::size_t looked = 0;
    for (int32_t id : list) {
      if (++looked > kNamesakesMax) break;
      const Entity& entity = entities_[id];
      if (entity.kind != EntityKind::kPerson &&
          entity.kind != EntityKind::kUnknown)
        continue;
      if (mention.honorific && mention.mention.gender != Gender::kUnknown &&
          entity.gender != Gender::kUnknown &&
          entity.gender != mention.mention.gender)
        continue;
      float score = 0;
      for (const RoleFact& role : mention.roles) {
        float fit = 0;
        for (const RoleFact& have : entity.roles)
          fit = std::max(fit, lexicons_.roles().Fit(role.role, have.role));
        if (entity.figure != kNone) {
          for (RoleClass have :
               lexicons_.authority().figures()[entity.figure].roles)
            fit = std::max(fit, lexicons_.roles().Fit(role.role, have));
        }
        score += fit * 3;
      }
      // The one named in full last before here; else the first to come.
      const auto& named = found_[entity.name_mention].mention;
      if (named.first_token <= mention.mention.first_token) score += 1;
      score += 0.2f * std::min<uint32_t>(entity.count, 10);
      if (entity.in_title) score += 0.5f;
      if (entity.kind == EntityKind::kPerson) score += 0.5f;
      if (!surname && entity.words.back() == word) score += 0.1f;
      ++fits;
      if (score > best_score) {
        best_score = score;
        best = id;
      }
    }
    confidence = fits == 1 ? 0.95f : 0.75f;
    return best;
  };
  const auto surname = by_surname_.find(word);
  if (surname != by_surname_.end()) {
    const int32_t id = pick(surname->second, true);
    rule = mention.honorific       ? "title-surname"
           : mention.roles.empty() ? "surname"
                                   : "role-surname";
    if (id != kNone) return id;
  }
  if (mention.honorific) return kNone;
  const auto given = by_given_.find(word);
  if (given != by_given_.end()) {
    const int32_t id = pick(given->second, false);
    rule = "given-name";
    confidence *= 0.95f;
    if (id != kNone) return id;
  }
  return kNone;
}

void ChainBuilder::NameSingles() {
  // How often each person is named in full decides between namesakes.
  for (const FoundMention& mention : found_) {
    if (mention.mention.chain != kNone &&
        mention.mention.form == MentionForm::kName)
      ++entities_[mention.mention.chain].count;
  }
  for (uint32_t i = 0; i < found_.size(); ++i) {
    FoundMention& mention = found_[i];
    if (mention.mention.form != MentionForm::kName ||
        mention.mention.chain != kNone)
      continue;
    const bool person = MayBePerson(mention);
    const bool body = mention.mention.kind == EntityKind::kOrganisation &&
                      mention.name.end - mention.name.begin == 1 &&
                      !words_.token(mention.name.begin).all_caps;
    if (!person && !body) continue;
    if (mention.name.end - mention.name.begin != 1 &&
        !NameWords(mention).empty() && NameWords(mention).size() > 1)
      continue;
    std::string_view rule;
    float confidence = 0;
    int32_t id = FindSurname(i, rule, confidence);
    if (id != kNone && (person || entities_[id].full_name)) {
      mention.mention.kind = EntityKind::kPerson;
      mention.organisation = kNone;
      Join(i, id, rule, confidence);
      continue;
    }
    if (!person) continue;
    // "the Post" of a Washington Post named elsewhere: see NameBodies.
    if (mention.roles.empty() && !mention.honorific &&
        body_last_.contains(words_.hash(mention.name.begin)))
      continue;
    id = NewEntity(i);
    entities_[id].words = NameWords(mention);
    entities_[id].name_words = 1;
    by_surname_[entities_[id].words.back()].push_back(id);
    Join(i, id, "name", 0.9f);
  }
}

void ChainBuilder::NameBodies() {
  for (uint32_t i = 0; i < found_.size(); ++i) {
    FoundMention& mention = found_[i];
    if (mention.mention.form != MentionForm::kName ||
        mention.mention.chain != kNone)
      continue;
    const EntityKind kind = mention.mention.kind;
    if (kind != EntityKind::kOrganisation && kind != EntityKind::kOffice &&
        kind != EntityKind::kPlace && kind != EntityKind::kDocument)
      continue;
    const auto words = NameWords(mention);
    uint64_t key = words.front();
    for (std::size_t w = 1; w < words.size(); ++w)
      key = JoinHash(key, words[w]);
    if (mention.organisation != kNone) {
      key = Key(1, mention.organisation);
      if (mention.place != kNone) key = JoinHash(key, mention.place + 1);
    }
    if (mention.place != kNone && kind == EntityKind::kPlace)
      key = Key(2, mention.place);
    auto [at, added] = bodies_.emplace(key, kNone);
    int32_t id = at->second;
    if (added) {
      id = NewEntity(i);
      at->second = id;  // No longer valid after the next emplace.
      entities_[id].words = words;
      entities_[id].name_words = static_cast<uint32_t>(words.size());
      entities_[id].full_name = words.size() > 1;
      if (words.size() > 1) {
        body_last_[words.back()] = id;
        // Its initials: "Budget Review Council" -> "BRC".
        std::string initials;
        for (uint32_t t = mention.name.begin; t < mention.name.end; ++t) {
          if (words_.token(t).capitalised &&
              words_.word_class(t) == WordClass::kNone)
            initials += words_.word(t).front();
        }
        if (initials.size() >= 2) bodies_.emplace(HashWord(initials), id);
      }
    }
    Join(i, id, added ? "name" : "same-name", 0.95f);
  }
  for (uint32_t i = 0; i < found_.size(); ++i) {
    FoundMention& mention = found_[i];
    if (mention.mention.form != MentionForm::kName ||
        mention.mention.chain != kNone || mention.name.empty())
      continue;
    const auto last = body_last_.find(words_.hash(mention.name.begin));
    if (last == body_last_.end()) continue;
    // Its body turned out to be something else.
    if (last->second == kNone) {
      last->second = NewEntity(i);
      entities_[last->second].words = NameWords(mention);
    }
    mention.mention.kind = entities_[last->second].kind;
    Join(i, last->second, "short-name", 0.8f);
  }
}

Gender ChainBuilder::GenderOf(int32_t index) const {
  const auto& figure = lexicons_.authority().figures()[index];
  if (figure.gender != Gender::kUnknown) return figure.gender;
  const auto* given = lexicons_.names().Find(
      std::string_view(figure.name).substr(0, figure.name.find(' ')));
  return given == nullptr ? Gender::kUnknown : given->gender;
}

void ChainBuilder::SettleKinds() {
  // A capital of unknown kind that speaks, or has a role, is taken for a
  // person.
  for (FoundMention& mention : found_) {
    if (mention.mention.chain == kNone ||
        mention.mention.form != MentionForm::kName)
      continue;
    Entity& entity = entities_[mention.mention.chain];
    if (entity.kind != EntityKind::kUnknown) continue;
    if (mention.person_evidence || mention.honorific ||
        BesideReporting(mention))
      entity.kind = EntityKind::kPerson;
  }
  for (Entity& entity : entities_) {
    if (entity.figure == kNone || entity.gender_sure) continue;
    entity.gender = GenderOf(entity.figure);
    entity.gender_sure = entity.gender != Gender::kUnknown;
  }
  for (FoundMention& mention : found_) {
    if (mention.mention.chain == kNone ||
        mention.mention.form != MentionForm::kName)
      continue;
    const Entity& entity = entities_[mention.mention.chain];
    mention.mention.kind = entity.kind;
    if (mention.mention.gender == Gender::kUnknown)
      mention.mention.gender = entity.gender;
  }
}

void ChainBuilder::LearnRoles() {
  for (FoundMention& mention : found_) {
    if (mention.apposed_to == kNone) continue;
    const int32_t id = found_[mention.apposed_to].mention.chain;
    if (id == kNone) {
      mention.apposed_to = kNone;
      continue;
    }
    Entity& entity = entities_[id];
    if (entity.kind == EntityKind::kUnknown) entity.kind = EntityKind::kPerson;
    if (entity.kind != EntityKind::kPerson) {
      mention.apposed_to = kNone;
      continue;
    }
    for (const RoleFact& role : mention.roles) {
      if (entity.roles.size() < 24) entity.roles.push_back(role);
    }
    if (entity.gender == Gender::kUnknown)
      entity.gender = mention.mention.gender;
  }
  for (std::size_t id = 0; id < entities_.size(); ++id) {
    Entity& entity = entities_[id];
    if (entity.kind == EntityKind::kPerson && entity.figure == kNone &&
        !entity.full_name && !entity.roles.empty() && !entity.words.empty()) {
      entity.figure = AuthorityFor(entity.words.back(), entity.roles);
      if (entity.figure != kNone && entity.gender == Gender::kUnknown) {
        entity.gender = GenderOf(entity.figure);
        entity.gender_sure = entity.gender != Gender::kUnknown;
      }
    }
    if (entity.kind == EntityKind::kPerson &&
        (!entity.roles.empty() || entity.figure != kNone))
      with_roles_.push_back(static_cast<int32_t>(id));
  }
}

}  // namespace quoth::parse
