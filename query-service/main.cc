// quoth-query: puts the parts together.
#include <grpcpp/create_channel.h>

#include <fstream>
#include <optional>
#include <sstream>

#include "query-service/config.h"
#include "query-service/follower/follower.h"
#include "query-service/follower/grpc_log_source.h"
#include "query-service/follower/index_holder.h"
#include "query-service/handlers/query_handlers.h"
#include "service-kit/clock/clock.h"
#include "service-kit/host/server_host.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// The largest feed message plus room: one document larger than a batch comes
// alone.
constexpr int kFeedMessageBytesMax = 256 << 20;

std::string ReadFile(const std::string& path) {
  if (path.empty()) return {};
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::shared_ptr<grpc::Channel> DialIngest(const Config& config) {
  std::shared_ptr<grpc::ChannelCredentials> credentials =
      grpc::InsecureChannelCredentials();
  if (!config.ingest_ca_file.empty()) {
    credentials = grpc::SslCredentials(
        {ReadFile(config.ingest_ca_file), ReadFile(config.ingest_key_file),
         ReadFile(config.ingest_certificate_file)});
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kFeedMessageBytesMax);
  // A feed is silent for long: find out when the other side is gone.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  return grpc::CreateCustomChannel(config.ingest, credentials, arguments);
}

int Main(int argc, const char* const* argv) {
  Config config;
  if (const std::optional<int> exit_code = ReadConfig(argc, argv, config))
    return *exit_code;
  if (absl::Status status = kit::StartLog(config.log); !status.ok()) {
    kit::Log().Error("cannot start", status);
    return 1;
  }
  const kit::Log log = kit::Log().With({{"program", "quoth-query"}});

  IndexHolder holder;
  GrpcLogSource source(DialIngest(config), config.follower_name);
  const std::unique_ptr<grpc::Service> service =
      MakeQueryService(holder, config.handlers, log);
  kit::ServerHost host(config.host, log);
  host.AddService(service.get(), kQueryServiceName);
  // Lookups are refused until the index has been level with the log once;
  // health says so to whoever sends them here.
  holder.OnApplied([&, known = std::optional<bool>()]() mutable {
    const bool serving = holder.Serving().ok();
    if (known == serving) return;
    known = serving;
    host.SetServing(kQueryServiceName, serving);
    host.SetServing("", serving);
  });
  Follower follower(config.follower, source, holder, kit::SystemClock(), log);
  if (absl::Status status = follower.Start(); !status.ok()) {
    log.Error("cannot start", status);
    return 1;
  }
  host.OnDrain([&] { holder.Close(); });
  const int exit_code = host.Run();
  follower.Stop();
  return exit_code;
}

}  // namespace
}  // namespace quoth::query

int main(int argc, char** argv) { return quoth::query::Main(argc, argv); }
