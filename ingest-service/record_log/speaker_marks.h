// Which stored documents do not follow the operator's speakers yet.
//
// A change of a speaker leaves a mark in its own batch; whoever has resolved
// the documents that name the speaker takes it away. So the work is neither
// lost by a crash nor done for documents it does not concern.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ingest-service/record_log/commit_queue.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

// Adds the speaker's mark to the group. `former`: its record before, or null;
// names of a mark that still stands are kept.
absl::Status MarkSpeaker(CommitGroup& group, const std::string& slug,
                         uint64_t offset, const v1::Speaker* former);

absl::StatusOr<Unsettled> ReadUnsettled(const kit::Store& store,
                                        std::size_t count_max);

std::unique_ptr<PendingWrite> MakeSettleWrite(Unsettled settled,
                                              WriteDone<bool> done);

// The speakers of a serialised DocumentPut; the rest is skipped, not parsed.
// False when it is no such message.
bool ReadSpeakersOf(std::string_view document_put,
                    std::vector<v1::Speaker>& speakers);

}  // namespace quoth::ingest
