#include "ingest-service/authority/speaker_parts.h"

#include <algorithm>
#include <set>
#include <string>

#include "ingest-service/authority/speaker_request.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

bool SameRole(const v1::SpeakerRole& a, const v1::SpeakerRole& b) {
  return a.title() == b.title() && a.organisation() == b.organisation() &&
         a.start().SerializeAsString() == b.start().SerializeAsString();
}

bool SameId(const v1::ExternalId& a, const v1::ExternalId& b) {
  return a.scheme() == b.scheme() && a.id() == b.id();
}

template <typename List, typename Item, typename Same>
auto FindIn(List& list, const Item& item, Same same) {
  return std::find_if(list.begin(), list.end(),
                      [&](const auto& other) { return same(other, item); });
}

}  // namespace

void AddNames(const v1::Speaker& from, v1::Speaker& into) {
  std::set<std::string> known(into.other_names().begin(),
                              into.other_names().end());
  known.insert(into.display_name());
  const auto add = [&](const std::string& name) {
    if (name.empty() || into.other_names_size() >= kOtherNamesMax) return;
    if (known.insert(name).second) into.add_other_names(name);
  };
  add(from.display_name());
  for (const std::string& name : from.other_names()) add(name);
}

void AddExternalIds(const v1::Speaker& from, v1::Speaker& into) {
  for (const v1::ExternalId& id : from.external_ids()) {
    if (into.external_ids_size() >= kExternalIdsMax) return;
    auto& ids = *into.mutable_external_ids();
    if (FindIn(ids, id, SameId) == ids.end()) *into.add_external_ids() = id;
  }
}

void AddRoles(const v1::Speaker& from, v1::Speaker& into) {
  for (const v1::SpeakerRole& role : from.roles()) {
    auto& roles = *into.mutable_roles();
    const auto known = FindIn(roles, role, SameRole);
    if (known == roles.end()) {
      if (into.roles_size() < kRolesMax) *into.add_roles() = role;
    } else if (role.has_end() && !known->has_end()) {
      *known->mutable_end() = role.end();  // It has ended since.
    }
  }
}

void TakeNames(const v1::Speaker& from, v1::Speaker& of) {
  const std::set<std::string> names(from.other_names().begin(),
                                    from.other_names().end());
  auto& list = *of.mutable_other_names();
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const std::string& name) {
                              return name == from.display_name() ||
                                     names.contains(name);
                            }),
             list.end());
}

void TakeExternalIds(const v1::Speaker& from, v1::Speaker& of) {
  auto& list = *of.mutable_external_ids();
  for (const v1::ExternalId& id : from.external_ids()) {
    const auto at = FindIn(list, id, SameId);
    if (at != list.end()) list.erase(at);
  }
}

void TakeRoles(const v1::Speaker& from, v1::Speaker& of) {
  auto& list = *of.mutable_roles();
  for (const v1::SpeakerRole& role : from.roles()) {
    const auto at = FindIn(list, role, SameRole);
    if (at != list.end()) list.erase(at);
  }
}

absl::Status MergedAway(const v1::Speaker& speaker) {
  return kit::WithReason(absl::StatusCode::kFailedPrecondition,
                         "SPEAKER_MERGED",
                         "the speaker was merged into another",
                         {{"merged_into", speaker.merged_into()}});
}

}  // namespace quoth::ingest
