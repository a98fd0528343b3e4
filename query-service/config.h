// Flags, environment and file of quoth-query -> options of its parts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "query-service/follower/follower.h"
#include "query-service/handlers/query_handlers.h"
#include "service-kit/host/server_host.h"
#include "service-kit/log/log.h"

namespace quoth::query {

struct Config {
  std::string data = "quoth-query-data";
  std::string ingest = "127.0.0.1:7001";
  std::string ingest_ca_file;
  std::string ingest_certificate_file;
  std::string ingest_key_file;
  std::string follower_name = "quoth-query";
  kit::HostOptions host;
  kit::LogOptions log;
  FollowerOptions follower;
  HandlerOptions handlers;
};

// Nothing: go on. Else the process's exit code.
std::optional<int> ReadConfig(int argc, const char* const* argv,
                              Config& config);

}  // namespace quoth::query
