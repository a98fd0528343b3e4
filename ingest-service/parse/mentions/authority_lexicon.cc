#include "ingest-service/parse/mentions/authority_lexicon.h"

#include "absl/strings/str_cat.h"
#include "ingest-service/parse/mentions/lexicon_table.h"
#include "ingest-service/parse/mentions/name_key.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

std::string_view LastWord(std::string_view name) {
  for (std::string_view suffix :
       {" Jr.", " Sr.", " II", " XVI", " XIV", " VI"}) {
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  }
  const std::size_t space = name.rfind(' ');
  return space == std::string_view::npos ? name : name.substr(space + 1);
}

bool SurnameFirst(std::string_view country) {
  return country == "China" || country == "North Korea" ||
         country == "South Korea" || country == "Hong Kong";
}

}  // namespace

absl::StatusOr<std::unique_ptr<const AuthorityLexicon>> AuthorityLexicon::Load(
    std::string_view speakers, const PlaceLexicon& places,
    const RoleLexicon& roles, Gazetteer& gazetteer) {
  auto made = std::make_unique<AuthorityLexicon>();
  auto rows = ReadLexiconTable("speakers.tsv", speakers, 6);
  if (!rows.ok()) return rows.status();
  for (const LexiconRow& row : *rows) {
    Figure figure;
    figure.name = row.fields[0];
    for (std::string_view spelling : SplitList(row.fields[1])) {
      figure.spellings.emplace_back(spelling);
    }
    figure.wikidata = row.fields[2];
    if (!figure.wikidata.empty() && figure.wikidata.front() != 'Q') {
      return LexiconError("speakers.tsv", row.line,
                          "a Wikidata identifier begins with Q");
    }
    if (row.fields[3] == "m") figure.gender = Gender::kMale;
    if (row.fields[3] == "f") figure.gender = Gender::kFemale;
    figure.country = row.fields[4];
    figure.place = places.Find(row.fields[4]);
    for (std::string_view role : SplitList(row.fields[5])) {
      const auto form = roles.FindForm(role);
      const RoleClass known =
          form ? roles.forms()[*form].role : roles.ClassNamed(role);
      if (known != kNone) figure.roles.push_back(known);
    }
    const auto index = static_cast<uint32_t>(made->figures_.size());
    std::vector<std::string> names = figure.spellings;
    names.push_back(figure.name);
    for (const std::string& name : names) {
      gazetteer.Add(name, LexKind::kFigure, CaseRule::kCapitalised, index);
      made->by_key_.emplace(NameKey(name), index);
      std::string_view surname = LastWord(name);
      if (SurnameFirst(figure.country)) {
        surname = std::string_view(name).substr(0, name.find(' '));
      }
      auto& list = made->by_surname_[HashWord(surname)];
      if (list.empty() || list.back() != index) list.push_back(index);
    }
    made->figures_.push_back(std::move(figure));
  }
  return made;
}

const std::vector<uint32_t>& AuthorityLexicon::BySurname(
    uint64_t surname_hash) const {
  static const auto* const none = new std::vector<uint32_t>;
  const auto found = by_surname_.find(surname_hash);
  return found == by_surname_.end() ? *none : found->second;
}

int32_t AuthorityLexicon::ByKey(std::string_view key) const {
  const auto found = by_key_.find(std::string(key));
  return found == by_key_.end() ? kNone : static_cast<int32_t>(found->second);
}

}  // namespace quoth::parse
