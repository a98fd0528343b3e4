#include "service-kit/host/server_host.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "service-kit/host/credentials.h"
#include "service-kit/host/reflection_v1.h"
#include "service-kit/status/status.h"

namespace quoth::kit {
namespace {

// What a signal stops. Set while a host that takes signals runs.
std::atomic<StopNotification*> signalled{nullptr};

void OnSignal(int) {
  StopNotification* const stop = signalled.load();
  if (stop != nullptr) stop->Notify();
}

void TakeSignals(StopNotification* stop) {
  signalled.store(stop);
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

// Process-wide and before any server is built.
void InitPlugins(const HostOptions& options) {
#ifdef NDEBUG
  // Distributions build Abseil with lock-order checks on; they cost an eighth
  // of a call. Debug builds keep them.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
#endif
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection)
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  if (options.channelz) grpc::channelz::experimental::InitChannelzService();
}

// "127.0.0.1:0" and 4711 -> "127.0.0.1:4711".
std::string WithPort(const std::string& address, int port) {
  if (address.starts_with("unix:") || address.starts_with("unix-abstract:")) {
    return address;
  }
  const std::size_t colon = address.rfind(':');
  return absl::StrCat(address.substr(0, colon), ":", port);
}

}  // namespace

struct ServerHost::State {
  HostOptions options;
  Log log;
  StopNotification stop;
  grpc::ServerBuilder builder;
  std::vector<std::string> services;  // Full names, as reflection lists them.
  absl::Mutex serving_mutex;
  std::map<std::string, bool> serving
      ABSL_GUARDED_BY(serving_mutex);  // Health, by full name.
  // Of the running server, until it drains.
  grpc::HealthCheckServiceInterface* health ABSL_GUARDED_BY(serving_mutex) =
      nullptr;
  std::unique_ptr<grpc::Service> reflection_v1;
  std::vector<std::function<void(grpc::Server&)>> on_start;
  std::vector<std::function<void()>> on_drain;
  std::vector<std::function<void()>> on_stopped;
  std::unique_ptr<grpc::Server> server;  // Destroyed before what it calls.
  std::vector<std::string> addresses;
  int port = 0;
  bool stopped = false;
};

ServerHost::ServerHost(HostOptions options, Log log) : state_(new State) {
  state_->options = std::move(options);
  state_->log = std::move(log);
  InitPlugins(state_->options);
  SetServing("", true);
  state_->services.push_back("grpc.health.v1.Health");
}

ServerHost::~ServerHost() {
  DrainAndStop();
  StopNotification* expected = &state_->stop;
  signalled.compare_exchange_strong(expected, nullptr);
}

void ServerHost::AddService(grpc::Service* service,
                            std::string_view full_name) {
  state_->builder.RegisterService(service);
  state_->services.emplace_back(full_name);
  absl::MutexLock lock(&state_->serving_mutex);
  state_->serving.emplace(full_name, true);  // Unless told otherwise before.
}

grpc::ServerBuilder& ServerHost::builder() { return state_->builder; }
void ServerHost::OnStart(std::function<void(grpc::Server&)> hook) {
  state_->on_start.push_back(std::move(hook));
}
void ServerHost::OnDrain(std::function<void()> hook) {
  state_->on_drain.push_back(std::move(hook));
}
void ServerHost::OnStopped(std::function<void()> hook) {
  state_->on_stopped.push_back(std::move(hook));
}
int ServerHost::port() const { return state_->port; }
const std::vector<std::string>& ServerHost::addresses() const {
  return state_->addresses;
}
StopNotification& ServerHost::stop() { return state_->stop; }

absl::Status ServerHost::Start() {
  State& s = *state_;
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials =
      MakeServerCredentials(s.options);
  if (!credentials.ok()) return credentials.status();
  if (s.options.reflection) {
    s.services.push_back("grpc.reflection.v1.ServerReflection");
    s.services.push_back("grpc.reflection.v1alpha.ServerReflection");
    s.reflection_v1 = MakeReflectionV1(&s.services);
    s.builder.RegisterService(s.reflection_v1.get());
  }
  s.builder.SetMaxReceiveMessageSize(s.options.max_receive_bytes);
  s.builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      static_cast<int>(absl::ToInt64Milliseconds(s.options.min_ping_interval)));
  s.builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Two servers on one port are a mistake, not a way to share load.
  s.builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  std::vector<int> ports(s.options.listen.size(), 0);
  for (std::size_t i = 0; i < ports.size(); ++i) {
    s.builder.AddListeningPort(s.options.listen[i], *credentials, &ports[i]);
  }
  s.server = s.builder.BuildAndStart();
  const auto unbound = std::find(ports.begin(), ports.end(), 0);
  if (s.server == nullptr || unbound != ports.end()) {
    const std::string address = unbound == ports.end()
                                    ? "any address"
                                    : s.options.listen[unbound - ports.begin()];
    return WithReason(absl::StatusCode::kFailedPrecondition, "CANNOT_LISTEN",
                      absl::StrCat("cannot listen on ", address,
                                   ": is it in use, or not this machine's?"));
  }
  for (std::size_t i = 0; i < ports.size(); ++i) {
    s.addresses.push_back(WithPort(s.options.listen[i], ports[i]));
    const bool is_tcp = s.addresses[i] != s.options.listen[i] || ports[i] > 1;
    if (s.port == 0 && is_tcp) s.port = ports[i];
  }
  {
    absl::MutexLock lock(&s.serving_mutex);
    s.health = s.server->GetHealthCheckService();
    for (const auto& [name, serving] : s.serving) {
      if (s.health != nullptr) s.health->SetServingStatus(name, serving);
    }
  }
  for (const auto& hook : s.on_start) hook(*s.server);
  return absl::OkStatus();
}

void ServerHost::SetServing(std::string_view full_name, bool serving) {
  absl::MutexLock lock(&state_->serving_mutex);
  state_->serving[std::string(full_name)] = serving;
  if (state_->health != nullptr) {
    state_->health->SetServingStatus(std::string(full_name), serving);
  }
}

void ServerHost::DrainAndStop() {
  State& s = *state_;
  if (s.server == nullptr || s.stopped) return;
  s.stopped = true;
  {
    absl::MutexLock lock(&s.serving_mutex);
    if (s.health != nullptr) s.health->Shutdown();
    s.health = nullptr;  // NOT_SERVING from here on, whoever says otherwise.
  }
  if (s.options.drain_delay > absl::ZeroDuration())
    absl::SleepFor(s.options.drain_delay);
  for (const auto& hook : s.on_drain) hook();
  s.server->Shutdown(std::chrono::system_clock::now() +
                     absl::ToChronoMilliseconds(s.options.drain_deadline));
  s.server->Wait();
  for (const auto& hook : s.on_stopped) hook();
}

int ServerHost::Run() {
  State& s = *state_;
  if (s.options.handle_signals) TakeSignals(&s.stop);
  const absl::Status started = Start();
  if (!started.ok()) {
    s.log.Error("could not start", started);
    return 1;
  }
  for (const std::string& address : s.addresses) {
    s.log.Info("listening", {{"address", address}});
    if (s.options.announce) std::printf("listening on %s\n", address.c_str());
  }
  std::fflush(stdout);
  if (!s.options.port_file.empty()) {
    // Complete or absent: whoever waits for it may read at once.
    const std::string partial = s.options.port_file + ".partial";
    std::ofstream(partial) << s.port << "\n";
    std::rename(partial.c_str(), s.options.port_file.c_str());
  }
  s.stop.Wait();
  s.log.Info(
      "draining",
      {{"deadline_ms", absl::ToInt64Milliseconds(s.options.drain_deadline)}});
  DrainAndStop();
  s.log.Info("stopped");
  return 0;
}

}  // namespace quoth::kit
