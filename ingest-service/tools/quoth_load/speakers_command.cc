#include "ingest-service/tools/quoth_load/speakers_command.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "quoth/v1/ingest_service.grpc.pb.h"
#include "service-kit/client/dial_config.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

constexpr char kPurpose[] =
    "Imports an authority file (Popolo JSON: persons and organizations with "
    "names, other_names,\nidentifiers and memberships) into Quoth's speakers. "
    "From then on every spelling in it names\none speaker, in documents to "
    "come and in those stored already. Importing a file again\nchanges only "
    "what it says anew.";

constexpr char kExamples[] = R"(Examples:
  quoth-load speakers ministers.json            import; one line says what became of each record
  quoth-load speakers --dry-run ministers.json  say what would be done, change nothing
  curl -s https://example.org/popolo.json | quoth-load speakers -

A file:
  {"persons": [{"name": "Ada Okoye",
                "other_names": [{"name": "Ада Окойе"}, {"name": "A. N. Okoye"}],
                "identifiers": [{"scheme": "wikidata", "identifier": "Q42"}],
                "memberships": [{"role": "Foreign Minister", "organization_id": "mfa",
                                 "start_date": "2019-03-01"}]}],
   "organizations": [{"id": "mfa", "name": "Ministry of Foreign Affairs of Atlantis"}]}

Two people of one name are kept apart when their identifiers, or their roles and organizations, differ.

Exit codes: 0 all taken, 1 some records skipped, 2 wrong usage or no authority file, 3 no server.)";

constexpr int kSomeSkipped = 1;
constexpr int kUsage = 2;
constexpr int kNoServer = 3;
// A large file takes its time; the call itself waits 10 s for documents.
constexpr std::chrono::minutes kCallTimeout(10);

struct Options {
  kit::DialOptions dial{.server = "127.0.0.1:7001"};
  std::vector<std::string> paths;
  bool dry_run = false;
  bool json = false;
  bool quiet = false;
};

std::optional<std::string> ReadAll(const std::string& path) {
  const auto read = [](std::istream& in) {
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  if (path == "-") return read(std::cin);
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes = read(in);
  if (in.bad()) return std::nullopt;
  return bytes;
}

void PrintJson(const std::string& path,
               const v1::ImportSpeakersResponse& response) {
  nlohmann::ordered_json line;
  line["input"] = path;
  line["added"] = response.added();
  line["merged"] = response.merged();
  line["unchanged"] = response.unchanged();
  line["skipped"] = response.skipped_count();
  line["report"] = std::vector<std::string>(response.report().begin(),
                                            response.report().end());
  line["reasons"] = std::vector<std::string>(response.skipped().begin(),
                                             response.skipped().end());
  line["pending"] = response.pending();
  line["revision"] = response.revision();
  std::printf("%s\n", line.dump(-1, ' ', false,
                                nlohmann::json::error_handler_t::replace)
                          .c_str());
}

void PrintText(const std::string& path, const Options& options,
               const v1::ImportSpeakersResponse& response) {
  if (!options.quiet) {
    for (const std::string& text : response.report()) {
      std::printf("%s\n", text.c_str());
    }
  }
  for (const std::string& text : response.skipped()) {
    std::fprintf(stderr, "skipped: %s\n", text.c_str());
  }
  if (options.quiet) return;
  std::fprintf(
      stderr, "%s: %s%u added, %u merged, %u unchanged, %u skipped%s\n",
      path.c_str(), options.dry_run ? "dry run: " : "", response.added(),
      response.merged(), response.unchanged(), response.skipped_count(),
      response.pending() ? "; stored documents are still being resolved again"
                         : "");
}

int ExitCodeOf(const absl::Status& status) {
  return absl::IsInvalidArgument(status) ? kUsage : kNoServer;
}

int Import(const std::string& path, const Options& options,
           v1::IngestService::StubInterface& stub) {
  std::optional<std::string> bytes = ReadAll(path);
  if (!bytes) {
    std::fprintf(stderr, "quoth-load: cannot read %s\n", path.c_str());
    return kUsage;
  }
  v1::ImportSpeakersRequest request;
  request.set_popolo_json(*std::move(bytes));
  request.set_validate_only(options.dry_run);
  v1::ImportSpeakersResponse response;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
  const absl::Status status =
      kit::FromGrpc(stub.ImportSpeakers(&context, request, &response));
  if (!status.ok()) {
    std::fprintf(stderr, "quoth-load: %s: %s\n", path.c_str(),
                 kit::DescribeStatus(status).c_str());
    return ExitCodeOf(status);
  }
  if (options.json) {
    PrintJson(path, response);
  } else {
    PrintText(path, options, response);
  }
  return response.skipped_count() > 0 ? kSomeSkipped : 0;
}

}  // namespace

int SpeakersMain(int argc, char** argv) {
  Options options;
  kit::CommandLine line("quoth-load speakers", kPurpose, kExamples);
  kit::AddDialOptions(line, options.dial, "QUOTH_INGEST");
  line.app()
      .add_option("files", options.paths,
                  "Popolo JSON files; - is standard input")
      ->type_name("FILE");
  line.app().add_flag("--dry-run", options.dry_run,
                      "Say what would be done; change nothing");
  line.app().add_flag("--json", options.json,
                      "Print a JSON object for each file");
  line.app().add_flag("--quiet,-q", options.quiet, "Say only what was skipped");
  if (const auto exit_code = line.Parse(argc, argv)) return *exit_code;
  if (options.paths.empty()) {
    std::fprintf(stderr,
                 "quoth-load: name an authority file, or - for standard input "
                 "(see quoth-load speakers --help)\n");
    return kUsage;
  }
  const auto channel = kit::Dial(options.dial);
  if (!channel.ok()) {
    std::fprintf(stderr, "quoth-load: %s\n",
                 kit::DescribeStatus(channel.status()).c_str());
    return kUsage;
  }
  const auto stub = v1::IngestService::NewStub(*channel);
  int worst = 0;
  for (const std::string& path : options.paths) {
    worst = std::max(worst, Import(path, options, *stub));
  }
  return worst;
}

}  // namespace quoth::load
