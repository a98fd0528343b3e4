// Descriptions that their words alone join to a name before them: "the union"
// of a Mine Workers' Union, "the vet" of a vet, "the latter".
#include <algorithm>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/chain_builder.h"
#include "ingest-service/parse/mentions/name_forms.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"

namespace quoth::parse {
namespace {

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

}  // namespace

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
    // "GMT" is no company.
    const bool letters =
        entity.words.size() == 1 && entity.count < 2 &&
        words_.token(found_[entity.name_mention].name.begin).all_caps;
    // Capitals of no known kind may be a person's or a place's.
    const TokenRun name = found_[entity.name_mention].name;
    const bool sure =
        body ||
        (unknown && entity.words.size() == 1 &&
         (entity.count > 1 || HasInnerCapital(words_.word(name.begin))));
    if (general && last == kNone && !outlet && !letters && sure) last = *at;
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
    if (id == kNone || before.mention.form == MentionForm::kPronoun) continue;
    if (entities_[id].kind != EntityKind::kPerson || entities_[id].plural)
      continue;
    if (latter == kNone) {
      latter = id;
    } else if (id != latter) {
      former = id;
      break;
    }
  }
  const int32_t meant = mention.last_two == 2 ? latter : former;
  if (meant == kNone) return false;
  Link(index, meant, "last-two", former != kNone ? 0.8f : 0.6f);
  return true;
}

}  // namespace quoth::parse
