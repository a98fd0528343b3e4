// An ingest and a query service, each a real process on a port of its choice,
// with data in a folder of the test's own.
#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "quoth/v1/ingest_service.grpc.pb.h"
#include "quoth/v1/query_service.grpc.pb.h"
#include "tests/e2e/process.h"
#include "tests/kit/temporary_folder.h"

namespace quoth::e2e {

class Services {
 public:
  Services();

  // True when serving. A restart takes the port of the first start, so that
  // clients and the other service find it again.
  bool StartIngest(const std::vector<std::string>& more_flags = {});
  bool StartQuery(const std::vector<std::string>& more_flags = {});
  bool Start() { return StartIngest() && StartQuery(); }

  // SIGTERM; true when the process ended by itself with 0.
  bool StopIngest();
  bool StopQuery();
  void KillIngest();  // kill -9
  void KillQuery();

  pid_t query_pid() const { return query_.process->pid(); }
  std::string ingest_address() const;
  std::string query_address() const;
  std::string ingest_folder() const { return folder_ / "ingest"; }
  std::string query_folder() const { return folder_ / "query"; }
  std::string folder() const { return folder_.path().string(); }
  // What the services wrote, for messages of failed tests.
  std::string Logs() const;

  quoth::v1::IngestService::StubInterface& ingest();
  quoth::v1::QueryService::StubInterface& query();

  // Calls within 30 s; asked again while the server says "later" (RetryInfo).
  absl::StatusOr<quoth::v1::IngestDocumentResponse> Ingest(
      const quoth::v1::IngestDocumentRequest& request,
      absl::Duration timeout = absl::Seconds(30));
  absl::StatusOr<quoth::v1::IngestDocumentResponse> Ingest(
      const std::string& id, const std::string& text);
  absl::StatusOr<quoth::v1::DeleteDocumentResponse> Delete(
      const std::string& id);
  absl::StatusOr<quoth::v1::Document> GetFromIngest(const std::string& id);
  absl::StatusOr<quoth::v1::Document> GetFromQuery(
      const std::string& id, const std::string& revision = "");
  absl::StatusOr<quoth::v1::ListStatementsResponse> List(
      const quoth::v1::ListStatementsRequest& request);
  // All pages. Filters that are empty do not filter.
  absl::StatusOr<std::vector<quoth::v1::Statement>> AllStatements(
      const std::string& speaker, const std::string& topic,
      const std::string& revision = "", int page_size = 50);
  absl::StatusOr<std::vector<quoth::v1::Statement>> StatementsOfDocument(
      const std::string& id, const std::string& revision = "");

 private:
  struct Service {
    std::unique_ptr<Process> process;
    int port = 0;
  };
  bool StartService(Service& service, const std::string& program,
                    const std::vector<std::string>& flags);
  bool StopService(Service& service);

  kit::TemporaryFolder folder_;
  Service ingest_;
  Service query_;
  std::unique_ptr<quoth::v1::IngestService::StubInterface> ingest_stub_;
  std::unique_ptr<quoth::v1::QueryService::StubInterface> query_stub_;
};

void SetDeadline(grpc::ClientContext& context,
                 absl::Duration timeout = absl::Seconds(30));

// "a (b)" lines for messages of failed tests.
std::string Describe(const std::vector<quoth::v1::Statement>& statements);

}  // namespace quoth::e2e
