// One gRPC server with everything ours offer: listening addresses, TLS, health
// v1, reflection v1 and v1alpha, channelz, keepalive, and an orderly end.
//
//   ServerHost host(options, log);
//   host.AddService(&handlers, quoth::v1::IngestService::service_full_name());
//   host.OnDrain([&] { feed.Close(); });
//   return host.Run();   // Until SIGTERM, SIGINT or stop().Notify().
//
// The end: health says NOT_SERVING, the drain hooks end long streams, new
// calls are refused, calls in flight get `drain_deadline`, then are cancelled.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service-kit/host/stop_notification.h"
#include "service-kit/log/log.h"

namespace quoth::kit {

struct HostOptions {
  // "127.0.0.1:7001", "[::]:7001", "unix:/run/quoth.sock". Port 0: any free
  // one; the first TCP port chosen is announced.
  std::vector<std::string> listen = {"127.0.0.1:0"};
  // Of one received message. A document's limit plus its envelope.
  int max_receive_bytes = 16 << 20;
  // PEM files, all read again within a minute of a change. Certificate and key
  // together turn TLS on; the client CA also demands client certificates.
  std::string tls_certificate_file;
  std::string tls_key_file;
  std::string tls_client_ca_file;
  // Written with the first port chosen and a newline, once listening.
  std::string port_file;
  // Clients may ping this often without being sent away.
  absl::Duration min_ping_interval = absl::Seconds(10);
  absl::Duration drain_deadline = absl::Seconds(10);
  // Between NOT_SERVING and the refusal of new calls, for balancers to notice.
  absl::Duration drain_delay = absl::ZeroDuration();
  bool reflection = true;
  bool channelz = true;
  // Take SIGTERM and SIGINT. One host a process may; tests don't.
  bool handle_signals = true;
  // Print "listening on ADDRESS" on standard output, a line for each address.
  bool announce = true;
};

class ServerHost {
 public:
  ServerHost(HostOptions options, Log log);
  ~ServerHost();  // Stops, if still running.
  ServerHost(const ServerHost&) = delete;
  ServerHost& operator=(const ServerHost&) = delete;

  // Before Start. `service` (sync, callback, raw or async) outlives the host;
  // `full_name` is what health and reflection call it: "quoth.v1.QueryService".
  void AddService(grpc::Service* service, std::string_view full_name);
  // For completion queues, generic services, resource quotas. Before Start.
  grpc::ServerBuilder& builder();

  // Called in the order given when the server is up (to start completion queue
  // loops) and when it drains. Drain hooks must return soon.
  void OnStart(std::function<void(grpc::Server&)> hook);
  void OnDrain(std::function<void()> hook);
  // After the last call has ended and before Run returns: shut queues down.
  void OnStopped(std::function<void()> hook);

  // Listens and serves; returns at once.
  absl::Status Start();
  // First TCP port chosen, 0 before Start or when there is none.
  int port() const;
  // As dialled: "127.0.0.1:40213", in the order of HostOptions.listen.
  const std::vector<std::string>& addresses() const;

  // Start, then wait for the stop, then drain. The process's exit code: 0, or
  // 1 when it could not start (said in the log).
  int Run();

  // May be called from anywhere, any time.
  StopNotification& stop();
  // Health of one service ("" = the whole server). All are SERVING from Start
  // unless told otherwise before. From any thread, any time.
  void SetServing(std::string_view full_name, bool serving);

  // Drains now; for tests and for programs that do not use Run.
  void DrainAndStop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quoth::kit
