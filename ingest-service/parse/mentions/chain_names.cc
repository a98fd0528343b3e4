// Which names are one person's, body's or place's.
#include <algorithm>
#include <cctype>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/name_forms.h"
#include "ingest-service/parse/mentions/name_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

// People of one surname looked at; a list of 10,000 namesakes stays linear.
constexpr std::size_t kNamesakesMax = 16;

bool MayBePerson(const FoundMention& mention) {
  return mention.mention.form == MentionForm::kName &&
         (mention.mention.kind == EntityKind::kPerson ||
          mention.mention.kind == EntityKind::kUnknown);
}

}  // namespace

std::vector<uint64_t> ChainBuilder::NameWords(
    const FoundMention& mention) const {
  std::vector<uint64_t> out;
  for (uint32_t i = mention.name.begin; i < mention.name.end; ++i) {
    if (words_.token(i).kind != TokenKind::kWord || IsSuffix(words_.word(i)))
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
      by_first_[words.front()].push_back(id);
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
  const auto given = by_given_.find(word);
  if (!mention.honorific && given != by_given_.end()) {
    const int32_t id = pick(given->second, false);
    rule = "given-name";
    confidence *= 0.95f;
    if (id != kNone) return id;
  }
  return FindFirstWord(mention, word, rule, confidence);
}

// "Tao" of Tao Ruihua, whose family name comes first; "Roshan" of Roshan
// Pradhan, a given name that no lexicon has.
int32_t ChainBuilder::FindFirstWord(const FoundMention& mention, uint64_t word,
                                    std::string_view& rule,
                                    float& confidence) const {
  const auto first = by_first_.find(word);
  if (first == by_first_.end() || first->second.size() != 1) return kNone;
  const Entity& entity = entities_[first->second.front()];
  const bool person =
      entity.kind == EntityKind::kPerson || mention.person_evidence ||
      (entity.kind == EntityKind::kUnknown && BesideReporting(mention));
  if (!person) return kNone;
  if (mention.honorific && mention.mention.gender != Gender::kUnknown &&
      entity.gender != Gender::kUnknown &&
      entity.gender != mention.mention.gender)
    return kNone;
  rule = "first-word";
  confidence = 0.8f;
  return first->second.front();
}

// "Jordan said" where a Neil Jordan was named: a place that speaks, not one
// that something is in.
bool ChainBuilder::MayBeSurname(const FoundMention& mention) const {
  if (mention.mention.kind != EntityKind::kPlace ||
      mention.name.end - mention.name.begin != 1)
    return false;
  const uint32_t at = mention.mention.first_token;
  if (at > 0 && words_.word_class(at - 1) == WordClass::kPreposition)
    return false;
  const auto full = by_surname_.find(words_.hash(mention.name.begin));
  return full != by_surname_.end() &&
         entities_[full->second.front()].full_name &&
         entities_[full->second.front()].words.back() ==
             words_.hash(mention.name.begin) &&
         BesideReporting(mention);
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
    const bool place = MayBeSurname(mention);
    if (!person && !body && !place) continue;
    if (mention.name.end - mention.name.begin != 1 &&
        !NameWords(mention).empty() && NameWords(mention).size() > 1)
      continue;
    std::string_view rule;
    float confidence = 0;
    int32_t id = FindSurname(i, rule, confidence);
    if (id != kNone && (person || entities_[id].full_name)) {
      mention.mention.kind = EntityKind::kPerson;
      mention.organisation = mention.place = kNone;
      Join(i, id, rule, confidence);
      continue;
    }
    if (!person) continue;
    // "the Post" of a Washington Post named elsewhere: see NameBodies.
    if (mention.roles.empty() && !mention.honorific &&
        (body_last_.contains(words_.hash(mention.name.begin)) ||
         body_first_.contains(words_.hash(mention.name.begin))))
      continue;
    id = NewEntity(i);
    entities_[id].words = NameWords(mention);
    entities_[id].name_words = 1;
    by_surname_[entities_[id].words.back()].push_back(id);
    Join(i, id, "name", 0.9f);
  }
}

}  // namespace quoth::parse
