// The ingest service over a real socket and a real store, with a parser that
// a test can hold up.
#pragma once

#include <grpcpp/channel.h>

#include <atomic>
#include <memory>
#include <string>

#include "ingest-service/authority/authority.h"
#include "ingest-service/authority/settler.h"
#include "ingest-service/change_feed/change_feed.h"
#include "ingest-service/handlers/change_feed_service.h"
#include "ingest-service/handlers/ingest_service.h"
#include "ingest-service/intake/intake.h"
#include "quoth/v1/change_feed_service.grpc.pb.h"
#include "quoth/v1/ingest_service.grpc.pb.h"
#include "service-kit/host/server_host.h"
#include "tests/ingest/record_log/sample_records.h"

namespace quoth::ingest::testing {

// Every line is a statement. A content that begins with "wait" is parsed only
// after Release.
class LineParser final : public DocumentParser {
 public:
  ParsedRecord Parse(const ParseInput& input) const override;
  std::string parser_version() const override { return version_; }
  std::string vocabulary_version() const override { return "v1"; }

  void SetVersion(std::string version) { version_ = std::move(version); }
  void Release() { released_ = true; }
  int parsed() const { return parsed_; }  // Parses begun.

 private:
  std::string version_ = "p1";  // Set between calls only.
  std::atomic<bool> released_ = false;
  mutable std::atomic<int> parsed_ = 0;
};

class IngestServer {
 public:
  explicit IngestServer(IntakeOptions options = {});
  ~IngestServer();

  void Stop();

  v1::IngestService::Stub& ingest() { return *ingest_; }
  v1::ChangeFeedService::Stub& changes() { return *changes_; }
  LineParser& parser() { return parser_; }
  RecordLog& log() { return *log_; }
  Intake& intake() { return intake_; }
  kit::FakeClock& clock() { return clock_; }

 private:
  TemporaryFolder folder_;
  kit::FakeClock clock_{SampleTime()};
  LineParser parser_;
  std::unique_ptr<RecordLog> log_;
  ChangeFeed feed_;
  SpeakerDirectory speakers_;
  Authority authority_;
  Intake intake_;
  Settler settler_;
  IngestServiceHandler ingest_handler_;
  ChangeFeedServiceHandler feed_handler_;
  kit::ServerHost host_;
  std::unique_ptr<v1::IngestService::Stub> ingest_;
  std::unique_ptr<v1::ChangeFeedService::Stub> changes_;
};

v1::IngestDocumentRequest SampleRequest(const std::string& id,
                                        const std::string& content);

// The error's field and reason as the wire has them: "content INVALID_FIELD".
std::string FieldAndReason(const grpc::Status& status);

}  // namespace quoth::ingest::testing
