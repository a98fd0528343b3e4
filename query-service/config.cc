#include "query-service/config.h"

#include <thread>

#include "service-kit/config/command_line.h"

namespace quoth::query {

std::optional<int> ReadConfig(int argc, const char* const* argv,
                              Config& config) {
  kit::CommandLine line("quoth-query",
                        "Serves lookups of statements by speaker, topic and "
                        "date over an index that follows the "
                        "ingest service.",
                        "Examples:\n"
                        "  quoth-query --data /var/lib/quoth-query --ingest "
                        "ingest.internal:7001 --listen "
                        "0.0.0.0:7002\n"
                        "  QUOTH_INGEST=127.0.0.1:7001 quoth-query --listen "
                        "127.0.0.1:0 --port-file port\n"
                        "The index can be deleted at any time while stopped: "
                        "it is built again from the ingest "
                        "service's change feed.");
  config.host.listen = {"127.0.0.1:7002"};
  config.handlers.pool_threads =
      static_cast<int>(std::max(2u, std::thread::hardware_concurrency()));
  line.Add("data", config.data, "Folder of the index");
  line.Add("ingest", config.ingest, "Address of the ingest service");
  line.Add("ingest-ca", config.ingest_ca_file,
           "PEM file: who signs the ingest service; turns TLS on");
  line.Add("ingest-certificate", config.ingest_certificate_file,
           "PEM file: who we are to it");
  line.Add("ingest-key", config.ingest_key_file,
           "PEM file: key of that certificate");
  line.Add("follower-name", config.follower_name,
           "Name this follower goes by, [a-z0-9-]{1,63}");
  line.AddBytes("cache", config.follower.index.cache_bytes,
                "Memory for blocks of the index");
  line.AddBytes("write-buffer", config.follower.index.write_buffer_bytes,
                "Memory for writes not in files yet");
  line.AddBytes(
      "heap-max", config.follower.index.heap_bytes_max,
      "Address space of the record heap; what is beyond is read from RocksDB");
  line.AddSwitch("heap", config.follower.index.use_heap,
                 "Keep the memory-mapped record heap");
  line.AddDuration("keep-changes", config.follower.applier.keep_changes,
                   "How long pages begun and watches stopped can be gone on "
                   "with after changes");
  line.Add("pool-threads", config.handlers.pool_threads,
           "Threads for lookups that take longer");
  line.Add("watch-threads", config.handlers.watch_threads,
           "Threads that tell watchers what came");
  line.Add("watchers-max", config.handlers.watchers_max,
           "Watchers at once; more are told to come later");
  kit::AddHostOptions(line, config.host);
  kit::AddLogOptions(line, config.log);
  const std::optional<int> exit_code = line.Parse(argc, argv);
  config.follower.folder = config.data;
  return exit_code;
}

}  // namespace quoth::query
