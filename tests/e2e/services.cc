#include "tests/e2e/services.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service-kit/client/channel.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::e2e {
namespace {

// Sanitized servers on a busy machine start slowly.
constexpr absl::Duration kStartTimeout = absl::Seconds(90);
constexpr absl::Duration kStopTimeout = absl::Seconds(30);

int WaitForPort(Process& process, const std::string& port_file) {
  const absl::Time end = absl::Now() + kStartTimeout;
  while (absl::Now() < end && process.running()) {
    const std::string text = ReadFileText(port_file);
    if (!text.empty()) return std::atoi(text.c_str());
    absl::SleepFor(absl::Milliseconds(10));
  }
  return 0;
}

}  // namespace

void SetDeadline(grpc::ClientContext& context, absl::Duration timeout) {
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(timeout));
  context.set_wait_for_ready(true);
}

namespace {

// An index that is being built answers UNAVAILABLE with a time to retry after.
template <typename Call>
absl::Status CallPatiently(Call call,
                           absl::Duration timeout = absl::Seconds(30)) {
  const absl::Time end = absl::Now() + timeout;
  for (;;) {
    grpc::ClientContext context;
    SetDeadline(context, end - absl::Now());
    const absl::Status status = kit::FromGrpc(call(context));
    const std::optional<absl::Duration> delay = kit::RetryDelayOf(status);
    if (!delay.has_value() || absl::Now() + *delay >= end) return status;
    absl::SleepFor(std::min(*delay, absl::Milliseconds(100)));
  }
}

}  // namespace

// An idle gRPC client looks at its connections every 5 s only, and a server
// that stops waits for it to let go.
Services::Services() {
  setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", 0);
}

bool Services::StartService(Service& service, const std::string& program,
                            const std::vector<std::string>& flags) {
  const std::string port_file = folder_ / program + ".port";
  std::filesystem::remove(port_file);
  std::vector<std::string> arguments = {
      "--listen", absl::StrCat("127.0.0.1:", service.port), "--port-file",
      port_file};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  service.process = std::make_unique<Process>(ProgramPath(program), arguments,
                                              folder_ / program + ".log");
  const int port = WaitForPort(*service.process, port_file);
  if (port == 0) return false;
  service.port = port;
  return true;
}

bool Services::StopService(Service& service) {
  if (service.process == nullptr) return false;
  service.process->Signal(SIGTERM);
  const std::optional<int> exit_code = service.process->Wait(kStopTimeout);
  service.process.reset();
  return exit_code == 0;
}

bool Services::StartIngest(const std::vector<std::string>& more_flags) {
  std::vector<std::string> flags = {"--data", ingest_folder()};
  flags.insert(flags.end(), more_flags.begin(), more_flags.end());
  return StartService(ingest_, "quoth-ingest", flags);
}

bool Services::StartQuery(const std::vector<std::string>& more_flags) {
  std::vector<std::string> flags = {"--data", query_folder(), "--ingest",
                                    ingest_address()};
  flags.insert(flags.end(), more_flags.begin(), more_flags.end());
  return StartService(query_, "quoth-query", flags);
}

bool Services::StopIngest() { return StopService(ingest_); }
bool Services::StopQuery() { return StopService(query_); }

void Services::KillIngest() {
  ingest_.process->Signal(SIGKILL);
  ingest_.process->Wait(kStopTimeout);
  ingest_.process.reset();
}

void Services::KillQuery() {
  query_.process->Signal(SIGKILL);
  query_.process->Wait(kStopTimeout);
  query_.process.reset();
}

std::string Services::ingest_address() const {
  return absl::StrCat("127.0.0.1:", ingest_.port);
}
std::string Services::query_address() const {
  return absl::StrCat("127.0.0.1:", query_.port);
}

std::string Services::Logs() const {
  std::string text;
  for (const char* program : {"quoth-ingest", "quoth-query"}) {
    const std::string log = ReadFileText(folder_ / program + ".log");
    const std::size_t from = log.size() > 6000 ? log.size() - 6000 : 0;
    absl::StrAppend(&text, "--- ", program, "\n", log.substr(from));
  }
  return text;
}

quoth::v1::IngestService::StubInterface& Services::ingest() {
  if (ingest_stub_ == nullptr) {
    ingest_stub_ = quoth::v1::IngestService::NewStub(
        *kit::Dial({.server = ingest_address()}));
  }
  return *ingest_stub_;
}

quoth::v1::QueryService::StubInterface& Services::query() {
  if (query_stub_ == nullptr) {
    query_stub_ = quoth::v1::QueryService::NewStub(
        *kit::Dial({.server = query_address()}));
  }
  return *query_stub_;
}

absl::StatusOr<quoth::v1::IngestDocumentResponse> Services::Ingest(
    const quoth::v1::IngestDocumentRequest& request, absl::Duration timeout) {
  quoth::v1::IngestDocumentResponse response;
  const absl::Status status = CallPatiently(
      [&](grpc::ClientContext& context) {
        return ingest().IngestDocument(&context, request, &response);
      },
      timeout);
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<quoth::v1::IngestDocumentResponse> Services::Ingest(
    const std::string& id, const std::string& text) {
  quoth::v1::IngestDocumentRequest request;
  request.set_document_id(id);
  request.set_content(text);
  return Ingest(request);
}

absl::StatusOr<quoth::v1::DeleteDocumentResponse> Services::Delete(
    const std::string& id) {
  quoth::v1::DeleteDocumentRequest request;
  request.set_name("documents/" + id);
  quoth::v1::DeleteDocumentResponse response;
  const absl::Status status = CallPatiently([&](grpc::ClientContext& context) {
    return ingest().DeleteDocument(&context, request, &response);
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<quoth::v1::Document> Services::GetFromIngest(
    const std::string& id) {
  quoth::v1::GetDocumentRequest request;
  request.set_name("documents/" + id);
  quoth::v1::Document document;
  const absl::Status status = CallPatiently([&](grpc::ClientContext& context) {
    return ingest().GetDocument(&context, request, &document);
  });
  if (!status.ok()) return status;
  return document;
}

absl::StatusOr<quoth::v1::Document> Services::GetFromQuery(
    const std::string& id, const std::string& revision) {
  quoth::v1::GetDocumentRequest request;
  request.set_name("documents/" + id);
  request.set_at_least_as_fresh(revision);
  quoth::v1::Document document;
  const absl::Status status = CallPatiently([&](grpc::ClientContext& context) {
    return query().GetDocument(&context, request, &document);
  });
  if (!status.ok()) return status;
  return document;
}

absl::StatusOr<quoth::v1::ListStatementsResponse> Services::List(
    const quoth::v1::ListStatementsRequest& request) {
  quoth::v1::ListStatementsResponse response;
  const absl::Status status = CallPatiently([&](grpc::ClientContext& context) {
    return query().ListStatements(&context, request, &response);
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<std::vector<quoth::v1::Statement>> Services::AllStatements(
    const std::string& speaker, const std::string& topic,
    const std::string& revision, int page_size) {
  quoth::v1::ListStatementsRequest request;
  if (!speaker.empty()) request.mutable_filter()->add_speakers(speaker);
  if (!topic.empty()) request.mutable_filter()->add_topics(topic);
  request.set_at_least_as_fresh(revision);
  request.set_page_size(page_size);
  std::vector<quoth::v1::Statement> statements;
  do {
    const absl::StatusOr<quoth::v1::ListStatementsResponse> page =
        List(request);
    if (!page.ok()) return page.status();
    statements.insert(statements.end(), page->statements().begin(),
                      page->statements().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return statements;
}

absl::StatusOr<std::vector<quoth::v1::Statement>>
Services::StatementsOfDocument(const std::string& id,
                               const std::string& revision) {
  quoth::v1::ListStatementsRequest request;
  request.mutable_filter()->add_documents("documents/" + id);
  request.set_at_least_as_fresh(revision);
  request.set_page_size(1000);
  const absl::StatusOr<quoth::v1::ListStatementsResponse> page = List(request);
  if (!page.ok()) return page.status();
  return std::vector<quoth::v1::Statement>(page->statements().begin(),
                                           page->statements().end());
}

std::string Describe(const std::vector<quoth::v1::Statement>& statements) {
  std::string text;
  for (const auto& statement : statements) {
    absl::StrAppend(&text, statement.name(), " [",
                    statement.speaker().speaker(), "] ",
                    statement.text().substr(0, 80), "\n");
  }
  return text;
}

}  // namespace quoth::e2e
