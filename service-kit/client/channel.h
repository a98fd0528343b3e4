// Dialling a server, for programs that are clients.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace quoth::kit {

struct DialOptions {
  std::string
      server;  // "127.0.0.1:7001", "dns:///host:7001", "unix:/run/quoth.sock".
  std::string tls_ca;  // PEM roots to trust; turns TLS on.
  std::string
      tls_certificate;  // PEM, with tls_key, when the server asks for one.
  std::string tls_key;
};

// A channel with keepalive and without a bound on received messages. Does not
// connect yet. FAILED_PRECONDITION when a file cannot be read.
absl::StatusOr<std::shared_ptr<grpc::Channel>> Dial(const DialOptions& options);

}  // namespace quoth::kit
