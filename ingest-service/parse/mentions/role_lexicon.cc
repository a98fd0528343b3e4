#include "ingest-service/parse/mentions/role_lexicon.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest-service/parse/mentions/lexicon_table.h"
#include "ingest-service/parse/mentions/word_hash.h"

namespace quoth::parse {
namespace {

std::string PluralWord(std::string_view word) {
  std::string plural(word);
  auto ends = [&](std::string_view tail) { return word.ends_with(tail); };
  if (ends("woman") || ends("man")) {
    plural.replace(plural.size() - 2, 1, "e");
  } else if (word == "person" || ends("person")) {
    plural.replace(plural.size() - 6, 6,
                   word == "person" ? "persons" : "people");
    if (word != "person")
      plural = std::string(word.substr(0, word.size() - 6)) + "people";
  } else if (word == "child") {
    plural = "children";
  } else if (word == "wife") {
    plural = "wives";
  } else if (ends("y") && !ends("ey") && !ends("oy") && !ends("ay")) {
    plural.replace(plural.size() - 1, 1, "ies");
  } else if (ends("s") || ends("ch") || ends("sh") || ends("x")) {
    plural += "es";
  } else {
    plural += "s";
  }
  return plural;
}

// The head of "secretary of state" is its first noun, of "press officer" its
// last; "attorney general" has its plural before the adjective.
std::string Plural(std::string_view form) {
  std::size_t head_end = form.size();
  for (std::string_view mark : {" of ", " for ", " in ", " to ", " general"}) {
    const std::size_t at = form.find(mark);
    if (at == std::string_view::npos) continue;
    if (mark == " general" && !form.starts_with("attorney") &&
        !form.starts_with("secretary"))
      continue;
    head_end = std::min(head_end, at);
  }
  const std::size_t space = form.substr(0, head_end).rfind(' ');
  const std::size_t head = space == std::string_view::npos ? 0 : space + 1;
  std::string plural(form.substr(0, head));
  plural += PluralWord(form.substr(head, head_end - head));
  plural += form.substr(head_end);
  return plural;
}

bool ReadGender(std::string_view field, Gender& gender) {
  if (field == "m") {
    gender = Gender::kMale;
  } else if (field == "f") {
    gender = Gender::kFemale;
  } else {
    gender = Gender::kUnknown;
    return field.empty();
  }
  return true;
}

bool ReadKind(std::string_view field, EntityKind& kind) {
  if (field == "person") {
    kind = EntityKind::kPerson;
  } else if (field == "group") {
    kind = EntityKind::kGroup;
  } else if (field == "organisation") {
    kind = EntityKind::kOrganisation;
  } else if (field == "document") {
    kind = EntityKind::kDocument;
  } else {
    return false;
  }
  return true;
}

}  // namespace

RoleClass RoleLexicon::Intern(std::string_view name) {
  const auto next = static_cast<RoleClass>(names_.size());
  const auto [at, added] = by_name_.emplace(std::string(name), next);
  if (added) {
    names_.emplace_back(name);
    wider_.emplace_back();
  }
  return at->second;
}

absl::StatusOr<std::unique_ptr<const RoleLexicon>> RoleLexicon::Load(
    std::string_view roles, std::string_view titles, Gazetteer& gazetteer) {
  auto made = std::make_unique<RoleLexicon>();
  auto add = [&](Form form) {
    const auto index = static_cast<uint32_t>(made->forms_.size());
    if (!made->by_form_.emplace(FoldWord(form.form), index).second) return;
    // "US" in "US secretary of state" is as written by chance only.
    gazetteer.Add(form.form, LexKind::kRole, CaseRule::kAny, index);
    made->forms_.push_back(std::move(form));
  };
  auto rows = ReadLexiconTable("roles.tsv", roles, 5);
  if (!rows.ok()) return rows.status();
  std::vector<Form> plurals;
  for (const LexiconRow& row : *rows) {
    Form form;
    form.form = row.fields[0];
    if (!ReadKind(row.fields[1], form.kind)) {
      return LexiconError("roles.tsv", row.line,
                          "kind is person, group, organisation or document");
    }
    if (row.fields[2].empty()) {
      return LexiconError("roles.tsv", row.line, "the class is empty");
    }
    form.role = made->Intern(row.fields[2]);
    for (std::string_view wider : SplitList(row.fields[3])) {
      // Interning may move wider_.
      const RoleClass wider_class = made->Intern(wider);
      made->wider_[form.role].push_back(wider_class);
    }
    if (!ReadGender(row.fields[4], form.gender)) {
      return LexiconError("roles.tsv", row.line, "gender is m, f or -");
    }
    form.plural = form.kind == EntityKind::kGroup;
    if (form.kind == EntityKind::kPerson) {
      Form many = form;
      many.form = Plural(form.form);
      many.kind = EntityKind::kGroup;
      many.plural = true;
      plurals.push_back(std::move(many));
    }
    add(std::move(form));
  }
  for (Form& form : plurals) add(std::move(form));

  rows = ReadLexiconTable("titles.tsv", titles, 3);
  if (!rows.ok()) return rows.status();
  for (const LexiconRow& row : *rows) {
    Title title;
    title.form = row.fields[0];
    if (!ReadGender(row.fields[1], title.gender)) {
      return LexiconError("titles.tsv", row.line, "gender is m, f or -");
    }
    title.honorific = row.fields[2] == "honorific" || row.fields[2] == "rank";
    if (!title.honorific) {
      title.role = made->ClassNamed(row.fields[2]);
      if (title.role == kNone) {
        return LexiconError(
            "titles.tsv", row.line,
            absl::StrCat(
                "unknown class: ",
                absl::string_view(row.fields[2].data(), row.fields[2].size())));
      }
    }
    gazetteer.Add(title.form, LexKind::kTitle, CaseRule::kCapitalised,
                  static_cast<uint32_t>(made->titles_.size()));
    made->titles_.push_back(std::move(title));
  }
  return made;
}

RoleClass RoleLexicon::ClassNamed(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? kNone : found->second;
}

std::optional<uint32_t> RoleLexicon::FindForm(std::string_view form) const {
  const auto found = by_form_.find(FoldWord(form));
  if (found == by_form_.end()) return std::nullopt;
  return found->second;
}

float RoleLexicon::Fit(RoleClass asked, RoleClass have) const {
  if (asked == kNone || have == kNone) return 0;
  if (asked == have) return 1;
  const auto& up = wider_[have];
  if (std::find(up.begin(), up.end(), asked) != up.end()) return 0.8f;
  const auto& down = wider_[asked];
  // "The foreign minister" of one known as "minister" only.
  if (std::find(down.begin(), down.end(), have) != down.end()) return 0.5f;
  return 0;
}

}  // namespace quoth::parse
