#include "service-kit/client/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

absl::Status ReadInto(const std::string& path, std::string& text) {
  if (path.empty()) return absl::OkStatus();
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  if (file.good() || file.eof()) {
    if (!text.empty()) return absl::OkStatus();
  }
  return WithReason(absl::StatusCode::kFailedPrecondition,
                    "TLS_FILE_UNREADABLE",
                    absl::StrCat(path, " cannot be read"));
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> Dial(
    const DialOptions& options) {
  std::shared_ptr<grpc::ChannelCredentials> credentials =
      grpc::InsecureChannelCredentials();
  if (!options.tls_ca.empty() || !options.tls_certificate.empty()) {
    grpc::SslCredentialsOptions ssl;
    absl::Status read = ReadInto(options.tls_ca, ssl.pem_root_certs);
    read.Update(ReadInto(options.tls_certificate, ssl.pem_cert_chain));
    read.Update(ReadInto(options.tls_key, ssl.pem_private_key));
    if (!read.ok()) return read;
    credentials = grpc::SslCredentials(ssl);
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 3'000);
  return grpc::CreateCustomChannel(options.server, credentials, arguments);
}

}  // namespace quoth::kit
