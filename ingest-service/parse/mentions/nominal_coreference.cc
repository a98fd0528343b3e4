// Nominals: "the Russian foreign minister", "the company", "the latter".
#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kRoleHoldersMax = 64;  // People looked at for a nominal.
constexpr float kRoleScoreMin = 0.45f;
constexpr uint32_t kBodySentencesMax = 6;  // Back to a body's last mention.
constexpr uint32_t kLastTwoLookMax = 24;   // Mentions before "the latter".

// What any body may be called once it was named.
bool IsGeneralBody(std::string_view form) {
  static constexpr std::string_view kForms[] = {
      "company",      "firm",         "corporation", "organisation",
      "organization", "agency",       "group",       "body",
      "business",     "manufacturer", "operator",    "charity"};
  return std::find(std::begin(kForms), std::end(kForms), form) !=
         std::end(kForms);
}

// What one is head of without saying of what.
bool IsGeneralDepartment(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "department", "ministry",    "agency",   "institution",  "office",
      "body",       "service",     "cabinet",  "organisation", "organization",
      "bureau",     "directorate", "authority"};
  return std::find(std::begin(kWords), std::end(kWords), word) !=
         std::end(kWords);
}

// Descriptions that say so little of an office that the only person of a
// document, whatever the office, may be meant.
bool IsGeneralOffice(std::string_view name) {
  return name == "politician" || name == "official" || name == "diplomat" ||
         name == "leader" || name == "minister" || name == "expert";
}

}  // namespace

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

// The holder of the role, the head of "the department", or the only person
// there is; false when nobody fits.
bool ChainBuilder::LinkPerson(uint32_t index, const RoleFact& asked) {
  FoundMention& mention = found_[index];
  const bool possessed = !mention.possessor.empty();
  const Holder holder = FindHolder(index, asked);
  // "his lawyer", "Trump's spokesman": someone else's unless the very role was
  // told of one.
  if (holder.entity != kNone && (!possessed || holder.score >= 0.9f)) {
    Link(index, holder.entity, "role",
         std::clamp(0.45f + 0.5f * (holder.score - 0.5f * holder.second), 0.3f,
                    0.95f));
    return true;
  }
  if (possessed) return false;
  if (const int32_t head = HeadOfDepartment(index, asked); head != kNone) {
    Link(index, head, "head-of", 0.6f);
    return true;
  }
  if (const int32_t only = OnlyPerson(index, asked); only != kNone) {
    Link(index, only, "only-person", 0.55f);
    return true;
  }
  return false;
}

void ChainBuilder::Link(uint32_t index, int32_t entity, std::string_view rule,
                        float confidence) {
  Mention& mention = found_[index].mention;
  mention.chain = entity;
  mention.chain_rule = rule;
  mention.chain_confidence = confidence;
  if (mention.gender == Gender::kUnknown)
    mention.gender = entities_[entity].gender;
}

ChainBuilder::Holder ChainBuilder::FindHolder(uint32_t index,
                                              const RoleFact& asked) const {
  const FoundMention& mention = found_[index];
  Holder best{kNone, kRoleScoreMin, 0};
  for (auto at = recent_.rbegin(); at != recent_.rend(); ++at) {
    const Entity& entity = entities_[*at];
    if (entity.kind != EntityKind::kPerson || entity.plural) continue;
    const float score = RoleScore(mention, asked, entity, index);
    if (score > best.score) {
      best = {*at, score, best.entity == kNone ? 0 : best.score};
    } else {
      best.second = std::max(best.second, score);
    }
  }
  // People named only later, or long ago.
  std::size_t looked = 0;
  for (int32_t id : with_roles_) {
    if (best.entity != kNone && best.score > 0.8f) break;
    if (++looked > kRoleHoldersMax) break;
    if (std::find(recent_.begin(), recent_.end(), id) != recent_.end())
      continue;
    const float score = RoleScore(mention, asked, entities_[id], index);
    if (score > best.score) {
      best = {id, score, best.score};
    } else {
      best.second = std::max(best.second, score);
    }
  }
  return best;
}

// "The head of the department": the one among those spoken of who leads one.
int32_t ChainBuilder::HeadOfDepartment(uint32_t index,
                                       const RoleFact& asked) const {
  const RoleLexicon& roles = lexicons_.roles();
  const FoundMention& mention = found_[index];
  if (asked.role == kNone || roles.ClassName(asked.role) != "leader" ||
      asked.body != kNone || mention.mention.end_token == 0 ||
      !IsGeneralDepartment(words_.word(mention.mention.end_token - 1)))
    return kNone;
  int32_t only = kNone;
  for (int32_t id : recent_) {
    const Entity& entity = entities_[id];
    if (entity.kind != EntityKind::kPerson || entity.plural) continue;
    bool leads = false;
    const auto consider = [&](RoleClass have) {
      for (std::string_view name : {"minister", "head", "executive"}) {
        const RoleClass wide = roles.ClassNamed(name);
        leads |= wide != kNone && roles.Fit(wide, have) > 0;
      }
    };
    for (const RoleFact& have : entity.roles) {
      if (have.role != kNone) consider(have.role);
    }
    if (!leads) continue;
    if (only != kNone) return kNone;
    only = id;
  }
  return only;
}

// The only person that the document has named so far, when nothing told of
// that person speaks against the description.
int32_t ChainBuilder::OnlyPerson(uint32_t index, const RoleFact& asked) const {
  if (people_seen_ != 1 || asked.role == kNone) return kNone;
  const FoundMention& mention = found_[index];
  const Entity& entity = entities_[person_seen_];
  if (entity.gender != Gender::kUnknown &&
      mention.mention.gender != Gender::kUnknown &&
      entity.gender != mention.mention.gender)
    return kNone;
  const RoleLexicon& roles = lexicons_.roles();
  const std::string_view name = roles.ClassName(asked.role);
  if (asked.country != kNone || name == "person" || name == "family")
    return kNone;
  const bool told =
      std::any_of(entity.roles.begin(), entity.roles.end(),
                  [](const RoleFact& role) { return role.role != kNone; });
  const bool figure = entity.figure != kNone;
  if ((told || figure) && !IsGeneralOffice(name)) return kNone;
  return person_seen_;
}

// "The union" of a Mine Workers' Union; "the company" of the last one named.
bool ChainBuilder::LinkBody(uint32_t index, const RoleFact& asked) {
  FoundMention& mention = found_[index];
  if (mention.mention.kind != EntityKind::kOrganisation ||
      asked.form == kNone || !mention.possessor.empty() ||
      asked.country != kNone || asked.body != kNone ||
      asked.words.end - asked.words.begin != 1 ||
      mention.mention.end_token != asked.words.end)
    return false;
  // More than an article before it makes another body of it.
  if (mention.mention.first_token + 1 != asked.words.begin) return false;
  const uint64_t word = words_.hash(asked.words.begin);
  const bool general =
      IsGeneralBody(lexicons_.roles().forms()[asked.form].form);
  int32_t named = kNone;
  int32_t last = kNone;
  for (auto at = recent_.rbegin(); at != recent_.rend(); ++at) {
    const Entity& entity = entities_[*at];
    const uint32_t gap =
        mention.mention.sentence - found_[entity.last].mention.sentence;
    if (gap > kBodySentencesMax) break;
    if (found_[entity.name_mention].mention.form != MentionForm::kName)
      continue;
    const bool body = entity.kind == EntityKind::kOrganisation;
    const bool unknown = entity.kind == EntityKind::kUnknown;
    if (named == kNone && (body || unknown) && entity.words.size() > 1 &&
        entity.words.back() == word)
      named = *at;
    const bool outlet =
        entity.organisation != kNone &&
        lexicons_.organisations().organisations()[entity.organisation].kind !=
            OrganisationKind::kCompany;
    if (general && last == kNone && (body || unknown) && !outlet) last = *at;
  }
  const int32_t found = named != kNone ? named : last;
  if (found == kNone) return false;
  Link(index, found, named != kNone ? "body-word" : "body",
       named != kNone ? 0.85f : 0.6f);
  entities_[found].kind = EntityKind::kOrganisation;
  return true;
}

// "The vet" of "Aye Bee, a vet,": learned from this document.
bool ChainBuilder::LinkLearned(uint32_t index) {
  FoundMention& mention = found_[index];
  const auto token = static_cast<uint32_t>(mention.learned_from);
  auto at = std::lower_bound(found_.begin(), found_.end(), token,
                             [](const FoundMention& other, uint32_t begin) {
                               return other.mention.first_token < begin;
                             });
  for (; at != found_.end() && at->mention.first_token == token; ++at) {
    const int32_t id = at->mention.chain;
    if (id != kNone && entities_[id].kind == EntityKind::kPerson) break;
  }
  if (at == found_.end() || at->mention.first_token != token) return false;
  Link(index, at->mention.chain, "learned-role", 0.8f);
  return true;
}

// "The latter", "the former": of the last two people named before.
bool ChainBuilder::LinkLastTwo(uint32_t index) {
  FoundMention& mention = found_[index];
  int32_t latter = kNone;
  int32_t former = kNone;
  for (uint32_t back = 1; back <= kLastTwoLookMax && back <= index; ++back) {
    const FoundMention& before = found_[index - back];
    if (mention.mention.sentence - before.mention.sentence > 1) break;
    const int32_t id = before.mention.chain;
    if (id == kNone || before.mention.form != MentionForm::kName) continue;
    if (entities_[id].kind != EntityKind::kPerson) continue;
    if (latter == kNone) {
      latter = id;
    } else if (id != latter) {
      former = id;
      break;
    }
  }
  if (former == kNone) return false;
  Link(index, mention.last_two == 2 ? latter : former, "last-two", 0.8f);
  return true;
}

void ChainBuilder::ResolveNominal(uint32_t index) {
  FoundMention& mention = found_[index];
  const RoleFact* asked =
      mention.roles.empty() ? nullptr : &mention.roles.front();
  if (mention.learned_from != kNone && LinkLearned(index)) return;
  if (mention.last_two != 0 && LinkLastTwo(index)) return;
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
  if (asked != nullptr && mention.definite && !mention.mention.plural &&
      (mention.mention.kind == EntityKind::kPerson ? LinkPerson(index, *asked)
                                                   : LinkBody(index, *asked)))
    return;
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

}  // namespace quoth::parse
