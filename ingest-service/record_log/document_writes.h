// What storing and deleting a document checks and writes.
#pragma once

#include <memory>

#include "ingest-service/record_log/commit_queue.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

// Serialises the record in the caller's thread; the queue's thread only
// appends what it alone knows.
std::unique_ptr<PendingWrite> MakeDocumentWrite(
    DocumentWrite write, absl::Duration request_ttl,
    WriteDone<DocumentWritten> done);

std::unique_ptr<PendingWrite> MakeUnchangedProbe(
    UnchangedProbe probe, absl::Duration request_ttl,
    WriteDone<std::optional<DocumentWritten>> done);

std::unique_ptr<PendingWrite> MakeDocumentDeletion(
    DocumentDeletion deletion, absl::Duration request_ttl,
    WriteDone<kit::Revision> done);

}  // namespace quoth::ingest
