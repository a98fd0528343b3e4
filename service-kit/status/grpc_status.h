// Between absl::Status and gRPC's, details kept both ways.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace quoth::kit {

// A status without ErrorInfo gets one (reason = its code's name), so that
// every error a client sees carries it.
grpc::Status ToGrpc(const absl::Status& status);

// For clients. Details that do not parse are dropped.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace quoth::kit
