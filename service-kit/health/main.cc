// quoth-health: asks a server for its health, for containers and scripts.
// Exit code 0: serving. 1: not serving or out of reach. 2: wrong usage.
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "service-kit/config/command_line.h"

namespace {

struct Options {
  std::string address = "127.0.0.1:7001";
  std::string service;
  std::string tls_ca;
  absl::Duration timeout = absl::Seconds(3);
  absl::Duration wait = absl::ZeroDuration();
};

std::shared_ptr<grpc::ChannelCredentials> MakeCredentials(
    const Options& options) {
  if (options.tls_ca.empty()) return grpc::InsecureChannelCredentials();
  std::ifstream file(options.tls_ca);
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs.assign(std::istreambuf_iterator<char>(file), {});
  return grpc::SslCredentials(ssl);
}

// "" when serving, else what is instead.
std::string Ask(grpc::health::v1::Health::Stub& stub, const Options& options) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(options.timeout));
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(options.service);
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status = stub.Check(&context, request, &response);
  if (!status.ok()) return status.error_message();
  if (response.status() == grpc::health::v1::HealthCheckResponse::SERVING)
    return "";
  return grpc::health::v1::HealthCheckResponse::ServingStatus_Name(
      response.status());
}

int Check(const Options& options) {
  const auto stub = grpc::health::v1::Health::NewStub(
      grpc::CreateChannel(options.address, MakeCredentials(options)));
  const absl::Time end = absl::Now() + options.wait;
  std::string answer = Ask(*stub, options);
  while (!answer.empty() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(100));
    answer = Ask(*stub, options);
  }
  if (answer.empty()) {
    std::printf("SERVING\n");
    return 0;
  }
  std::fprintf(stderr, "%s: %s\n", options.address.c_str(), answer.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  quoth::kit::CommandLine line(
      "quoth-health",
      "Asks a server whether it is serving; exit code 0 when it is.",
      "Examples:\n"
      "  quoth-health --address 127.0.0.1:7001 --wait 30s\n"
      "  quoth-health --address 127.0.0.1:7002 --service "
      "quoth.v1.QueryService");
  line.Add("address", options.address, "The server");
  line.Add("service", options.service,
           "One of its services by full name; empty = all of it");
  line.Add("tls-ca", options.tls_ca, "PEM roots to trust; turns TLS on")
      ->type_name("FILE");
  line.AddDuration("timeout", options.timeout, "How long one answer may take");
  line.AddDuration("wait", options.wait,
                   "Ask again for so long until it serves");
  if (const auto exit_code = line.Parse(argc, argv)) return *exit_code;
  return Check(options);
}
