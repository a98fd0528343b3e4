#include "ingest-service/authority/authority.h"

#include <utility>

#include "ingest-service/authority/import_speakers.h"
#include "ingest-service/authority/speaker_authority.h"
#include "service-kit/names/names.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

absl::Status Authority::Load() {
  const std::lock_guard lock(mutex_);
  std::string after;
  while (true) {
    const absl::StatusOr<std::vector<v1::Speaker>> page =
        log_.ListSpeakers(after, kPage);
    if (!page.ok()) return page.status();
    if (page->empty()) break;
    for (const v1::Speaker& speaker : *page) {
      const auto name = kit::ParseSpeakerName("name", speaker.name());
      if (!name.ok()) return name.status();
      after = name->slug;
      directory_.Put(speaker);
    }
  }
  return Follow({});
}

void Authority::SetListener(std::function<void(uint64_t)> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

// The directory as the log is now.
absl::Status Authority::Follow(const std::vector<std::string>& touched) {
  for (const std::string& slug : touched) {
    const absl::StatusOr<v1::Speaker> stored = log_.ReadSpeaker(slug);
    if (absl::IsNotFound(stored.status())) continue;
    if (!stored.ok()) return stored.status();
    directory_.Put(*stored);
  }
  const absl::StatusOr<Unsettled> ends = log_.ReadUnsettled(0);
  if (!ends.ok()) return ends.status();
  directory_.SetOffset(ends->speakers_end);
  if (listener_) listener_(ends->speakers_end);
  return absl::OkStatus();
}

template <typename Response, typename Work>
absl::StatusOr<Response> Authority::Change(Work work) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> touched;
  absl::StatusOr<Response> response = work(touched);
  // After a failure too: a part may be durable.
  if (!touched.empty()) {
    absl::Status followed = Follow(touched);
    if (response.ok() && !followed.ok()) return followed;
  }
  return response;
}

absl::StatusOr<v1::PutSpeakerResponse> Authority::Put(
    const v1::PutSpeakerRequest& request) {
  return Change<v1::PutSpeakerResponse>([&](std::vector<std::string>& touched) {
    return PutSpeaker(log_, request, touched);
  });
}

absl::StatusOr<v1::MergeSpeakersResponse> Authority::Merge(
    const v1::MergeSpeakersRequest& request) {
  return Change<v1::MergeSpeakersResponse>(
      [&](std::vector<std::string>& touched) {
        return MergeSpeakers(log_, request, touched);
      });
}

absl::StatusOr<v1::SplitSpeakerResponse> Authority::Split(
    const v1::SplitSpeakerRequest& request) {
  return Change<v1::SplitSpeakerResponse>(
      [&](std::vector<std::string>& touched) {
        return SplitSpeaker(log_, request, touched);
      });
}

absl::StatusOr<v1::ImportSpeakersResponse> Authority::Import(
    const v1::ImportSpeakersRequest& request) {
  return Change<v1::ImportSpeakersResponse>(
      [&](std::vector<std::string>& touched) {
        return ImportSpeakers(log_, directory_, request, touched);
      });
}

}  // namespace quoth::ingest
