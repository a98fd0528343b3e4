// Parsing again, told as it goes.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "ingest-service/intake/intake.h"
#include "quoth/v1/ingest_service.pb.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

// Owns itself. Tells the latest progress whenever the transport has taken the
// one before, and the last one always.
grpc::ServerWriteReactor<v1::ReparseDocumentsResponse>* StartReparseCall(
    Intake& intake, grpc::CallbackServerContext* context,
    const v1::ReparseDocumentsRequest& request, kit::Log log);

}  // namespace quoth::ingest
