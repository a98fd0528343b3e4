#include "service-kit/host/credentials.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

constexpr unsigned kRefreshSeconds = 30;

absl::Status CheckReadable(const std::string& path) {
  if (path.empty() || std::ifstream(path).good()) return absl::OkStatus();
  return WithReason(absl::StatusCode::kFailedPrecondition,
                    "TLS_FILE_UNREADABLE",
                    absl::StrCat(path, " cannot be read"));
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const HostOptions& options) {
  const std::string& certificate = options.tls_certificate_file;
  const std::string& key = options.tls_key_file;
  const std::string& client_ca = options.tls_client_ca_file;
  if (certificate.empty() && key.empty() && client_ca.empty()) {
    return grpc::InsecureServerCredentials();
  }
  if (certificate.empty() || key.empty()) {
    return WithReason(absl::StatusCode::kFailedPrecondition, "TLS_INCOMPLETE",
                      "TLS needs both a certificate and a key file");
  }
  for (const std::string& path : {certificate, key, client_ca}) {
    const absl::Status readable = CheckReadable(path);
    if (!readable.ok()) return readable;
  }
  auto provider =
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          key, certificate, client_ca, kRefreshSeconds);
  grpc::experimental::TlsServerCredentialsOptions tls(provider);
  tls.watch_identity_key_cert_pairs();
  if (!client_ca.empty()) {
    tls.watch_root_certs();
    tls.set_cert_request_type(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return grpc::experimental::TlsServerCredentials(tls);
}

}  // namespace quoth::kit
