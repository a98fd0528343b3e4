// quoth-load: documents from files, folders, JSON lines or standard input to
// the ingest service.
//
// Exit codes: 0 all stored, 1 some documents failed, 2 wrong usage, 3 the
// server cannot be reached or refuses.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ingest-service/tools/quoth_load/inputs.h"
#include "ingest-service/tools/quoth_load/progress.h"
#include "ingest-service/tools/quoth_load/speakers_command.h"
#include "ingest-service/tools/quoth_load/stream_loader.h"
#include "ingest-service/tools/quoth_load/topics_command.h"
#include "ingest-service/tools/quoth_load/watch.h"
#include "service-kit/client/date_text.h"
#include "service-kit/client/dial_config.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

constexpr char kPurpose[] =
    "Loads documents into Quoth: files, folders (recursively), JSON lines or "
    "standard input.\n"
    "A document's id comes from its file name, so loading a changed file "
    "replaces the document.";

constexpr char kExamples[] = R"(Examples:
  quoth-load talks/                         every file of a folder
  quoth-load a.html b.pdf notes.md          some files, types found by content
  quoth-load corpus.jsonl                   {"id": "...", "text": "...", "published_on": "2021-01-18"} a line
  curl -s https://example.org/a | quoth-load -
  quoth-load --watch inbox/                 load what is there, then what comes; Ctrl-C ends
  quoth-load topics vocabulary.ttl --retag  another topic vocabulary (quoth-load topics --help)
  quoth-load --json talks/ | jq .document   one result a line for programs
  quoth-load speakers people.json           an authority file instead: see quoth-load speakers --help

Exit codes: 0 all stored, 1 some documents failed, 2 wrong usage, 3 no server.)";

struct Options {
  kit::DialOptions dial{.server = "127.0.0.1:7001"};
  LoaderOptions loader;
  InputOptions input;
  std::vector<std::string> paths;
  std::string watch;
  std::string published_on;
  std::string said_on;
  std::vector<std::string> authors;
  bool json = false;
  bool quiet = false;
};

constexpr int kSomeFailed = 1;
constexpr int kUsage = 2;
constexpr int kNoServer = 3;

volatile std::sig_atomic_t interrupted = 0;
void OnInterrupt(int) { interrupted = 1; }

std::string JsonResult(const Outcome& outcome) {
  nlohmann::ordered_json line;
  line["input"] = outcome.label;
  if (outcome.status.ok()) {
    const auto& document = outcome.response.document();
    line["document"] = document.name();
    std::string result =
        quoth::v1::IngestOutcome_Name(outcome.response.outcome());
    line["outcome"] = result.substr(std::string("INGEST_OUTCOME_").size());
    line["statements"] = document.statement_count();
    line["issues"] = document.issues_size() + document.issues_dropped();
    line["revision"] = outcome.response.revision();
  } else {
    line["error"] = {
        {"code", absl::StatusCodeToString(outcome.status.code())},
        {"reason", kit::ReasonOf(outcome.status)},
        {"message", std::string(kit::FromAbsl(outcome.status.message()))}};
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Report(const Outcome& outcome, const Options& options,
            Progress& progress) {
  progress.Add(outcome);
  if (!outcome.status.ok()) {
    progress.Say(outcome.label + ": " + kit::DescribeStatus(outcome.status),
                 stderr);
  }
  if (options.json) progress.Say(JsonResult(outcome), stdout);
}

// The ending of a watch is the user's wish, not a failure.
absl::Status LoadFiles(const std::vector<InputFile>& files,
                       const Options& options, IdAssigner& ids,
                       StreamLoader& loader, Progress& progress) {
  absl::Status status;
  for (const InputFile& file : files) {
    const bool go_on = ReadInput(file, options.input, ids, [&](Item item) {
      if (interrupted) return false;
      if (item.status.ok()) {
        status = loader.Add(std::move(item));
      } else {
        Report({.label = item.label, .status = item.status}, options, progress);
      }
      return status.ok();
    });
    if (!go_on) break;
  }
  return status;
}

absl::Status Load(const Options& options, const std::vector<InputFile>& files,
                  FolderWatch* watch, StreamLoader& loader,
                  Progress& progress) {
  IdAssigner ids;
  absl::Status status = LoadFiles(files, options, ids, loader, progress);
  if (status.ok()) status = loader.Finish();
  while (watch != nullptr && status.ok() && !interrupted) {
    const std::vector<InputFile> news = watch->Wait(absl::Milliseconds(500));
    if (news.empty()) continue;
    status = LoadFiles(news, options, ids, loader, progress);
    if (status.ok()) status = loader.Finish();
  }
  return status;
}

int Run(const Options& options) {
  std::vector<InputFile> files;
  std::vector<std::string> paths = options.paths;
  std::unique_ptr<FolderWatch> watch;
  if (!options.watch.empty()) {
    // Watched first, listed then: nothing falls between.
    auto opened = FolderWatch::Open(options.watch);
    if (!opened.ok()) {
      std::fprintf(stderr, "quoth-load: %s\n",
                   kit::DescribeStatus(opened.status()).c_str());
      return kUsage;
    }
    watch = *std::move(opened);
    paths.push_back(options.watch);
    std::signal(SIGINT, OnInterrupt);
    std::signal(SIGTERM, OnInterrupt);
  }
  const absl::Status listed = ListInputs(paths, files);
  if (!listed.ok()) {
    std::fprintf(stderr, "quoth-load: %s\n",
                 kit::DescribeStatus(listed).c_str());
    return kUsage;
  }
  const auto channel = kit::Dial(options.dial);
  if (!channel.ok()) {
    std::fprintf(stderr, "quoth-load: %s\n",
                 kit::DescribeStatus(channel.status()).c_str());
    return kUsage;
  }
  // How many documents lines hold is not known before they are read.
  const bool countable =
      watch == nullptr &&
      std::none_of(files.begin(), files.end(), [&](const InputFile& file) {
        return HoldsLines(file, options.input);
      });
  Progress progress(countable ? files.size() : 0, options.quiet);
  const auto stub = quoth::v1::IngestService::NewStub(*channel);
  absl::Status status;
  {
    StreamLoader loader(*stub, options.loader, [&](const Outcome& outcome) {
      Report(outcome, options, progress);
    });
    status = Load(options, files, watch.get(), loader, progress);
  }
  const Totals totals = progress.totals();
  if (!options.quiet) progress.Say(Summary(totals, progress.elapsed()), stderr);
  if (!status.ok()) {
    std::fprintf(stderr, "quoth-load: %s: %s\n", options.dial.server.c_str(),
                 kit::DescribeStatus(status).c_str());
    return kNoServer;
  }
  return totals.failed > 0 ? kSomeFailed : 0;
}

// What the flags say of every document.
bool FillMetadata(Options& options) {
  auto& metadata = options.input.metadata;
  for (const std::string& author : options.authors)
    metadata.add_authors(author);
  const auto take = [](const char* flag, const std::string& text, auto target) {
    if (text.empty()) return true;
    const auto date = kit::ParseDateText(text);
    if (!date.has_value()) {
      std::fprintf(stderr, "--%s: \"%s\" is not a date such as 2021-01-18\n",
                   flag, text.c_str());
      return false;
    }
    *target() = *date;
    return true;
  };
  return take("published-on", options.published_on,
              [&] { return metadata.mutable_published_on(); }) &&
         take("said-on", options.said_on,
              [&] { return metadata.mutable_said_on(); });
}

}  // namespace

int Main(int argc, char** argv) {
  Options options;
  std::string format = "auto";
  std::string outlet;
  std::string language;
  std::string ids = "name";
  kit::CommandLine line("quoth-load", kPurpose, kExamples);
  kit::AddDialOptions(line, options.dial, "QUOTH_INGEST");
  line.app()
      .add_option("paths", options.paths,
                  "Files and folders; - is standard input")
      ->type_name("PATH");
  line.app()
      .add_option("--watch", options.watch,
                  "Load this folder, then whatever appears in it")
      ->type_name("FOLDER");
  line.app()
      .add_option("--format", format, "How to read inputs")
      ->check(CLI::IsMember({"auto", "file", "jsonl"}))
      ->capture_default_str();
  line.app()
      .add_option("--ids", ids,
                  "Ids from file names, or left to the server (by content)")
      ->check(CLI::IsMember({"name", "content"}))
      ->capture_default_str();
  line.app().add_option("--content-type", options.input.content_type,
                        "MIME type of every document");
  line.app().add_option("--outlet", outlet, "Outlet of every document");
  line.app().add_option("--language", language,
                        "Language of every document, BCP 47");
  line.app()
      .add_option("--author", options.authors,
                  "Author of every document; may be repeated")
      ->allow_extra_args(false);
  line.app().add_option("--published-on", options.published_on,
                        "Date, 2021-01-18 or less exact");
  line.app().add_option("--said-on", options.said_on,
                        "Date of the event reported");
  line.app()
      .add_option("--window", options.loader.window_documents,
                  "Documents on their way at once")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  line.AddBytes("window-bytes", options.loader.window_bytes,
                "Bytes on their way at once");
  line.app()
      .add_option("--attempts", options.loader.attempts_max,
                  "Tries to reach an absent server")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  line.app().add_flag("--json", options.json,
                      "Print a JSON object for each document");
  line.app().add_flag("--quiet,-q", options.quiet, "Say only what failed");
  if (const auto exit_code = line.Parse(argc, argv)) return *exit_code;
  if (options.paths.empty() && options.watch.empty()) {
    std::fprintf(stderr,
                 "quoth-load: name files or folders, or - for standard input "
                 "(see --help)\n");
    return kUsage;
  }
  options.input.format = format == "jsonl"  ? InputFormat::kJsonl
                         : format == "file" ? InputFormat::kFile
                                            : InputFormat::kAuto;
  options.input.ids_from_content = ids == "content";
  options.input.metadata.set_outlet(outlet);
  options.input.metadata.set_language(language);
  if (!FillMetadata(options)) return kUsage;
  return Run(options);
}

}  // namespace quoth::load

int main(int argc, char** argv) {
  // A folder of that name is "./speakers".
  if (argc > 1 && std::strcmp(argv[1], "speakers") == 0) {
    return quoth::load::SpeakersMain(argc - 1, argv + 1);
  }
  // A folder of that name is ./topics.
  if (argc > 1 && std::string_view(argv[1]) == "topics") {
    return quoth::load::TopicsMain(argc - 1, argv + 1);
  }
  return quoth::load::Main(argc, argv);
}
