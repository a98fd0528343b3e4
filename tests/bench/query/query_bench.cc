// Measures the query service: applying a log, and server CPU and rate of pages
// of 20 against a bare callback echo that returns the same bytes.
//
//   query_bench --statements=1000000 --folder=DIR [--seconds=5]
//
// The servers run in a child process; its CPU time is read before and after
// each run. Prints a table; figures of one run are to be compared with each
// other, not with other machines.
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/server_builder.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <map>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "query-service/follower/index_holder.h"
#include "query-service/handlers/query_handlers.h"
#include "query-service/handlers/wire.h"
#include "query-service/index/applier.h"
#include "query-service/lookups/lookup.h"
#include "tests/bench/query/made_log.h"

namespace quoth::bench {
namespace {

using quoth::v1::ListStatementsRequest;
using quoth::v1::QueryService;

struct Options {
  std::uint64_t statements = 1'000'000;
  std::string folder = "query-bench-data";
  int seconds = 5;
  bool heap = true;
};

// Returns for each request the bytes that the real service gave the first
// time: transport and nothing else.
class Echo final : public QueryService::WithRawCallbackMethod_ListStatements<
                       QueryService::Service> {
 public:
  explicit Echo(query::IndexHolder& holder) : holder_(holder) {}
  grpc::ServerUnaryReactor* ListStatements(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override {
    grpc::Slice slice;
    (void)request->DumpToSingleSlice(&slice);
    const std::string key(reinterpret_cast<const char*>(slice.begin()),
                          slice.size());
    std::string bytes;
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = answers_.find(key);
      if (found != answers_.end()) bytes = found->second;
    }
    if (bytes.empty()) {
      ListStatementsRequest parsed;
      parsed.ParseFromString(key);
      query::LookupScope scope(**holder_.Serving());
      bytes = *query::ListStatements(scope, parsed);
      absl::MutexLock lock(&mutex_);
      answers_[key] = bytes;
    }
    *response = query::BufferOf(std::move(bytes));
    auto* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  query::IndexHolder& holder_;
  absl::Mutex mutex_;
  std::map<std::string, std::string> answers_;
};

query::IndexOptions IndexOptionsOf(const Options& options) {
  query::IndexOptions index;
  index.folder = options.folder;
  index.use_heap = options.heap;
  return index;
}

double CpuSeconds(const rusage& usage) {
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec +
                                    usage.ru_stime.tv_usec);
}

double OwnCpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return CpuSeconds(usage);
}

double CpuSecondsOf(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(in, text);
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  double ticks = 0;
  for (int i = 3; fields >> field; ++i) {
    if (i == 14 || i == 15) ticks += std::stod(field);
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

void Build(const Options& options) {
  if (std::filesystem::exists(options.folder + "/store")) {
    std::printf("index: as built before in %s\n", options.folder.c_str());
    return;
  }
  auto index = query::Index::Open(IndexOptionsOf(options));
  if (!index.ok()) {
    std::fprintf(stderr, "%s\n", std::string(index.status().message()).c_str());
    std::exit(1);
  }
  query::Applier applier(*index);
  MadeLogOptions log_options;
  log_options.statements = options.statements;
  MadeLog log(log_options);
  double applying = 0;
  std::uint64_t offset = 0;
  for (bool more = true; more;) {
    quoth::v1::TailResponse response;
    for (int i = 0; i < 64 && more; ++i) {
      quoth::v1::Change change;
      more = log.Next(change);
      if (!more) break;
      offset = change.offset();
      *response.add_changes() = std::move(change);
    }
    response.set_revision(kit::FormatRevision({1, offset}));
    const double before = OwnCpuSeconds();
    const absl::Status status = applier.Apply(response, absl::Now());
    applying += OwnCpuSeconds() - before;
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
      std::exit(1);
    }
  }
  (void)applier.MarkComplete();
  rocksdb::DB& db = (*index)->store().db();
  for (std::size_t family = 0; family < query::kFamilies; ++family) {
    (void)db.Flush({}, (*index)->store().family(family));
    (void)db.CompactRange({}, (*index)->store().family(family), nullptr,
                          nullptr);
  }
  const double bytes = static_cast<double>(log.statement_bytes());
  std::printf(
      "applied %llu statements: %.0f a second of CPU, compactions included\n",
      static_cast<unsigned long long>(applier.counts().statements),
      static_cast<double>(applier.counts().statements) / applying);
  std::printf(
      "index: %.2f x the statement bytes (RocksDB %.2f, heap %.2f); %.0f bytes "
      "a statement\n",
      static_cast<double>((*index)->StoreBytes() + (*index)->HeapBytes()) /
          bytes,
      static_cast<double>((*index)->StoreBytes()) / bytes,
      static_cast<double>((*index)->HeapBytes()) / bytes,
      bytes / static_cast<double>(applier.counts().statements));
}

struct Servers {
  pid_t process = 0;
  int service_port = 0;
  int echo_port = 0;
};

// The child: serves until killed.
Servers Serve(const Options& options) {
  int pipes[2];
  if (::pipe(pipes) != 0) std::exit(1);
  const pid_t child = ::fork();
  if (child == 0) {
    auto index = query::Index::Open(IndexOptionsOf(options));
    if (!index.ok()) std::_Exit(1);
    query::IndexHolder holder;
    holder.Set(*index, true);
    auto service = query::MakeQueryService(holder, {}, kit::Log());
    Echo echo(holder);
    int ports[2] = {};
    grpc::ServerBuilder one;
    one.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                         &ports[0]);
    one.RegisterService(service.get());
    auto service_server = one.BuildAndStart();
    grpc::ServerBuilder two;
    two.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                         &ports[1]);
    two.RegisterService(&echo);
    auto echo_server = two.BuildAndStart();
    if (::write(pipes[1], ports, sizeof(ports)) != sizeof(ports)) std::_Exit(1);
    ::pause();
    std::_Exit(0);
  }
  int ports[2] = {};
  if (::read(pipes[0], ports, sizeof(ports)) != sizeof(ports)) std::exit(1);
  return {child, ports[0], ports[1]};
}

struct Measured {
  double calls_a_second = 0;
  double server_us = 0;  // CPU a call.
  double bytes = 0;      // Of a response.
};

// `in_flight` calls at a time on one channel, each answered by the next.
Measured Load(int port, pid_t server, const std::vector<std::string>& requests,
              int in_flight, double seconds) {
  auto channel =
      grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port),
                                grpc::InsecureChannelCredentials(), {});
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
    grpc::ByteBuffer response;
    grpc::Status status;
  };
  std::size_t next = 0;
  const auto start = [&] {
    auto* const call = new Call;
    call->reader = stub.PrepareUnaryCall(
        &call->context, "/quoth.v1.QueryService/ListStatements",
        query::BufferOf(requests[next++ % requests.size()]), &queue);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, call);
  };
  std::uint64_t calls = 0;
  std::uint64_t bytes = 0;
  int open = 0;
  const auto run = [&](double for_seconds) {
    calls = bytes = 0;
    const auto begin = std::chrono::steady_clock::now();
    const auto end = begin + std::chrono::duration<double>(for_seconds);
    for (; open < in_flight; ++open) start();
    while (open > 0) {
      void* tag = nullptr;
      bool ok = false;
      queue.Next(&tag, &ok);
      const std::unique_ptr<Call> call(static_cast<Call*>(tag));
      if (!call->status.ok()) {
        std::fprintf(stderr, "call failed: %s\n",
                     call->status.error_message().c_str());
        std::exit(1);
      }
      ++calls;
      bytes += call->response.Length();
      --open;
      if (std::chrono::steady_clock::now() < end) {
        start();
        ++open;
      }
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         begin)
        .count();
  };
  run(1.0);  // Warm.
  const double cpu_before = CpuSecondsOf(server);
  const double took = run(seconds);
  const double cpu = CpuSecondsOf(server) - cpu_before;
  return {static_cast<double>(calls) / took,
          cpu / static_cast<double>(calls) * 1e6,
          static_cast<double>(bytes) / static_cast<double>(calls)};
}

std::vector<std::string> Requests(const std::string& kind) {
  std::mt19937_64 random(7);
  const Zipf speakers(2'000);
  const Zipf topics(500);
  std::vector<std::string> requests;
  for (int i = 0; i < 500; ++i) {
    ListStatementsRequest request;
    request.set_page_size(20);
    auto& filter = *request.mutable_filter();
    if (kind != "topic") {
      filter.add_speakers("speakers/speaker-" +
                          std::to_string(speakers.Draw(random)));
    }
    if (kind != "speaker") {
      filter.add_topics("topics/topic-" + std::to_string(topics.Draw(random)));
    }
    if (kind == "both, dates") {
      auto& range = *filter.mutable_said_on();
      range.mutable_first()->set_year(2005);
      range.mutable_last()->set_year(2020);
    }
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

int Main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    const auto value = flag.substr(flag.find('=') + 1);
    if (flag.rfind("--statements=", 0) == 0)
      options.statements = std::stoull(value);
    if (flag.rfind("--folder=", 0) == 0) options.folder = value;
    if (flag.rfind("--seconds=", 0) == 0) options.seconds = std::stoi(value);
    if (flag == "--no-heap") options.heap = false;
  }
  // In a child too: gRPC and RocksDB threads do not survive a fork.
  const pid_t builder = ::fork();
  if (builder == 0) {
    Build(options);
    std::fflush(stdout);
    std::_Exit(0);
  }
  int built = 0;
  ::waitpid(builder, &built, 0);
  if (built != 0) return 1;
  const Servers servers = Serve(options);
  std::printf("\n%-12s %9s | %10s %10s %6s | %9s %9s %6s\n", "page of 20",
              "in flight", "server us", "echo us", "ratio", "calls/s", "echo/s",
              "ratio");
  for (const char* kind : {"speaker", "topic", "both", "both, dates"}) {
    const std::vector<std::string> requests = Requests(kind);
    for (const int in_flight : {1, 64}) {
      const Measured echo = Load(servers.echo_port, servers.process, requests,
                                 in_flight, options.seconds);
      const Measured real = Load(servers.service_port, servers.process,
                                 requests, in_flight, options.seconds);
      std::printf(
          "%-12s %9d | %10.1f %10.1f %6.2f | %9.0f %9.0f %6.2f   (%.0f "
          "bytes)\n",
          kind, in_flight, real.server_us, echo.server_us,
          real.server_us / echo.server_us, real.calls_a_second,
          echo.calls_a_second, real.calls_a_second / echo.calls_a_second,
          real.bytes);
      std::fflush(stdout);
    }
  }
  ::kill(servers.process, SIGKILL);
  ::waitpid(servers.process, nullptr, 0);
  return 0;
}

}  // namespace
}  // namespace quoth::bench

int main(int argc, char** argv) { return quoth::bench::Main(argc, argv); }
