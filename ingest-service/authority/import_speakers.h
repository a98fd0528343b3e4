// An authority file into the operator's records.
//
// Each record of the file is matched with a speaker by identifier, else by name
// when no identifier and no role speaks against it; else it becomes a new one.
// Namesakes get slugs of their own ("ada-okoye-q42").
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest-service/authority/speaker_directory.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// Blocks until durable. `directory` holds every record of `log`, and nobody
// else changes speakers meanwhile. Written in batches of 500, each whole: after
// a failure importing again goes on where it ended.
absl::StatusOr<v1::ImportSpeakersResponse> ImportSpeakers(
    RecordLog& log, const SpeakerDirectory& directory,
    const v1::ImportSpeakersRequest& request,
    std::vector<std::string>& touched);

}  // namespace quoth::ingest
