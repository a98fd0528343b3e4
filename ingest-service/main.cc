// quoth-ingest: documents in, a record log and its changes out.
#include <cstdio>
#include <memory>
#include <utility>

#include "ingest-service/authority/authority.h"
#include "ingest-service/authority/settler.h"
#include "ingest-service/authority/speaker_directory.h"
#include "ingest-service/change_feed/change_feed.h"
#include "ingest-service/config.h"
#include "ingest-service/handlers/change_feed_service.h"
#include "ingest-service/handlers/ingest_service.h"
#include "ingest-service/intake/intake.h"
#include "ingest-service/intake/pipeline_parser.h"
#include "ingest-service/record_log/record_log.h"
#include "ingest-service/topic_authority/topic_authority.h"
#include "service-kit/clock/clock.h"
#include "service-kit/host/server_host.h"
#include "service-kit/log/log.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

int Fail(const kit::Log& log, const char* what, const absl::Status& status) {
  log.Error(what, status);
  return 1;
}

int Serve(const Config& config) {
  const kit::Log log = kit::Log().With({{"program", "quoth-ingest"}});
  absl::StatusOr<std::unique_ptr<RecordLog>> records =
      RecordLog::Open(config.records, kit::SystemClock());
  if (!records.ok()) {
    return Fail(log, "cannot open the record log", records.status());
  }
  absl::StatusOr<std::unique_ptr<TopicAuthority>> topics =
      TopicAuthority::Open(config.knowledge, **records);
  if (!topics.ok()) {
    return Fail(log, "cannot load lexicons and topics", topics.status());
  }
  log.Info("record log open",
           {{"end", (*records)->end()},
            {"epoch", kit::FormatEpoch((*records)->epoch())},
            {"vocabulary_version",
             (*topics)->knowledge().Get()->vocabulary_version}});

  ChangeFeed feed(**records, config.feed);
  // Lexicons stay when vocabularies change.
  SpeakerDirectory speakers(*(*topics)->knowledge().Get()->lexicons);
  Authority authority(**records, speakers);
  if (const absl::Status loaded = authority.Load(); !loaded.ok()) {
    return Fail(log, "cannot read the speakers", loaded);
  }
  const PipelineParser parser((*topics)->knowledge(), &speakers);
  Intake intake(**records, parser, config.intake);
  Settler settler(intake, speakers, log);
  authority.SetListener([&settler](uint64_t) { settler.Notify(); });
  IngestServiceHandler ingest_service(intake, authority, settler, log,
                                      topics->get());
  ChangeFeedServiceHandler change_feed_service(feed, (*records)->epoch(), log);

  kit::ServerHost host(config.host, log);
  host.AddService(&ingest_service, v1::IngestService::service_full_name());
  host.AddService(&change_feed_service,
                  v1::ChangeFeedService::service_full_name());
  host.OnDrain([&feed, &settler] {
    feed.Close();
    settler.Close();
  });
  const int exit_code = host.Run();
  settler.Close();
  return exit_code;
}

}  // namespace
}  // namespace quoth::ingest

int main(int argc, char** argv) {
  int exit_code = 0;
  const std::optional<quoth::ingest::Config> config =
      quoth::ingest::ReadConfig(argc, argv, exit_code);
  if (!config) return exit_code;
  const absl::Status log_started = quoth::kit::StartLog(config->log);
  if (!log_started.ok()) {
    std::fprintf(stderr, "%s\n",
                 quoth::kit::DescribeStatus(log_started).c_str());
    return 2;
  }
  return quoth::ingest::Serve(*config);
}
