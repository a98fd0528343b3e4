// TLS from files that may change while the server runs.
#pragma once

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "service-kit/host/server_host.h"

namespace quoth::kit {

// Plaintext when no TLS file is named. FAILED_PRECONDITION when the files do
// not go together or cannot be read now.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const HostOptions& options);

}  // namespace quoth::kit
