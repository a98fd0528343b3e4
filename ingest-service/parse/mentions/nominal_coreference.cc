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
  // "Its trade minister": a country's or body's, of which there is one.
  const bool its = possessed && words_.word(mention.possessor.begin) == "its";
  const float needed = !possessed ? 0 : its ? 0.6f : 0.9f;
  // One who was only described gives way to the only one who was named.
  if (holder.entity != kNone && !possessed &&
      found_[entities_[holder.entity].name_mention].mention.form !=
          MentionForm::kName) {
    if (const int32_t only = OnlyPerson(index, asked); only != kNone) {
      Link(index, only, "only-person", 0.55f);
      return true;
    }
  }
  if (holder.entity != kNone && holder.score >= needed) {
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

// What a head of something is over: "energy" of "the energy chief", "health" of
// "the head of health"; 0 when it says nothing.
uint64_t ChainBuilder::PortfolioOf(uint32_t index,
                                   const RoleFact& asked) const {
  const Mention& mention = found_[index].mention;
  const auto word = [&](uint32_t at) {
    const bool noun = words_.token(at).kind == TokenKind::kWord &&
                      words_.word_class(at) == WordClass::kNone &&
                      !words_.Has(at, LexKind::kDemonym);
    return noun ? words_.hash(at) : 0;
  };
  if (mention.end_token > asked.words.end) return word(mention.end_token - 1);
  return asked.words.begin > mention.first_token ? word(asked.words.begin - 1)
                                                 : 0;
}

// "The head of the department", "the energy chief": the one among those spoken
// of who leads one, or whose office has that word.
int32_t ChainBuilder::HeadOfDepartment(uint32_t index,
                                       const RoleFact& asked) const {
  const RoleLexicon& roles = lexicons_.roles();
  const Mention& mention = found_[index].mention;
  if (asked.role == kNone || roles.ClassName(asked.role) != "leader" ||
      asked.body != kNone)
    return kNone;
  const uint64_t portfolio = PortfolioOf(index, asked);
  if (portfolio == 0) return kNone;
  const bool general = IsGeneralDepartment(words_.word(mention.end_token - 1));
  int32_t only = kNone;
  for (int32_t id : recent_) {
    const Entity& entity = entities_[id];
    if (entity.kind != EntityKind::kPerson || entity.plural) continue;
    bool leads = false;
    for (const RoleFact& have : entity.roles) {
      if (asked.country != kNone && have.country != kNone &&
          asked.country != have.country)
        continue;
      leads |= general ? Leads(have) : HasWord(have, portfolio);
    }
    if (!leads) continue;
    if (only != kNone) return kNone;
    only = id;
  }
  return only;
}

bool ChainBuilder::Leads(const RoleFact& role) const {
  if (role.role == kNone) return false;
  const RoleLexicon& roles = lexicons_.roles();
  for (std::string_view name : {"minister", "head", "executive"}) {
    const RoleClass wide = roles.ClassNamed(name);
    if (wide != kNone && roles.Fit(wide, role.role) > 0) return true;
  }
  return false;
}

bool ChainBuilder::HasWord(const RoleFact& role, uint64_t word) const {
  // An office's portfolio may stand before the words of the lexicon.
  const uint32_t begin = role.words.begin > 0 ? role.words.begin - 1 : 0;
  for (uint32_t at = begin; at < role.words.end; ++at) {
    if (words_.token(at).kind == TokenKind::kWord && words_.hash(at) == word)
      return true;
  }
  return false;
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
