#include "query-service/index/ordinals.h"

#include "service-kit/status/absl_view.h"

namespace quoth::query {

std::size_t Ordinals::SlotOf(OrdinalKind kind) {
  switch (kind) {
    case OrdinalKind::kSpeaker:
      return 0;
    case OrdinalKind::kTopic:
      return 1;
    case OrdinalKind::kOutlet:
      return 2;
    case OrdinalKind::kLanguage:
      return 3;
  }
  return 0;
}

Ordinal Ordinals::Find(OrdinalKind kind, std::string_view name) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto& by_name = names_[SlotOf(kind)].by_name;
  const auto found = by_name.find(kit::ToAbsl(name));
  return found == by_name.end() ? 0 : found->second;
}

std::string Ordinals::NameOf(OrdinalKind kind, Ordinal ordinal) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto& by_ordinal = names_[SlotOf(kind)].by_ordinal;
  const auto found = by_ordinal.find(ordinal);
  return found == by_ordinal.end() ? std::string() : found->second;
}

void Ordinals::Set(OrdinalKind kind, std::string_view name, Ordinal ordinal) {
  absl::MutexLock lock(&mutex_);
  Names& names = names_[SlotOf(kind)];
  names.by_name[std::string(name)] = ordinal;
  names.by_ordinal[ordinal] = name;
}

void Ordinals::Erase(OrdinalKind kind, std::string_view name) {
  absl::MutexLock lock(&mutex_);
  Names& names = names_[SlotOf(kind)];
  const auto found = names.by_name.find(kit::ToAbsl(name));
  if (found == names.by_name.end()) return;
  names.by_ordinal.erase(found->second);
  names.by_name.erase(found);
}

std::vector<std::pair<std::string, Ordinal>> Ordinals::All(
    OrdinalKind kind) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto& by_name = names_[SlotOf(kind)].by_name;
  return {by_name.begin(), by_name.end()};
}

}  // namespace quoth::query
