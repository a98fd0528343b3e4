// The one place where outcomes become gRPC's.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "ingest-service/intake/intake.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

// Ends the call. What is the server's own fault is logged with the method.
void FinishCall(grpc::ServerUnaryReactor* reactor, const absl::Status& status,
                const kit::Log& log, std::string_view method);

// As FinishCall, for streams.
grpc::Status EndOfStream(const absl::Status& status, const kit::Log& log,
                         std::string_view method);

// False once the call was cancelled or its deadline passed. `context` must
// outlive every call of it: the call is not finished before.
StillWanted WantedBy(grpc::CallbackServerContext* context);

}  // namespace quoth::ingest
