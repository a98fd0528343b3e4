// Measures the query service and writes a table: see README.md beside this.
//
//   query_bench --statements=1000000 --folder=DIR [--seconds=3] [--table=FILE]
//               [--postgres=/usr/lib/postgresql/15/bin] [--in-process=N]
//
// The servers are processes of their own: quoth-query as it ships, the echo,
// PostgreSQL. Figures of one run are to be compared with each other, not with
// those of other machines.
#include <unistd.h>

#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "absl/time/clock.h"
#include "query-service/index/applier.h"
#include "query-service/lookups/lookup.h"
#include "tests/bench/query/echo_server.h"
#include "tests/bench/query/load.h"
#include "tests/bench/query/made_log.h"
#include "tests/bench/query/postgres.h"
#include "tests/bench/query/processes.h"

namespace quoth::bench {
namespace {

constexpr const char* kKinds[] = {"speaker", "topic", "both", "both, dates"};

struct Options {
  MadeLogOptions data;
  std::string folder = "query-bench-data";
  std::string postgres;
  std::string table;
  std::string own_path;
  double seconds = 3;
  int in_process = 0;
};

// Lines of the table, to standard output and the file.
class Table {
 public:
  explicit Table(const std::string& path) {
    if (!path.empty()) out_.open(path);
  }
  void Line(const char* format, ...) __attribute__((format(printf, 2, 3))) {
    char text[500];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    std::printf("%s\n", text);
    std::fflush(stdout);
    if (out_.is_open()) out_ << text << std::endl;
  }

  void Gap() { Line("%s", ""); }

 private:
  std::ofstream out_;
};

query::IndexOptions IndexOptionsOf(const Options& options) {
  query::IndexOptions index;
  index.folder = options.folder + "/data/index-1";
  return index;
}

template <typename Value>
Value Must(absl::StatusOr<Value> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", std::string(value.status().message()).c_str());
  std::exit(1);
}

// Applies the log as the follower does, 64 documents a message.
void Build(const Options& options, Table& table) {
  std::filesystem::create_directories(options.folder + "/data");
  auto index = Must(query::Index::Open(IndexOptionsOf(options)));
  query::Applier applier(index);
  MadeLog log(options.data);
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
    if (!status.ok()) Must<int>(status);
  }
  (void)applier.MarkComplete();
  rocksdb::DB& db = index->store().db();
  for (std::size_t family = 0; family < query::kFamilies; ++family) {
    (void)db.Flush({}, index->store().family(family));
    (void)db.CompactRange({}, index->store().family(family), nullptr, nullptr);
  }
  const auto statements = static_cast<double>(applier.counts().statements);
  const auto bytes = static_cast<double>(log.statement_bytes());
  table.Line(
      "| follower apply, without the last full compaction | %.0f statements/s "
      "of CPU "
      "| >= 20,000 |",
      statements / applying);
  const auto store = static_cast<double>(index->StoreBytes());
  const auto heap = static_cast<double>(index->HeapBytes());
  table.Line(
      "| index size (%.0f bytes a statement) | %.2f x (store %.2f, heap "
      "%.2f) | <= 2 x |",
      bytes / statements, (store + heap) / bytes, store / bytes, heap / bytes);
  for (std::size_t family = 0; family < query::kFamilies; ++family) {
    std::uint64_t size = 0;
    (void)db.GetIntProperty(index->store().family(family),
                            rocksdb::DB::Properties::kTotalSstFilesSize, &size);
    if (static_cast<double>(size) < 0.005 * bytes) continue;
    table.Line("| - of it %s | %.3f x | |",
               index->store().family(family)->GetName().c_str(),
               static_cast<double>(size) / bytes);
  }
}

// The lookups alone, for profilers.
void RunInProcess(const Options& options) {
  auto index = Must(query::Index::Open(IndexOptionsOf(options)));
  for (const char* kind : kKinds) {
    const std::vector<std::string> requests = MakeRequests(kind);
    const auto round = [&](int times) {
      for (int i = 0; i < times; ++i) {
        quoth::v1::ListStatementsRequest request;
        request.ParseFromString(
            requests[static_cast<std::size_t>(i) % requests.size()]);
        query::LookupScope scope(*index);
        Must(query::ListStatements(scope, request));
      }
    };
    round(500);
    const double before = OwnCpuSeconds();
    round(options.in_process);
    std::printf("in process, %s: %.1f us\n", kind,
                (OwnCpuSeconds() - before) / options.in_process * 1e6);
  }
}

struct Server {
  pid_t process = 0;
  int port = 0;
};

Server StartServer(std::vector<std::string> command, const Options& options,
                   const std::string& name) {
  const std::string port_file = options.folder + "/" + name + "-port";
  std::filesystem::remove(port_file);
  for (std::string& word : command) {
    if (word == "PORT_FILE") word = port_file;
  }
  Server server;
  server.process = Start(command, options.folder + "/" + name + "-log");
  server.port = std::atoi(AwaitLine(port_file, 120).c_str());
  if (server.port != 0) return server;
  std::fprintf(stderr, "%s does not start\n", name.c_str());
  std::exit(1);
}

LoadOptions Of(const Server& server, int in_flight, int channels,
               double seconds) {
  return {in_flight, channels, seconds,
          [server] { return CpuSeconds(server.process); }};
}

void CompareWithEcho(const Options& options, const Server& query,
                     const Server& echo, Table& table) {
  table.Gap();
  table.Line(
      "| page of 20 | in flight | server us | echo us | ratio | calls/s "
      "| echo/s | ratio | bytes |");
  table.Line("|---|---|---|---|---|---|---|---|---|");
  for (const char* kind : kKinds) {
    const std::vector<std::string> requests = MakeRequests(kind);
    for (const int in_flight : {1, 64}) {
      // Twice each, in turn: what else the machine does falls on both.
      Measured a[2];
      for (int round = 0; round < 2; ++round) {
        const double seconds = options.seconds / 2;
        const Measured e =
            LoadUnary(echo.port, requests, Of(echo, in_flight, 1, seconds));
        const Measured q =
            LoadUnary(query.port, requests, Of(query, in_flight, 1, seconds));
        a[0].server_us += e.server_us / 2;
        a[1].server_us += q.server_us / 2;
        a[0].calls_a_second += e.calls_a_second / 2;
        a[1].calls_a_second += q.calls_a_second / 2;
        a[1].bytes = q.bytes;
      }
      table.Line("| %s | %d | %.1f | %.1f | %.2f | %.0f | %.0f | %.2f | %.0f |",
                 kind, in_flight, a[1].server_us, a[0].server_us,
                 a[1].server_us / a[0].server_us, a[1].calls_a_second,
                 a[0].calls_a_second, a[1].calls_a_second / a[0].calls_a_second,
                 a[1].bytes);
    }
  }
}

void CompareStream(const Options& options, const Server& query, Table& table) {
  const std::vector<std::string> requests = MakeRequests("speaker");
  const Measured unary =
      LoadUnaryBlocking(query.port, requests, Of(query, 1, 1, options.seconds));
  const Measured stream =
      LoadStream(query.port, requests, Of(query, 1, 1, options.seconds));
  table.Gap();
  table.Line(
      "| one at a time, by speaker | unary p50 us | stream p50 us | "
      "ratio | target |");
  table.Line("|---|---|---|---|---|");
  table.Line("| LookupStream | %.0f | %.0f | %.2f | <= 0.5 |", unary.p50_us,
             stream.p50_us, stream.p50_us / unary.p50_us);
}

void CompareWithPostgres(const Options& options, const Server& query,
                         Table& table) {
  if (options.postgres.empty()) {
    table.Line(
        "\nPostgreSQL: not asked for (--postgres=FOLDER of its "
        "programs)");
    return;
  }
  const auto postgres = Postgres::Open(
      options.postgres, options.folder + "/postgres", options.data);
  if (postgres == nullptr) {
    table.Line("\nPostgreSQL: left out, see standard error");
    return;
  }
  table.Gap();
  table.Line(
      "| page of 20, server us | PostgreSQL, 16 connections | ours, 16 "
      "connections | ratio | ours, 16 on one channel | ratio |");
  table.Line("|---|---|---|---|---|---|");
  for (const char* kind : kKinds) {
    const std::vector<std::string> requests = MakeRequests(kind);
    const Measured theirs = postgres->Load(kind, 16, options.seconds);
    const Measured ours =
        LoadUnary(query.port, requests, Of(query, 16, 16, options.seconds));
    const Measured one =
        LoadUnary(query.port, requests, Of(query, 16, 1, options.seconds));
    table.Line("| %s | %.1f | %.1f | %.2f | %.1f | %.2f |", kind,
               theirs.server_us, ours.server_us,
               ours.server_us / theirs.server_us, one.server_us,
               one.server_us / theirs.server_us);
  }
}

int Main(int argc, char** argv) {
  Options options;
  options.own_path = std::filesystem::canonical("/proc/self/exe").string();
  std::map<std::string, std::string> flags;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    flags[flag.substr(0, flag.find('='))] = flag.substr(flag.find('=') + 1);
  }
  if (flags.contains("--echo"))
    return ServeEcho(flags["--echo"], flags["--port-file"]);
  if (flags.contains("--statements"))
    options.data.statements = std::stoull(flags["--statements"]);
  if (flags.contains("--folder")) options.folder = flags["--folder"];
  if (flags.contains("--seconds"))
    options.seconds = std::stod(flags["--seconds"]);
  if (flags.contains("--in-process"))
    options.in_process = std::stoi(flags["--in-process"]);
  options.postgres = flags["--postgres"];
  Table table(flags["--table"]);
  table.Line("| %.1f M statements | measured | target |",
             static_cast<double>(options.data.statements) / 1e6);
  table.Line("|---|---|---|");
  if (std::filesystem::exists(options.folder + "/data/index-1")) {
    table.Line("| index | as built before | |");
  } else {
    Build(options, table);
  }
  if (options.in_process > 0) {
    RunInProcess(options);
    return 0;
  }
  // Fetched before the echo starts: it gives the very bytes.
  const std::string query_program =
      std::filesystem::path(options.own_path).parent_path() / "quoth-query";
  const Server query = StartServer(
      {query_program, "--data", options.folder + "/data", "--listen",
       "127.0.0.1:0", "--port-file", "PORT_FILE", "--ingest", "127.0.0.1:9"},
      options, "quoth-query");
  std::string answers;
  for (const char* kind : kKinds) {
    const std::vector<std::string> requests = MakeRequests(kind);
    const std::vector<std::string> responses = Fetch(query.port, requests);
    for (std::size_t i = 0; i < requests.size(); ++i)
      AppendAnswer(answers, requests[i], responses[i]);
  }
  const std::string path = options.folder + "/answers";
  std::ofstream(path, std::ios::binary) << answers;
  const Server echo =
      StartServer({options.own_path, "--echo=" + path,
                   "--port-file=" + options.folder + "/echo-port"},
                  options, "echo");
  CompareWithEcho(options, query, echo, table);
  CompareStream(options, query, table);
  CompareWithPostgres(options, query, table);
  table.Gap();
  table.Line(
      "Memory of quoth-query: %ld MiB of its own, %ld MiB of mapped "
      "files (the kernel may take them back).",
      StatusKib(query.process, "RssAnon") / 1024,
      StatusKib(query.process, "RssFile") / 1024);
  End(echo.process);
  End(query.process);
  return 0;
}

}  // namespace
}  // namespace quoth::bench

int main(int argc, char** argv) { return quoth::bench::Main(argc, argv); }
