// The stream of documents: parsed side by side, answered in the order sent.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "ingest-service/intake/intake.h"
#include "quoth/v1/ingest_service.pb.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

// Owns itself; gone when the call is done. `intake` outlives it.
//
// Reads on while fewer than 32 documents and 32 MiB of them are unanswered, so
// that a client that does not read its answers is not read from either. A
// document whose id is being worked on waits for that one: two of one id in a
// stream are stored in their order.
grpc::ServerBidiReactor<v1::IngestDocumentsRequest,
                        v1::IngestDocumentsResponse>*
StartIngestDocuments(Intake& intake, grpc::CallbackServerContext* context,
                     kit::Log log);

}  // namespace quoth::ingest
