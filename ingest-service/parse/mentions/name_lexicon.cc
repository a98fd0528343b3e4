#include "ingest-service/parse/mentions/name_lexicon.h"

#include <algorithm>

#include "ingest-service/parse/mentions/lexicon_table.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {

absl::StatusOr<std::unique_ptr<const NameLexicon>> NameLexicon::Load(
    std::string_view given_names, std::string_view name_variants,
    Gazetteer& gazetteer) {
  auto made = std::make_unique<NameLexicon>();
  auto& by_hash = made->by_hash_;
  auto add = [&](std::string_view name, Gender gender) {
    const auto index = static_cast<uint32_t>(made->given_.size());
    if (!by_hash.emplace(HashWord(name), index).second) return;
    made->given_.push_back({std::string(name), gender});
    gazetteer.Add(name, LexKind::kGivenName, CaseRule::kCapitalised, index);
  };
  auto names = ReadLexiconTable("given_names.tsv", given_names, 2);
  if (!names.ok()) return names.status();
  for (const LexiconRow& row : *names) {
    Gender gender = Gender::kUnknown;
    if (row.fields[1] == "m") {
      gender = Gender::kMale;
    } else if (row.fields[1] == "f") {
      gender = Gender::kFemale;
    } else if (row.fields[1] != "u") {
      return LexiconError("given_names.tsv", row.line, "gender is m, f or u");
    }
    add(row.fields[0], gender);
  }
  auto variants = ReadLexiconTable("name_variants.tsv", name_variants, 3);
  if (!variants.ok()) return variants.status();
  for (const LexiconRow& row : *variants) {
    const std::string_view kind = row.fields[1];
    const uint64_t canonical = HashWord(row.fields[0]);
    if (kind != "spelling" && kind != "same" && kind != "short") {
      return LexiconError("name_variants.tsv", row.line,
                          "kind is spelling, same or short");
    }
    const auto known = by_hash.find(canonical);
    const Gender gender = known == by_hash.end()
                              ? Gender::kUnknown
                              : made->given_[known->second].gender;
    for (std::string_view form : SplitList(row.fields[2])) {
      const uint64_t hash = HashWord(form);
      add(form, gender);
      if (kind == "short") {
        made->long_forms_[hash].push_back(canonical);
        continue;
      }
      made->key_[hash] = canonical;
      made->key_name_[hash] = row.fields[0];
      if (kind == "spelling") made->shown_[hash] = row.fields[0];
    }
  }
  return made;
}

std::string_view NameLexicon::CanonicalSpelling(std::string_view given) const {
  const auto found = shown_.find(HashWord(given));
  return found == shown_.end() ? given : std::string_view(found->second);
}

std::string_view NameLexicon::KeySpelling(std::string_view given) const {
  const auto found = key_name_.find(HashWord(given));
  return found == key_name_.end() ? given : std::string_view(found->second);
}

const NameLexicon::GivenName* NameLexicon::Find(std::string_view given) const {
  const auto found = by_hash_.find(HashWord(given));
  return found == by_hash_.end() ? nullptr : &given_[found->second];
}

uint64_t NameLexicon::SpellingKey(uint64_t given_hash) const {
  const auto found = key_.find(given_hash);
  return found == key_.end() ? given_hash : found->second;
}

bool NameLexicon::SameGivenName(uint64_t a, uint64_t b) const {
  a = SpellingKey(a);
  b = SpellingKey(b);
  if (a == b) return true;
  auto shortens = [this](uint64_t form, uint64_t whole) {
    const auto found = long_forms_.find(form);
    return found != long_forms_.end() &&
           std::find(found->second.begin(), found->second.end(), whole) !=
               found->second.end();
  };
  return shortens(a, b) || shortens(b, a);
}

}  // namespace quoth::parse
