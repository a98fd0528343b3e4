#include "ingest-service/authority/speaker_request.h"

#include <string>

#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kSchemeBytesMax = 63;

class SpeakerCheck {
 public:
  explicit SpeakerCheck(std::string_view field) : field_(field) {}

  absl::Status Line(const std::string& part, std::string_view text,
                    bool required) const {
    if (text.empty() && required) return Wrong(part, "is empty");
    if (text.size() > kNameBytesMax) {
      return Wrong(part, "is longer than 200 bytes");
    }
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
        return Wrong(part, "has control characters");
      }
    }
    return absl::OkStatus();
  }

  absl::Status Wrong(const std::string& part,
                     std::string_view description) const {
    return kit::InvalidField(field_ + "." + part, description);
  }

 private:
  const std::string field_;
};

std::string Indexed(const char* part, int index, const char* rest = "") {
  return std::string(part) + "[" + std::to_string(index) + "]" + rest;
}

absl::Status CheckNames(const SpeakerCheck& check, const v1::Speaker& speaker) {
  absl::Status status =
      check.Line("display_name", speaker.display_name(), /*required=*/true);
  if (!status.ok()) return status;
  if (speaker.other_names_size() > kOtherNamesMax) {
    return check.Wrong("other_names", "has more than 200 names");
  }
  for (int i = 0; i < speaker.other_names_size(); ++i) {
    status =
        check.Line(Indexed("other_names", i), speaker.other_names(i), true);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckRoles(const SpeakerCheck& check, const v1::Speaker& speaker) {
  if (speaker.roles_size() > kRolesMax) {
    return check.Wrong("roles", "has more than 100 roles");
  }
  for (int i = 0; i < speaker.roles_size(); ++i) {
    absl::Status status = check.Line(Indexed("roles", i, ".title"),
                                     speaker.roles(i).title(), true);
    if (!status.ok()) return status;
    status = check.Line(Indexed("roles", i, ".organisation"),
                        speaker.roles(i).organisation(), false);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckExternalIds(const SpeakerCheck& check,
                              const v1::Speaker& speaker) {
  if (speaker.external_ids_size() > kExternalIdsMax) {
    return check.Wrong("external_ids", "has more than 50 identifiers");
  }
  for (int i = 0; i < speaker.external_ids_size(); ++i) {
    const std::string& scheme = speaker.external_ids(i).scheme();
    bool fine = !scheme.empty() && scheme.size() <= kSchemeBytesMax;
    for (const char c : scheme) {
      fine = fine && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_');
    }
    if (!fine) {
      return check.Wrong(Indexed("external_ids", i, ".scheme"),
                         "is not 1 to 63 of [a-z0-9_-]");
    }
    absl::Status status = check.Line(Indexed("external_ids", i, ".id"),
                                     speaker.external_ids(i).id(), true);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Speaker> CheckSpeaker(std::string_view field,
                                         const v1::Speaker& speaker) {
  const SpeakerCheck check(field);
  const absl::StatusOr<kit::SpeakerName> name =
      kit::ParseSpeakerName(std::string(field) + ".name", speaker.name());
  if (!name.ok()) return name.status();
  if (!v1::SpeakerKind_IsValid(speaker.kind())) {
    return check.Wrong("kind", "is not a known kind");
  }
  if (!speaker.merged_into().empty()) {
    return check.Wrong("merged_into", "is set by MergeSpeakers");
  }
  for (const absl::Status& status :
       {CheckNames(check, speaker), CheckRoles(check, speaker),
        CheckExternalIds(check, speaker)}) {
    if (!status.ok()) return status;
  }
  v1::Speaker record;
  record.set_name(speaker.name());
  record.set_display_name(speaker.display_name());
  record.set_kind(speaker.kind());
  *record.mutable_other_names() = speaker.other_names();
  *record.mutable_roles() = speaker.roles();
  *record.mutable_external_ids() = speaker.external_ids();
  record.set_authority(true);
  return record;
}

}  // namespace quoth::ingest
