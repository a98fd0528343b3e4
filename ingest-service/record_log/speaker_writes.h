// Changing the operator's speaker records, several at once, all or none.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ingest-service/record_log/commit_queue.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

std::unique_ptr<PendingWrite> MakeSpeakerWrite(std::vector<std::string> slugs,
                                               RecordLog::SpeakerChange change,
                                               WriteDone<kit::Revision> done);

}  // namespace quoth::ingest
