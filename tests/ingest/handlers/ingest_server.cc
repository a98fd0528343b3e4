#include "tests/ingest/handlers/ingest_server.h"

#include <grpcpp/create_channel.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "ingest-service/knowledge/knowledge.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::ingest::testing {

ParsedRecord LineParser::Parse(const ParseInput& input) const {
  ++parsed_;
  const std::string& content = input.request.content();
  while (content.starts_with("wait") && !released_) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ParsedRecord parsed;
  parsed.text = content;
  v1::Document& document = *parsed.record.mutable_document();
  document.set_name("documents/" + std::string(input.document_id));
  document.set_title(input.request.metadata().title());
  document.set_content_hash(std::string(input.content_hash));
  document.set_source_url(std::string(input.source_url));
  document.set_parser_version(version_);
  document.set_vocabulary_version(vocabulary_version());
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    v1::Statement& statement = *parsed.record.add_statements();
    statement.set_text(content.substr(begin, end - begin));
    statement.set_name(document.name() + "/statements/s" +
                       std::to_string(parsed.record.statements_size()));
    if (input.explain) {
      v1::Explanation& why = parsed.explanations.emplace_back();
      why.set_statement(statement.name());
      why.add_steps("a line of its own");
    }
    begin = end + 1;
  }
  document.set_statement_count(parsed.record.statements_size());
  return parsed;
}

// Read once for all servers of a test.
static const parse::Lexicons& SharedLexicons() {
  static const LoadedKnowledge* const knowledge = [] {
    absl::StatusOr<LoadedKnowledge> loaded =
        LoadKnowledge({});
    if (!loaded.ok()) {
      std::cerr << loaded.status() << "\n";
      std::abort();
    }
    return new LoadedKnowledge(*std::move(loaded));
  }();
  return *knowledge->lexicons;
}

IngestServer::IngestServer(IntakeOptions options)
    : log_(OpenLog(folder_.path(), clock_)),
      feed_(*log_, {.heartbeat = absl::Milliseconds(200)}),
      speakers_(SharedLexicons()),
      authority_(*log_, speakers_),
      intake_(*log_, parser_, options),
      settler_(intake_, speakers_, kit::Log()),
      ingest_handler_(intake_, authority_, settler_, kit::Log()),
      feed_handler_(feed_, log_->epoch(), kit::Log()),
      host_({.listen = {"127.0.0.1:0"},
             .drain_deadline = absl::Seconds(2),
             .handle_signals = false,
             .announce = false},
            kit::Log()) {
  host_.AddService(&ingest_handler_, v1::IngestService::service_full_name());
  host_.AddService(&feed_handler_, v1::ChangeFeedService::service_full_name());
  host_.OnDrain([this] { feed_.Close(); });
  authority_.SetListener([this](uint64_t) { settler_.Notify(); });
  const absl::Status started = host_.Start();
  if (!started.ok()) {
    std::cerr << started << "\n";
    std::abort();
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  const std::shared_ptr<grpc::Channel> channel = grpc::CreateCustomChannel(
      host_.addresses().front(), grpc::InsecureChannelCredentials(), arguments);
  ingest_ = v1::IngestService::NewStub(channel);
  changes_ = v1::ChangeFeedService::NewStub(channel);
}

void IngestServer::Stop() {
  parser_.Release();
  settler_.Close();
  host_.DrainAndStop();
}

IngestServer::~IngestServer() { Stop(); }

v1::IngestDocumentRequest SampleRequest(const std::string& id,
                                        const std::string& content) {
  v1::IngestDocumentRequest request;
  request.set_document_id(id);
  request.set_content(content);
  return request;
}

std::string FieldAndReason(const grpc::Status& status) {
  const absl::Status ours = kit::FromGrpc(status);
  return kit::FieldOf(ours) + " " + kit::ReasonOf(ours);
}

}  // namespace quoth::ingest::testing
