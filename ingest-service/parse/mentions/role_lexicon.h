// What people, groups, bodies and documents are called without a name, and the
// titles before names.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::parse {

// Classes of roles, numbered as they are first named in roles.tsv.
using RoleClass = int32_t;

class RoleLexicon {
 public:
  struct Form {
    std::string form;
    EntityKind kind = EntityKind::kPerson;  // kPerson, kGroup, ...
    RoleClass role = kNone;
    Gender gender = Gender::kUnknown;
    bool plural = false;
  };
  struct Title {
    std::string form;
    RoleClass role = kNone;  // kNone for honorifics and ranks.
    Gender gender = Gender::kUnknown;
    bool honorific = false;
  };

  static absl::StatusOr<std::unique_ptr<const RoleLexicon>> Load(
      std::string_view roles, std::string_view titles, Gazetteer& gazetteer);

  const std::vector<Form>& forms() const { return forms_; }
  const std::vector<Title>& titles() const { return titles_; }
  // kNone for an unknown name.
  RoleClass ClassNamed(std::string_view name) const;
  // The form as printed, any case; nothing when unknown.
  std::optional<uint32_t> FindForm(std::string_view form) const;
  std::string_view ClassName(RoleClass role) const { return names_[role]; }

  // How well a holder of `have` fits the description `asked`: 1 for the same
  // class, less for a wider one ("the diplomat" of a foreign minister), 0 for
  // no relation.
  float Fit(RoleClass asked, RoleClass have) const;

 private:
  RoleClass Intern(std::string_view name);

  std::vector<Form> forms_;
  std::vector<Title> titles_;
  std::vector<std::string> names_;
  std::vector<std::vector<RoleClass>> wider_;
  absl::flat_hash_map<std::string, RoleClass> by_name_;
  absl::flat_hash_map<std::string, uint32_t> by_form_;
};

}  // namespace quoth::parse
