// Settings of quoth-ingest: flags, QUOTH_ environment, file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "ingest-service/change_feed/change_feed.h"
#include "ingest-service/intake/intake.h"
#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/record_log/record_log.h"
#include "service-kit/host/server_host.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

struct Config {
  kit::HostOptions host;
  kit::LogOptions log;
  RecordLogOptions records;
  IntakeOptions intake;
  ChangeFeedOptions feed;
  KnowledgeOptions knowledge;
};

// Nothing when the program is to end, with `exit_code` set.
std::optional<Config> ReadConfig(int argc, const char* const* argv,
                                 int& exit_code);

}  // namespace quoth::ingest
