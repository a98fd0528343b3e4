// Start here. The operator's speakers: names, spellings, identifiers, merges.
//
// These are few beside the speakers that documents show, which the query
// service knows. Each change goes into the record log, from there to followers,
// into the directory that documents are resolved against, and by the settler to
// the stored documents that it concerns.
//
//   speaker_authority.h   one record, merges, splits, lists
//   import_speakers.h     authority files; popolo.h reads them
//   speaker_directory.h   the records by name, for the parser
//   redirect_speakers.h   resource names that were merged away
//   settler.h             stored documents follow
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "ingest-service/authority/speaker_directory.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// Safe to use from any thread. Changes block until durable, one at a time.
class Authority {
 public:
  // Both outlive this. Only one authority changes the speakers of a log.
  Authority(RecordLog& log, SpeakerDirectory& directory)
      : log_(log), directory_(directory) {}

  // Fills the directory from the log; before anything else.
  absl::Status Load();

  // Called after each change, with the log's offset of it.
  void SetListener(std::function<void(uint64_t offset)> listener);

  absl::StatusOr<v1::PutSpeakerResponse> Put(
      const v1::PutSpeakerRequest& request);
  absl::StatusOr<v1::MergeSpeakersResponse> Merge(
      const v1::MergeSpeakersRequest& request);
  absl::StatusOr<v1::SplitSpeakerResponse> Split(
      const v1::SplitSpeakerRequest& request);
  absl::StatusOr<v1::ImportSpeakersResponse> Import(
      const v1::ImportSpeakersRequest& request);

 private:
  template <typename Response, typename Work>
  absl::StatusOr<Response> Change(Work work);
  absl::Status Follow(const std::vector<std::string>& touched);

  RecordLog& log_;
  SpeakerDirectory& directory_;
  std::mutex mutex_;  // Held through a change: one at a time.
  std::function<void(uint64_t)> listener_;  // Under mutex_.
};

}  // namespace quoth::ingest
