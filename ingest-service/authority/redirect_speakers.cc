#include "ingest-service/authority/redirect_speakers.h"

#include <map>
#include <string>

#include "ingest-service/authority/speaker_parts.h"

namespace quoth::ingest {
namespace {

constexpr std::string_view kPrefix = "speakers/";

using Targets = std::map<std::string, parse::KnownSpeakerPtr>;  // By name.

Targets FindTargets(const parse::KnownSpeakers& known,
                    const v1::DocumentPut& record) {
  Targets targets;
  for (const v1::Speaker& speaker : record.speakers()) {
    const std::string& name = speaker.name();
    if (!name.starts_with(kPrefix)) continue;
    parse::KnownSpeakerPtr target =
        known.BySlug(std::string_view(name).substr(kPrefix.size()));
    if (target == nullptr) continue;
    if (name.compare(kPrefix.size(), name.npos, target->slug) == 0) continue;
    targets.emplace(name, std::move(target));
  }
  return targets;
}

void RedirectSpeaker(const parse::KnownSpeaker& target, v1::Speaker& speaker) {
  const std::string former = speaker.display_name();
  speaker.set_name(std::string(kPrefix) + target.slug);
  speaker.set_display_name(target.display_name);
  speaker.set_local(false);
  v1::Speaker names;
  names.set_display_name(former);
  AddNames(names, speaker);
}

}  // namespace

void RedirectSpeakers(const parse::KnownSpeakers& known,
                      v1::DocumentPut& record) {
  const Targets targets = FindTargets(known, record);
  if (targets.empty()) return;
  for (v1::Statement& statement : *record.mutable_statements()) {
    const auto target = targets.find(statement.speaker().speaker());
    if (target == targets.end()) continue;
    v1::SpeakerReference& reference = *statement.mutable_speaker();
    reference.set_speaker(std::string(kPrefix) + target->second->slug);
    reference.set_display_name(target->second->display_name);
    reference.set_resolution(reference.resolution() + "/merged");
  }
  std::map<std::string, int> kept;  // Name -> position among those kept.
  google::protobuf::RepeatedPtrField<v1::Speaker> speakers;
  for (v1::Speaker& speaker : *record.mutable_speakers()) {
    const auto target = targets.find(speaker.name());
    if (target != targets.end()) RedirectSpeaker(*target->second, speaker);
    const auto [at, fresh] = kept.emplace(speaker.name(), speakers.size());
    if (fresh) {
      *speakers.Add() = std::move(speaker);
    } else {
      AddNames(speaker, *speakers.Mutable(at->second));
      AddRoles(speaker, *speakers.Mutable(at->second));
    }
  }
  record.mutable_speakers()->Swap(&speakers);
}

}  // namespace quoth::ingest
