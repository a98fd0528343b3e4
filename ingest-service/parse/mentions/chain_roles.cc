// What chains of names are, and what is told of them: kinds, genders, offices.
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {

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

// "His Greek counterpart Aye": the office of the one named before, of that
// country.
void ChainBuilder::LearnCounterparts() {
  const auto form = lexicons_.roles().FindForm("counterpart");
  if (!form) return;
  int32_t before = kNone;
  uint32_t sentence = 0;
  for (const FoundMention& mention : found_) {
    if (mention.mention.form != MentionForm::kName ||
        mention.mention.chain == kNone)
      continue;
    const int32_t id = mention.mention.chain;
    if (mention.mention.sentence != sentence) before = kNone;
    sentence = mention.mention.sentence;
    int32_t country = kNone;
    bool counterpart = false;
    for (const RoleFact& role : mention.roles) {
      if (role.form != static_cast<int32_t>(*form)) continue;
      counterpart = true;
      country = role.country;
    }
    if (counterpart && before != kNone && before != id) {
      const auto roles = entities_[before].roles;
      for (RoleFact role : roles) {
        role.country = country;
        role.body = kNone;
        if (entities_[id].roles.size() < 24)
          entities_[id].roles.push_back(role);
      }
    }
    if (!entities_[id].roles.empty()) before = id;
  }
}

void ChainBuilder::LearnRoles() {
  LearnCounterparts();
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
