#include "ingest-service/tools/quoth_load/topics_command.h"

#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "quoth/v1/ingest_service.grpc.pb.h"
#include "service-kit/client/dial_config.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::load {
namespace {

constexpr char kPurpose[] =
    "Loads a SKOS vocabulary (Turtle or RDF/XML) into Quoth, beside the "
    "built-in topics or in their place.\n"
    "Whatever is loaded next is tagged with it; --retag tags what is stored "
    "already anew.";

constexpr char kExamples[] = R"(Examples:
  quoth-load topics mediatopics.ttl --retag       load it, tag stored documents anew
  quoth-load topics our.rdf --source our --check  say what would be loaded and skipped
  quoth-load topics our.rdf --without-builtin     use it in place of the built-in topics
  quoth-load topics --remove our --retag          take it away again
  quoth-load topics --promote topics/candidate.grain-corridor --broader topics/food-security
                                                  make a candidate a topic

Exit codes: 0 done, 1 refused and nothing changed, 2 wrong usage, 3 no server.)";

constexpr int kRefused = 1;
constexpr int kUsage = 2;
constexpr int kNoServer = 3;

struct Options {
  kit::DialOptions dial{.server = "127.0.0.1:7001"};
  std::string file;
  std::string source;
  std::string remove;
  std::string promote;
  std::string display_name;
  std::vector<std::string> synonyms;
  std::vector<std::string> broader;
  v1::TopicKind kind = v1::TOPIC_KIND_SUBJECT;
  bool without_builtin = false;
  bool check = false;
  bool retag = false;
};

int Failed(const grpc::Status& status) {
  const absl::Status error = kit::FromGrpc(status);
  std::fprintf(stderr, "quoth-load: %s\n", kit::DescribeStatus(error).c_str());
  return absl::IsUnavailable(error) ? kNoServer : kRefused;
}

// "Our Topics.ttl" -> "our-topics".
std::string SourceOfFile(const std::string& path) {
  std::string source;
  for (const char c : std::filesystem::path(path).stem().string()) {
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
    const bool kept = absl::ascii_isalnum(static_cast<unsigned char>(lower));
    if (kept) source += lower;
    if (!kept && !source.empty() && source.back() != '-') source += '-';
  }
  while (!source.empty() && source.back() == '-') source.pop_back();
  return source.substr(0, 63);
}

int Import(const Options& options, v1::IngestService::StubInterface& stub) {
  v1::ImportTopicsRequest request;
  if (!options.remove.empty()) {
    request.set_source(options.remove);
    request.set_remove(true);
  } else {
    std::ifstream in(options.file, std::ios::binary);
    if (!in) {
      std::fprintf(stderr, "quoth-load: cannot read %s\n",
                   options.file.c_str());
      return kUsage;
    }
    request.set_content({std::istreambuf_iterator<char>(in), {}});
    request.set_source(options.source.empty() ? SourceOfFile(options.file)
                                              : options.source);
    request.set_without_builtin(options.without_builtin);
    request.set_validate_only(options.check);
  }
  v1::ImportTopicsResponse response;
  grpc::ClientContext context;
  if (const grpc::Status status =
          stub.ImportTopics(&context, request, &response);
      !status.ok()) {
    return Failed(status);
  }
  for (const std::string& line : response.skipped()) {
    std::fprintf(stderr, "skipped: %s\n", line.c_str());
  }
  std::printf("%s %s: %u concepts (%u merged with others), %" PRIu64
              " skipped; %u topics and %" PRIu64 " labels now, version %s\n",
              options.check      ? "checked"
              : request.remove() ? "removed"
                                 : "loaded",
              request.source().c_str(), response.imported(), response.merged(),
              response.skipped_count(), response.topic_count(),
              response.labels(), response.vocabulary_version().c_str());
  return 0;
}

int Promote(const Options& options, v1::IngestService::StubInterface& stub) {
  v1::PromoteTopicRequest request;
  request.set_name(options.promote);
  request.set_display_name(options.display_name);
  request.set_kind(options.kind);
  for (const std::string& text : options.synonyms) {
    v1::TopicLabel& label = *request.add_synonyms();
    label.set_text(text);
    label.set_language("en");
  }
  for (const std::string& name : options.broader) request.add_broader(name);
  v1::PromoteTopicResponse response;
  grpc::ClientContext context;
  if (const grpc::Status status =
          stub.PromoteTopic(&context, request, &response);
      !status.ok()) {
    return Failed(status);
  }
  std::printf("promoted %s, version %s\n", response.topic().name().c_str(),
              response.vocabulary_version().c_str());
  return 0;
}

int Retag(v1::IngestService::StubInterface& stub) {
  v1::ReparseDocumentsRequest request;
  request.set_only_outdated(true);
  grpc::ClientContext context;
  const auto stream = stub.ReparseDocuments(&context, request);
  v1::ReparseDocumentsResponse progress;
  uint64_t said = 0;
  while (stream->Read(&progress)) {
    constexpr uint64_t kSayEvery = 1000;
    if (progress.done() < said + kSayEvery) continue;
    said = progress.done();
    std::fprintf(stderr, "%" PRIu64 " of %" PRIu64 " documents\n",
                 progress.done(), progress.total());
  }
  if (const grpc::Status status = stream->Finish(); !status.ok()) {
    return Failed(status);
  }
  std::printf("tagged anew: %" PRIu64 " documents changed, %" PRIu64
              " failed\n",
              progress.changed(), progress.failed());
  return progress.failed() > 0 ? kRefused : 0;
}

}  // namespace

int TopicsMain(int argc, char** argv) {
  Options options;
  kit::CommandLine line("quoth-load topics", kPurpose, kExamples);
  kit::AddDialOptions(line, options.dial, "QUOTH_INGEST");
  CLI::App& app = line.app();
  app.add_option("file", options.file, "SKOS file")->type_name("FILE");
  app.add_option("--source", options.source,
                 "Whose vocabulary it is; a later import of the same source "
                 "replaces it. From the file's name unless given");
  app.add_flag("--without-builtin", options.without_builtin,
               "Set the built-in topics aside while this import stands");
  app.add_flag("--check", options.check,
               "Only say what would be loaded and skipped");
  app.add_option("--remove", options.remove, "Take this source away again");
  app.add_option("--promote", options.promote, "Make this candidate a topic")
      ->type_name("topics/SLUG");
  app.add_option("--display-name", options.display_name,
                 "Preferred label of the promoted topic");
  app.add_option("--synonym", options.synonyms,
                 "Another label of the promoted topic; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--broader", options.broader,
                 "Topic above the promoted one; may be repeated")
      ->allow_extra_args(false);
  const std::map<std::string, v1::TopicKind> kinds = {
      {"subject", v1::TOPIC_KIND_SUBJECT},
      {"entity", v1::TOPIC_KIND_ENTITY},
      {"event", v1::TOPIC_KIND_EVENT}};
  app.add_option("--kind", options.kind, "What the promoted topic is")
      ->transform(CLI::CheckedTransformer(kinds));
  app.add_flag("--retag", options.retag,
               "Then tag stored documents of another vocabulary anew");
  if (const auto exit_code = line.Parse(argc, argv)) return *exit_code;
  const int orders = !options.file.empty() + !options.remove.empty() +
                     !options.promote.empty();
  if (orders > 1 || (orders == 0 && !options.retag)) {
    std::fprintf(stderr,
                 "quoth-load: name one file, or --remove, or --promote, or "
                 "--retag alone (see --help)\n");
    return kUsage;
  }
  const auto channel = kit::Dial(options.dial);
  if (!channel.ok()) {
    std::fprintf(stderr, "quoth-load: %s\n",
                 kit::DescribeStatus(channel.status()).c_str());
    return kUsage;
  }
  const auto stub = v1::IngestService::NewStub(*channel);
  int code = 0;
  if (!options.promote.empty()) {
    code = Promote(options, *stub);
  } else if (orders == 1) {
    code = Import(options, *stub);
  }
  if (code == 0 && options.retag && !options.check) code = Retag(*stub);
  return code;
}

}  // namespace quoth::load
