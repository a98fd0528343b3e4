#include "tests/bench/query/postgres.h"

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "quoth/v1/query_service.pb.h"
#include "tests/bench/query/processes.h"

namespace quoth::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kSchema =
    "create unlogged table statements (id bigint primary key, speaker int not "
    "null, day int not null, body bytea not null);"
    "create unlogged table statement_topics (topic int not null, speaker int "
    "not null, day int not null, statement bigint not null);"
    "alter table statements alter body set storage external;";
constexpr const char* kIndexes =
    "create index on statements (speaker, day desc, id);"
    "create index on statement_topics (topic, day desc, statement);"
    "create index on statement_topics (speaker, topic, day desc, statement);"
    "vacuum (analyze) statements; vacuum (analyze) statement_topics;";

const char* QueryOf(const std::string& kind) {
  if (kind == "speaker")
    return "select body from statements where speaker = $1 "
           "order by day desc, id limit 20";
  if (kind == "topic")
    return "select s.body from statement_topics t join statements s on s.id = "
           "t.statement where t.topic = $1 order by t.day desc, t.statement "
           "limit 20";
  if (kind == "both")
    return "select s.body from statement_topics t join statements s on s.id = "
           "t.statement where t.speaker = $1 and t.topic = $2 order by t.day "
           "desc, t.statement limit 20";
  return "select s.body from statement_topics t join statements s on s.id = "
         "t.statement where t.speaker = $1 and t.topic = $2 and t.day between "
         "$3 and $4 order by t.day desc, t.statement limit 20";
}

int NumberOf(const std::string& name) {
  return std::stoi(name.substr(name.rfind('-') + 1));
}

int DayOf(const quoth::v1::Date& date) {
  return date.year() * 10000 + date.month() * 100 + date.day();
}

// COPY's text format: \x and hex, with the backslash doubled.
void AppendHex(std::string& out, const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += "\\\\x";
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[c & 15];
  }
}

class Cluster final : public Postgres {
 public:
  Cluster(pid_t process, int port) : process_(process), port_(port) {}
  ~Cluster() override { End(process_); }

  PGconn* Connect() const {
    PGconn* const connection = PQconnectdb(
        ("host=127.0.0.1 user=bench dbname=postgres sslmode=disable port=" +
         std::to_string(port_))
            .c_str());
    if (PQstatus(connection) == CONNECTION_OK) return connection;
    PQfinish(connection);
    return nullptr;
  }

  static void Run(PGconn* connection, const char* sql) {
    PGresult* const result = PQexec(connection, sql);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
        status != PGRES_COPY_IN) {
      std::fprintf(stderr, "PostgreSQL: %s\n", PQerrorMessage(connection));
      std::exit(1);
    }
    PQclear(result);
  }

  void Copy(PGconn* connection, const char* sql, const std::string& rows) {
    Run(connection, sql);
    PQputCopyData(connection, rows.data(), static_cast<int>(rows.size()));
    PQputCopyEnd(connection, nullptr);
    while (PGresult* const result = PQgetResult(connection)) {
      if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        std::fprintf(stderr, "PostgreSQL: %s\n", PQerrorMessage(connection));
        std::exit(1);
      }
      PQclear(result);
    }
  }

  void Fill(const MadeLogOptions& data) {
    PGconn* const connection = Connect();
    Run(connection, kSchema);
    MadeLog log(data);
    quoth::v1::Change change;
    long id = 0;
    std::string statements;
    std::string topics;
    for (bool more = true; more;) {
      more = log.Next(change);
      for (const auto& statement : change.document_put().statements()) {
        if (!more) break;
        ++id;
        const int speaker = NumberOf(statement.speaker().speaker());
        const std::string day = std::to_string(DayOf(statement.published_on()));
        statements += std::to_string(id) + '\t' + std::to_string(speaker) +
                      '\t' + day + '\t';
        AppendHex(statements, statement.SerializeAsString());
        statements += '\n';
        for (const auto& tag : statement.topics()) {
          const int topic = NumberOf(tag.topic());
          // And the broader one, as the index has it.
          for (const int t :
               {topic, data.topics + topic % data.broader_topics}) {
            topics += std::to_string(t) + '\t' + std::to_string(speaker) +
                      '\t' + day + '\t' + std::to_string(id) + '\n';
          }
        }
      }
      if (statements.size() < (8 << 20) && more) continue;
      Copy(connection, "copy statements from stdin", statements);
      Copy(connection, "copy statement_topics from stdin", topics);
      statements.clear();
      topics.clear();
    }
    for (std::string rest = kIndexes; !rest.empty();) {
      const std::size_t end = rest.find(';');
      Run(connection, rest.substr(0, end).c_str());
      rest.erase(0, end + 1);
    }
    PQfinish(connection);
  }

  Measured Load(const std::string& kind, int connections,
                double seconds) override;

 private:
  const pid_t process_;
  const int port_;
};

// One prepared query in flight on one connection.
struct Asker {
  PGconn* connection = nullptr;
  Clock::time_point begin;

  void Send(const quoth::v1::StatementFilter& filter, const std::string& kind) {
    std::vector<std::string> values;
    if (kind != "topic")
      values.push_back(std::to_string(NumberOf(filter.speakers(0))));
    if (kind != "speaker")
      values.push_back(std::to_string(NumberOf(filter.topics(0))));
    if (kind == "both, dates") {
      values.push_back(std::to_string(filter.said_on().first().year() * 10000));
      values.push_back(
          std::to_string(filter.said_on().last().year() * 10000 + 9999));
    }
    std::vector<const char*> pointers;
    for (const std::string& value : values) pointers.push_back(value.c_str());
    begin = Clock::now();
    PQsendQueryPrepared(connection, "page", static_cast<int>(pointers.size()),
                        pointers.data(), nullptr, nullptr, 1);
    PQflush(connection);
  }
};

Measured Cluster::Load(const std::string& kind, int connections,
                       double seconds) {
  std::vector<quoth::v1::StatementFilter> filters;
  for (const std::string& bytes : MakeRequests(kind)) {
    quoth::v1::ListStatementsRequest request;
    request.ParseFromString(bytes);
    filters.push_back(request.filter());
  }
  std::vector<Asker> askers(static_cast<std::size_t>(connections));
  std::vector<pollfd> waits;
  std::size_t next = 0;
  for (Asker& asker : askers) {
    asker.connection = Connect();
    PQclear(PQprepare(asker.connection, "page", QueryOf(kind), 0, nullptr));
    PQsetnonblocking(asker.connection, 1);
    asker.Send(filters[next++ % filters.size()], kind);
    waits.push_back({PQsocket(asker.connection), POLLIN, 0});
  }
  Measured out;
  double calls = 0;
  double cpu = 0;
  bool warm = false;
  auto begin = Clock::now();
  while (true) {
    const double passed =
        std::chrono::duration<double>(Clock::now() - begin).count();
    if (!warm && passed >= 1) {
      warm = true;
      calls = out.bytes = 0;
      cpu = CpuSecondsOfFamily(process_);
      begin = Clock::now();
    } else if (warm && passed >= seconds) {
      out.calls_a_second = calls / passed;
      out.server_us = (CpuSecondsOfFamily(process_) - cpu) / calls * 1e6;
      out.bytes /= calls;
      break;
    }
    ::poll(waits.data(), waits.size(), 100);
    for (std::size_t i = 0; i < askers.size(); ++i) {
      if ((waits[i].revents & POLLIN) == 0) continue;
      Asker& asker = askers[i];
      PQconsumeInput(asker.connection);
      if (PQisBusy(asker.connection)) continue;
      while (PGresult* const result = PQgetResult(asker.connection)) {
        for (int row = 0; row < PQntuples(result); ++row)
          out.bytes += PQgetlength(result, row, 0);
        PQclear(result);
      }
      ++calls;
      asker.Send(filters[next++ % filters.size()], kind);
    }
  }
  for (Asker& asker : askers) PQfinish(asker.connection);
  return out;
}

// PostgreSQL refuses to run as root: the user it is packaged with takes over.
std::vector<std::string> AsUser(std::vector<std::string> command) {
  if (::geteuid() == 0)
    command.insert(command.begin(), {"setpriv", "--reuid=postgres",
                                     "--regid=postgres", "--clear-groups"});
  return command;
}

}  // namespace

std::unique_ptr<Postgres> Postgres::Open(const std::string& bin,
                                         const std::string& folder,
                                         const MadeLogOptions& data) {
  if (!std::filesystem::exists(bin + "/postgres")) {
    std::fprintf(stderr, "PostgreSQL: left out, no %s/postgres\n", bin.c_str());
    return nullptr;
  }
  const bool fresh = !std::filesystem::exists(folder + "/PG_VERSION");
  if (fresh) {
    std::filesystem::create_directories(folder);
    if (::geteuid() == 0) RunToEnd({"chown", "postgres:postgres", folder});
    if (!RunToEnd(AsUser({bin + "/initdb", "-D", folder, "-U", "bench", "-A",
                          "trust", "-E", "UTF8", "--locale=C"}))) {
      std::fprintf(stderr, "PostgreSQL: left out, initdb failed in %s\n",
                   folder.c_str());
      return nullptr;
    }
  }
  constexpr int kPort = 54'329;
  const pid_t process = Start(
      AsUser({bin + "/postgres", "-D", folder, "-p", std::to_string(kPort),
              "-c", "listen_addresses=127.0.0.1", "-c",
              "unix_socket_directories=", "-c", "shared_buffers=1GB", "-c",
              "effective_cache_size=8GB", "-c", "max_wal_size=8GB", "-c",
              "jit=off", "-c", "random_page_cost=1.1"}),
      folder + "-log");
  auto cluster = std::make_unique<Cluster>(process, kPort);
  for (int i = 0; i < 100; ++i) {
    if (PGconn* const connection = cluster->Connect()) {
      PQfinish(connection);
      if (fresh) cluster->Fill(data);
      return cluster;
    }
    ::usleep(100'000);
  }
  std::fprintf(stderr, "PostgreSQL: left out, it does not answer\n");
  return nullptr;
}

}  // namespace quoth::bench
