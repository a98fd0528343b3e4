#include "ingest-service/authority/speaker_directory.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "ingest-service/parse/speakers/name_words.h"
#include "ingest-service/parse/speakers/speaker_slug.h"
#include "service-kit/names/names.h"
#include "service-kit/status/absl_view.h"

namespace quoth::ingest {
namespace {

// Looked at of one name; more namesakes than that cannot be told apart anyway.
constexpr std::size_t kNamesakesMax = 64;
// Merges are flattened when they are made; this bounds what a broken record
// can do.
constexpr int kMergeStepsMax = 8;

std::string SlugOf(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return std::string(slash == name.npos ? name : name.substr(slash + 1));
}

std::string ExternalKey(const v1::ExternalId& id) {
  return id.scheme() + "\n" + id.id();
}

parse::EntityKind KindOf(v1::SpeakerKind kind) {
  switch (kind) {
    case v1::SPEAKER_KIND_PERSON:
      return parse::EntityKind::kPerson;
    case v1::SPEAKER_KIND_ORGANISATION:
      return parse::EntityKind::kOrganisation;
    case v1::SPEAKER_KIND_OFFICE:
      return parse::EntityKind::kOffice;
    case v1::SPEAKER_KIND_STATE:
      return parse::EntityKind::kPlace;
    case v1::SPEAKER_KIND_GROUP:
      return parse::EntityKind::kGroup;
    case v1::SPEAKER_KIND_DOCUMENT:
      return parse::EntityKind::kDocument;
    default:
      return parse::EntityKind::kUnknown;
  }
}

parse::KnownSpeakerPtr MakeKnown(const std::string& slug,
                                 const v1::Speaker& record,
                                 const parse::Lexicons& lexicons) {
  parse::KnownSpeaker known;
  known.slug = slug;
  known.display_name = record.display_name();
  known.kind = KindOf(record.kind());
  for (const v1::SpeakerRole& role : record.roles()) {
    parse::AddRole(role.title(), lexicons, known.roles);
    parse::AddBody(role.organisation(), lexicons, known.roles);
  }
  for (const v1::ExternalId& id : record.external_ids()) {
    if (id.scheme() == "wikidata") known.wikidata = id.id();
  }
  return std::make_shared<const parse::KnownSpeaker>(std::move(known));
}

void AddOnce(std::vector<std::string>& list, std::string value) {
  if (value.empty()) return;
  const auto at = std::lower_bound(list.begin(), list.end(), value);
  if (at == list.end() || *at != value) list.insert(at, std::move(value));
}

}  // namespace

NameKeys KeysOfName(std::string_view name, v1::SpeakerKind kind,
                    const parse::Lexicons& lexicons) {
  NameKeys keys;
  const bool person =
      kind == v1::SPEAKER_KIND_PERSON || kind == v1::SPEAKER_KIND_UNSPECIFIED;
  if (person) AddOnce(keys.full, parse::PersonSlug(name, lexicons));
  if (kind != v1::SPEAKER_KIND_PERSON) {
    AddOnce(keys.full, parse::PlainSlug(name));
  }
  if (person) keys.surname = parse::PlainSlug(parse::SurnameOf(name));
  return keys;
}

void SpeakerDirectory::Put(const v1::Speaker& record) {
  const std::string slug = SlugOf(record.name());
  Entry entry;
  if (record.merged_into().empty()) {
    entry.speaker = MakeKnown(slug, record, lexicons_);
    const auto add = [&](const std::string& name) {
      NameKeys keys = KeysOfName(name, record.kind(), lexicons_);
      for (std::string& key : keys.full) AddOnce(entry.full, std::move(key));
      AddOnce(entry.surnames, std::move(keys.surname));
    };
    add(record.display_name());
    for (const std::string& name : record.other_names()) add(name);
    for (const v1::ExternalId& id : record.external_ids()) {
      AddOnce(entry.external, ExternalKey(id));
    }
  } else {
    entry.merged_into = SlugOf(record.merged_into());
  }
  const std::unique_lock lock(mutex_);
  Entry& present = entries_[slug];
  TakeAway(slug, present);
  for (const std::string& key : entry.full) AddOnce(by_name_[key], slug);
  for (const std::string& key : entry.surnames) {
    AddOnce(by_surname_[key], slug);
  }
  for (const std::string& key : entry.external) {
    AddOnce(by_external_[key], slug);
  }
  present = std::move(entry);
}

void SpeakerDirectory::TakeAway(const std::string& slug, const Entry& entry) {
  const auto take = [&](Lists& lists, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
      const auto list = lists.find(key);
      if (list == lists.end()) continue;
      std::erase(list->second, slug);
      if (list->second.empty()) lists.erase(list);
    }
  };
  take(by_name_, entry.full);
  take(by_surname_, entry.surnames);
  take(by_external_, entry.external);
}

std::vector<parse::KnownSpeakerPtr> SpeakerDirectory::Find(
    const Lists& lists, std::string_view key) const {
  const std::shared_lock lock(mutex_);
  std::vector<parse::KnownSpeakerPtr> found;
  const auto list = lists.find(kit::ToAbsl(key));
  if (list == lists.end()) return found;
  for (const std::string& slug : list->second) {
    if (found.size() == kNamesakesMax) break;
    const auto entry = entries_.find(slug);
    if (entry != entries_.end() && entry->second.speaker != nullptr) {
      found.push_back(entry->second.speaker);
    }
  }
  return found;
}

std::vector<parse::KnownSpeakerPtr> SpeakerDirectory::ByName(
    std::string_view slug) const {
  return Find(by_name_, slug);
}

std::vector<parse::KnownSpeakerPtr> SpeakerDirectory::BySurname(
    std::string_view slug) const {
  return Find(by_surname_, slug);
}

parse::KnownSpeakerPtr SpeakerDirectory::BySlug(std::string_view slug) const {
  const std::shared_lock lock(mutex_);
  auto entry = entries_.find(kit::ToAbsl(slug));
  for (int step = 0; entry != entries_.end() && step < kMergeStepsMax; ++step) {
    if (entry->second.speaker != nullptr) return entry->second.speaker;
    entry = entries_.find(entry->second.merged_into);
  }
  return nullptr;
}

std::string SpeakerDirectory::ByExternalId(const v1::ExternalId& id) const {
  const std::shared_lock lock(mutex_);
  const auto list = by_external_.find(ExternalKey(id));
  return list == by_external_.end() ? std::string() : list->second.front();
}

std::vector<std::string> SpeakerDirectory::SlugsOfName(
    std::string_view name, v1::SpeakerKind kind) const {
  const NameKeys keys = KeysOfName(name, kind, lexicons_);
  std::vector<std::string> slugs;
  const std::shared_lock lock(mutex_);
  for (const std::string& key : keys.full) {
    const auto list = by_name_.find(key);
    if (list == by_name_.end()) continue;
    for (const std::string& slug : list->second) AddOnce(slugs, slug);
  }
  return slugs;
}

uint64_t SpeakerDirectory::offset() const {
  const std::shared_lock lock(mutex_);
  return offset_;
}

void SpeakerDirectory::SetOffset(uint64_t offset) {
  const std::unique_lock lock(mutex_);
  offset_ = offset;
}

}  // namespace quoth::ingest
