#include "ingest-service/config.h"

#include <algorithm>
#include <thread>

#include "service-kit/config/command_line.h"

namespace quoth::ingest {
namespace {

constexpr char kPurpose[] =
    "Parses documents into attributed statements, keeps them in a record log "
    "and streams changes to query services.";

constexpr char kExamples[] =
    "Every flag can also be set in the environment (--data is QUOTH_DATA) or "
    "in "
    "the file that --config names.\n\n"
    "Examples:\n"
    "  quoth-ingest --data /var/lib/quoth/ingest\n"
    "  quoth-ingest --data ./data --listen 127.0.0.1:0 --port-file port\n"
    "  quoth-ingest --data ./data --topics our-topics.ttl --log-format json\n";

// What a request message has around its document: metadata and framing.
constexpr uint64_t kEnvelopeBytes = 4 << 20;

void AddStoreOptions(kit::CommandLine& line, Config& config) {
  line.Add("data", config.records.path,
           "Folder of the record log; made when missing. One process at a "
           "time opens it")
      ->type_name("FOLDER")
      ->required();
  line.AddBytes("block-cache", config.records.block_cache_bytes,
                "Memory for blocks read from the store");
  line.AddDuration("request-ttl", config.records.request_ttl,
                   "How long the answer to a request_id is kept");
  line.AddSwitch("verify-on-open", config.records.verify_on_open,
                 "Read every checksum of the store before serving");
}

void AddIntakeOptions(kit::CommandLine& line, Config& config,
                      uint64_t& in_flight_bytes) {
  line.AddBytes("max-document", config.intake.document_bytes_max,
                "Largest document taken");
  line.Add("parser-threads", config.intake.parser_threads,
           "Documents parsed at the same time")
      ->check(CLI::Range(1, 1024));
  line.Add("max-in-flight", config.intake.admission.documents_max,
           "Documents worked on at once; more get RESOURCE_EXHAUSTED with a "
           "time to retry after")
      ->check(CLI::Range(1, 1 << 20));
  line.AddBytes("max-in-flight-bytes", in_flight_bytes,
                "Size of the documents worked on at once");
}

void AddKnowledgeOptions(kit::CommandLine& line, Config& config) {
  line.Add("lexicon", config.knowledge.lexicon_dir,
           "Folder of lexicon files that replace the built-in ones")
      ->type_name("FOLDER");
  line.Add("topics", config.knowledge.topic_files,
           "SKOS file (Turtle or RDF/XML) added to the built-in topics; may be "
           "repeated")
      ->type_name("FILE");
  line.AddSwitch("without-builtin-topics",
                 config.knowledge.without_builtin_topics,
                 "Use only the files of --topics");
}

}  // namespace

std::optional<Config> ReadConfig(int argc, const char* const* argv,
                                 int& exit_code) {
  Config config;
  config.host.listen = {"127.0.0.1:7001"};
  config.intake.parser_threads =
      static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  uint64_t in_flight_bytes = config.intake.admission.bytes_max;

  kit::CommandLine line("quoth-ingest", kPurpose, kExamples);
  AddStoreOptions(line, config);
  AddIntakeOptions(line, config, in_flight_bytes);
  AddKnowledgeOptions(line, config);
  line.AddDuration(
      "heartbeat", config.feed.heartbeat,
      "How often a follower that is caught up gets an empty batch");
  kit::AddHostOptions(line, config.host);
  kit::AddLogOptions(line, config.log);
  if (const std::optional<int> code = line.Parse(argc, argv)) {
    exit_code = *code;
    return std::nullopt;
  }
  config.intake.admission.bytes_max = in_flight_bytes;
  // The handler says what is wrong with a large document; the transport would
  // only cut the call.
  const uint64_t message_bytes = std::min<uint64_t>(
      config.intake.document_bytes_max + kEnvelopeBytes, INT32_MAX);
  config.host.max_receive_bytes =
      std::max(config.host.max_receive_bytes, static_cast<int>(message_bytes));
  return config;
}

}  // namespace quoth::ingest
