#include "ingest-service/parse/mentions/find_mentions.h"

#include <algorithm>
#include <map>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/authority_lexicon.h"
#include "ingest-service/parse/mentions/organisation_lexicon.h"
#include "ingest-service/parse/mentions/place_lexicon.h"
#include "ingest-service/parse/mentions/turn_speakers.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kAliasesMax = 16;
constexpr std::size_t kRolesMax = 16;

void SortByPosition(FoundMentions& found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundMention& a, const FoundMention& b) {
                     if (a.mention.range.begin != b.mention.range.begin)
                       return a.mention.range.begin < b.mention.range.begin;
                     return a.mention.range.end > b.mention.range.end;
                   });
}

std::string Text(std::string_view text, Range range) {
  std::string out(range.of(text));
  // Line breaks inside a name read as spaces.
  for (char& c : out) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return out;
}

// "the Kremlin" -> "Kremlin"; nominals keep their words.
std::string ChainName(std::string_view text, const FoundMention& best,
                      const Entity& entity, const Lexicons& lexicons) {
  if (entity.place != kNone && entity.kind == EntityKind::kPlace)
    return lexicons.places().places()[entity.place].name;
  if (entity.organisation != kNone && entity.kind != EntityKind::kPerson) {
    const std::string& name =
        lexicons.organisations().organisations()[entity.organisation].name;
    if (entity.place == kNone) return name;
    const auto& place = lexicons.places().places()[entity.place];
    return (place.adjective.empty() ? place.name : place.adjective) + " " +
           name;
  }
  return Text(text, best.mention.form == MentionForm::kName
                        ? best.mention.name
                        : best.mention.range);
}

void AddUnique(std::vector<std::string>& list, std::string value,
               std::size_t max) {
  if (value.empty() || list.size() >= max) return;
  if (std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(std::move(value));
}

void FillRoles(std::string_view text, const FoundMention& mention,
               std::map<std::string, int>& counts) {
  if (mention.mention.role.empty() ||
      mention.mention.form == MentionForm::kPronoun)
    return;
  if (counts.size() >= 4 * kRolesMax) return;
  ++counts[Text(text, mention.mention.role)];
}

}  // namespace

Mentions FindMentionsObserved(const DecodedDocument& document,
                              const Layout& layout,
                              const Metadata& /*metadata*/,
                              const Sentences& sentences,
                              const Lexicons& lexicons,
                              const PronounObserver& observer) {
  const DocumentWords words(document.text, layout, sentences, lexicons);
  FoundMentions found;
  FindNames(words, found);
  std::vector<uint8_t> taken(words.size());
  for (const FoundMention& mention : found) {
    std::fill(taken.begin() + mention.mention.first_token,
              taken.begin() + mention.mention.end_token, 1);
  }
  const std::size_t names = found.size();
  FindNominals(words, taken, found);
  for (std::size_t i = names; i < found.size(); ++i) {
    std::fill(taken.begin() + found[i].mention.first_token,
              taken.begin() + found[i].mention.end_token, 1);
  }
  FindLearnedNominals(words, taken, found);
  FindPronouns(words, found);
  SortByPosition(found);
  LinkAppositions(words, found);
  ChainBuilder builder(words, found, observer);
  builder.Run();

  Mentions out;
  out.mentions.reserve(found.size());
  const std::vector<Entity>& entities = builder.entities();
  out.chains.resize(entities.size());
  std::vector<std::map<std::string, int>> roles(entities.size());
  for (std::size_t id = 0; id < entities.size(); ++id) {
    Chain& chain = out.chains[id];
    chain.kind = entities[id].kind;
    chain.gender = entities[id].gender;
    chain.plural = entities[id].plural;
    chain.figure = entities[id].figure;
    chain.place = entities[id].place;
    chain.organisation = entities[id].organisation;
    chain.full_name = entities[id].full_name;
    chain.name = ChainName(document.text, found[entities[id].name_mention],
                           entities[id], lexicons);
  }
  for (FoundMention& mention : found) {
    const auto index = static_cast<uint32_t>(out.mentions.size());
    out.mentions.push_back(mention.mention);
    if (mention.mention.chain == kNone) continue;
    Chain& chain = out.chains[mention.mention.chain];
    chain.mentions.push_back(index);
    if (mention.mention.form == MentionForm::kName)
      AddUnique(chain.aliases, Text(document.text, mention.mention.name),
                kAliasesMax);
    FillRoles(document.text, mention, roles[mention.mention.chain]);
  }
  for (std::size_t id = 0; id < entities.size(); ++id) {
    std::vector<std::pair<int, std::string>> ranked;
    for (auto& [role, count] : roles[id]) ranked.emplace_back(-count, role);
    std::sort(ranked.begin(), ranked.end());
    for (auto& [count, role] : ranked)
      AddUnique(out.chains[id].roles, role, kRolesMax);
  }
  AddTurnSpeakers(document, layout, lexicons, out);
  return out;
}

Mentions FindMentions(const DecodedDocument& document, const Layout& layout,
                      const Metadata& metadata, const Sentences& sentences,
                      const Lexicons& lexicons) {
  return FindMentionsObserved(document, layout, metadata, sentences, lexicons,
                              nullptr);
}

}  // namespace quoth::parse
