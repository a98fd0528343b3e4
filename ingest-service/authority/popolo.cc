#include "ingest-service/authority/popolo.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "ingest-service/authority/checked_json.h"
#include "ingest-service/authority/iso_date.h"
#include "ingest-service/authority/speaker_request.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kRecordsMax = 200'000;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kSchemeBytesMax = 63;
constexpr std::size_t kNotesMax = 5;  // Of one record.

// Text of a member, white space made single spaces; "" when it is no string.
std::string Text(const Json& object, const char* member) {
  if (!object.is_object()) return {};
  const auto at = object.find(member);
  if (at == object.end() || !at->is_string()) return {};
  std::string out;
  for (const char c : at->get_ref<const std::string&>()) {
    const bool space = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

const Json& List(const Json& object, const char* member) {
  static const Json* const kNone = new Json(Json::array());
  if (!object.is_object()) return *kNone;
  const auto at = object.find(member);
  return at != object.end() && at->is_array() ? *at : *kNone;
}

// "Wikidata" -> "wikidata"; "" when nothing is left.
std::string Scheme(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    const bool fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
    if (fine && out.size() < kSchemeBytesMax) out += c;
    if (!fine && !out.empty() && out.back() != '-') out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

// "Q58217" of itself or of a Wikidata address.
std::string WikidataId(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash != text.npos) {
    if (text.find("wikidata.org") == text.npos) return {};
    text.remove_prefix(slash + 1);
  }
  if (text.size() < 2 || text.size() > 15 || text[0] != 'Q') return {};
  const bool digits = std::all_of(text.begin() + 1, text.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::string(text) : std::string();
}

class RecordReader {
 public:
  RecordReader(const Json& object, std::string where, v1::SpeakerKind kind)
      : object_(object) {
    record_.where = std::move(where);
    record_.speaker.set_kind(kind);
  }

  // Absent with a reason in `why` when it cannot be used.
  std::optional<PopoloRecord> Read(std::string& why) {
    std::string name = Text(object_, "name");
    if (name.empty()) {
      name = Text(object_, "given_name");
      const std::string family = Text(object_, "family_name");
      if (!name.empty() && !family.empty()) name += ' ';
      name += family;
    }
    if (name.empty()) {
      why = "has no name";
      return std::nullopt;
    }
    record_.where += " " + name.substr(0, 60);
    if (name.size() > kNameBytesMax) {
      why = "its name is longer than 200 bytes";
      return std::nullopt;
    }
    known_names_.insert(name);
    record_.speaker.set_display_name(std::move(name));
    ReadOtherNames();
    ReadIdentifiers();
    return std::move(record_);
  }

 private:
  void Note(std::string note) {
    if (record_.notes.size() < kNotesMax) {
      record_.notes.push_back(std::move(note));
    }
  }

  void AddName(const std::string& name) {
    if (name.empty() || !known_names_.insert(name).second) return;
    if (name.size() > kNameBytesMax) {
      return Note("a name longer than 200 bytes is left out");
    }
    if (record_.speaker.other_names_size() == kOtherNamesMax) {
      return Note("names beyond 200 are left out");
    }
    record_.speaker.add_other_names(name);
  }

  void ReadOtherNames() {
    const auto whole = [](const Json& name) {
      std::string text = Text(name, "name");
      const std::string given = Text(name, "given_name");
      const std::string family = Text(name, "family_name");
      if (text.empty() && !given.empty() && !family.empty()) {
        text = given + " " + family;
      }
      return text;
    };
    for (const Json& other : List(object_, "other_names")) {
      AddName(other.is_string() ? Text(Json{{"name", other}}, "name")
                                : whole(other));
    }
    // A family name that is not the last word ("Xi" of Xi Jinping) is a
    // spelling of its own: the surname by which documents name the person.
    const std::string family = Text(object_, "family_name");
    const std::string& name = record_.speaker.display_name();
    if (!family.empty() && !name.ends_with(family)) AddName(family);
  }

  void AddId(std::string scheme, const std::string& id) {
    if (scheme.empty() || id.empty()) return;
    if (id.size() > kNameBytesMax) {
      return Note("an identifier longer than 200 bytes is left out");
    }
    for (const v1::ExternalId& known : record_.speaker.external_ids()) {
      if (known.scheme() == scheme && known.id() == id) return;
    }
    if (record_.speaker.external_ids_size() == kExternalIdsMax) {
      return Note("identifiers beyond 50 are left out");
    }
    v1::ExternalId& added = *record_.speaker.add_external_ids();
    added.set_scheme(std::move(scheme));
    added.set_id(id);
  }

  void ReadIdentifiers() {
    for (const Json& identifier : List(object_, "identifiers")) {
      std::string id = Text(identifier, "identifier");
      const std::string scheme = Scheme(Text(identifier, "scheme"));
      if (scheme == "wikidata") {
        const std::string item = WikidataId(id);
        if (item.empty()) {
          Note(
              "an identifier that is not Wikidata's (Q and digits) is left "
              "out");
          continue;
        }
        id = item;
      }
      AddId(scheme, id);
    }
    for (const char* member : {"links", "sources"}) {
      for (const Json& link : List(object_, member)) {
        AddId("wikidata", WikidataId(Text(link, "url")));
      }
    }
    const std::string own = Text(object_, "id");
    AddId("wikidata", WikidataId(own));
    AddId(std::string(kPopoloScheme), own);
  }

  const Json& object_;
  PopoloRecord record_;
  std::set<std::string> known_names_;
};

class FileReader {
 public:
  FileReader(std::string_view field, const Json& root)
      : field_(field), root_(root) {}

  absl::StatusOr<PopoloFile> Read() {
    if (root_.is_array()) {
      absl::Status status = ReadPeople(root_, "");
      if (!status.ok()) return status;
      return std::move(file_);
    }
    if (!root_.is_object()) {
      return Wrong("is not an object with persons or organizations");
    }
    const bool single = root_.contains("name") && !root_.contains("persons");
    const bool any =
        root_.contains("persons") || root_.contains("organizations") || single;
    if (!any) return Wrong("has neither persons nor organizations");
    for (const char* member :
         {"persons", "organizations", "memberships", "posts"}) {
      if (root_.contains(member) && !root_[member].is_array()) {
        return Wrong(std::string(member) + " is not a list");
      }
    }
    IndexPosts();
    absl::Status status =
        ReadList(List(root_, "organizations"), "organizations",
                 v1::SPEAKER_KIND_ORGANISATION);
    if (!status.ok()) return status;
    status = single ? ReadPeople(Json::array({root_}), "")
                    : ReadPeople(List(root_, "persons"), "persons");
    if (!status.ok()) return status;
    for (const Json& membership : List(root_, "memberships")) {
      AddMembership(membership, Text(membership, "person_id"));
    }
    return std::move(file_);
  }

 private:
  absl::Status Wrong(std::string_view what) const {
    return kit::InvalidField(field_, what);
  }

  void IndexPosts() {
    const auto add = [this](const Json& post) {
      const std::string id = Text(post, "id");
      if (!id.empty()) posts_.emplace(id, &post);
    };
    for (const Json& post : List(root_, "posts")) add(post);
    for (const Json& organisation : List(root_, "organizations")) {
      for (const Json& post : List(organisation, "posts")) add(post);
    }
  }

  absl::Status ReadPeople(const Json& list, const char* member) {
    absl::Status status = ReadList(list, member, v1::SPEAKER_KIND_PERSON);
    if (!status.ok()) return status;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!list[i].is_object()) continue;
      const auto record = by_place_.find({member, i});
      if (record == by_place_.end()) continue;
      for (const Json& membership : List(list[i], "memberships")) {
        AddMembershipTo(membership, file_.records[record->second]);
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadList(const Json& list, const char* member,
                        v1::SpeakerKind kind) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (file_.records.size() == kRecordsMax) {
        return Wrong("has more than 200,000 records: split it");
      }
      std::string where = std::string(member) + "[" + std::to_string(i) + "]";
      if (!list[i].is_object()) {
        file_.skipped.push_back(where + ": is not an object");
        continue;
      }
      std::string why;
      std::optional<PopoloRecord> record =
          RecordReader(list[i], where, kind).Read(why);
      if (!record) {
        file_.skipped.push_back(where + ": " + why);
        continue;
      }
      if (kind == v1::SPEAKER_KIND_ORGANISATION &&
          Text(list[i], "classification") == "office") {
        record->speaker.set_kind(v1::SPEAKER_KIND_OFFICE);
      }
      const std::string id = Text(list[i], "id");
      auto& by_id =
          kind == v1::SPEAKER_KIND_PERSON ? person_by_id_ : body_by_id_;
      if (!id.empty() && !by_id.emplace(id, file_.records.size()).second) {
        file_.skipped.push_back(where + ": repeats the id of another");
        continue;
      }
      by_place_[{member, i}] = file_.records.size();
      file_.records.push_back(*std::move(record));
    }
    return absl::OkStatus();
  }

  void AddMembership(const Json& membership, const std::string& person) {
    const auto record = person_by_id_.find(person);
    if (record == person_by_id_.end()) return;
    AddMembershipTo(membership, file_.records[record->second]);
  }

  void AddMembershipTo(const Json& membership, PopoloRecord& record) {
    v1::SpeakerRole role;
    role.set_title(Text(membership, "role"));
    std::string organisation = Text(membership, "organization_id");
    const auto post = posts_.find(Text(membership, "post_id"));
    if (post != posts_.end()) {
      if (role.title().empty()) role.set_title(Text(*post->second, "role"));
      if (role.title().empty()) role.set_title(Text(*post->second, "label"));
      if (organisation.empty()) {
        organisation = Text(*post->second, "organization_id");
      }
    }
    if (role.title().empty()) role.set_title(Text(membership, "label"));
    if (role.title().empty()) role.set_title("member");
    if (membership.is_object() && membership.contains("organization")) {
      role.set_organisation(Text(membership["organization"], "name"));
    }
    const auto body = body_by_id_.find(organisation);
    if (role.organisation().empty() && body != body_by_id_.end()) {
      role.set_organisation(file_.records[body->second].speaker.display_name());
    }
    if (role.title().size() > kNameBytesMax ||
        role.organisation().size() > kNameBytesMax) {
      return Note(record, "a role longer than 200 bytes is left out");
    }
    AddDate(membership, "start_date", record,
            [&] { return role.mutable_start(); });
    AddDate(membership, "end_date", record, [&] { return role.mutable_end(); });
    if (record.speaker.roles_size() == kRolesMax) {
      return Note(record, "roles beyond 100 are left out");
    }
    *record.speaker.add_roles() = std::move(role);
  }

  template <typename Target>
  static void AddDate(const Json& membership, const char* member,
                      PopoloRecord& record, Target target) {
    const std::string text = Text(membership, member);
    if (text.empty()) return;
    const std::optional<v1::Date> date = DateOfIsoText(text);
    if (!date) return Note(record, std::string(member) + " is no date");
    *target() = *date;
  }

  static void Note(PopoloRecord& record, std::string note) {
    if (record.notes.size() < kNotesMax) {
      record.notes.push_back(std::move(note));
    }
  }

  const std::string field_;
  const Json& root_;
  PopoloFile file_;
  std::map<std::string, std::size_t> person_by_id_, body_by_id_;  // -> records.
  std::map<std::pair<std::string, std::size_t>, std::size_t> by_place_;
  std::map<std::string, const Json*> posts_;
};

}  // namespace

absl::StatusOr<PopoloFile> ReadPopolo(std::string_view field,
                                      std::string_view json) {
  absl::StatusOr<Json> root = ParseCheckedJson(field, json);
  if (!root.ok()) return root.status();
  return FileReader(field, *root).Read();
}

}  // namespace quoth::ingest
