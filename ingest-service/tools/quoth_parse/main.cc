// quoth-parse: documents in, statements out, without any service.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/parse/blocks/body_text.h"
#include "ingest-service/parse/dump/dump.h"
#include "ingest-service/parse/record/record.h"
#include "ingest-service/tools/quoth_parse/input.h"
#include "ingest-service/tools/quoth_parse/json_output.h"
#include "ingest-service/tools/quoth_parse/page_output.h"

namespace quoth::tools {
namespace {

constexpr char kDescription[] =
    "Parses documents into statements: who said what, about what, when.\n"
    "Reads files, folders, *.gz or standard input ('-'); prints a readable "
    "page,\n"
    "or one line of JSON for each document with --jsonl.\n\n"
    "Examples:\n"
    "  quoth-parse interview.txt\n"
    "  quoth-parse --explain report.html\n"
    "  quoth-parse --jsonl news/ > statements.jsonl\n"
    "  quoth-parse --input=jsonl --jsonl corpus.jsonl\n"
    "  quoth-parse --stop-after=blocks report.md\n";

struct Options {
  std::vector<std::string> paths;
  ingest::KnowledgeOptions knowledge;
  InputForm form = InputForm::kDocuments;
  std::string type;
  std::string stage;
  bool jsonl = false;
  bool body = false;
  bool stats = false;
  JsonOptions json;
  PageOptions page;
};

void AddFlags(CLI::App& app, Options& o) {
  app.add_option("paths", o.paths, "Files, folders or '-' (standard input)")
      ->default_str("-");
  app.add_flag("--jsonl", o.jsonl, "Print one line of JSON for each document");
  app.add_option("--input", o.form,
                 "What the paths hold: 'documents' or 'jsonl' "
                 "({\"id\",\"text\"} a line)")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, InputForm>{{"documents", InputForm::kDocuments},
                                           {"jsonl", InputForm::kJsonLines}}))
      ->default_str("documents");
  app.add_option("--type", o.type,
                 "MIME type of the input; found by content when absent");
  app.add_option("--stop-after", o.stage,
                 "Print this stage's result: decode, blocks, metadata, "
                 "sentences, mentions, attribution, speakers, topics, record")
      ->check([](const std::string& name) {
        return parse::StageByName(name) ? std::string()
                                        : "no stage '" + name + "'";
      });
  app.add_flag("--body", o.body, "Print the article's text only");
  app.add_flag("--with-text", o.json.with_text,
               "Add the normalised text to the JSON");
  app.add_flag("!--text-offsets", o.json.source_offsets,
               "JSON offsets in the normalised text, not in the input");
  app.add_flag("--explain", o.page.explain, "Print why, under each statement");
  app.add_option("--width", o.page.width, "Columns of the page")
      ->check(CLI::Range(20, 1000))
      ->capture_default_str();
  app.add_option("--lexicon", o.knowledge.lexicon_dir,
                 "Folder with lexicon files that replace the built-in ones");
  app.add_option("--topics", o.knowledge.topic_files,
                 "SKOS file(s) to use beside the built-in vocabulary");
  app.add_flag("--only-topics", o.knowledge.without_builtin_topics,
               "Use only the files of --topics");
  app.add_flag("--stats", o.stats,
               "Print documents, bytes and MB/s to standard error");
}

// A page goes by its file's name without the ending, as body scorers have it.
std::string PageId(std::string id) {
  for (const std::string_view ending : {".html", ".htm", ".xhtml"}) {
    if (id.ends_with(ending)) {
      id.resize(id.size() - ending.size());
      break;
    }
  }
  return id;
}

std::string Output(const Options& o, const ingest::LoadedKnowledge& knowledge,
                   const InputDocument& input) {
  const parse::SourceDocument source{input.bytes, input.type, input.file_name};
  const auto stage =
      o.stage.empty() ? parse::Stage::kRecord : *parse::StageByName(o.stage);
  const parse::Stage last = o.body ? parse::Stage::kBlocks : stage;
  const parse::ParsedDocument document =
      parse::ParseDocument(source, input.metadata, knowledge.view(), last);
  if (o.body) {
    const std::string body = parse::BodyText(document.decoded, document.layout);
    return o.jsonl ? BodyLine(PageId(input.id), body) + "\n" : body + "\n";
  }
  if (!o.stage.empty() && stage != parse::Stage::kRecord) {
    return "== " + input.id + "\n" +
           parse::DumpStage(document, stage, knowledge.view());
  }
  parse::RecordContext context;
  context.document_id = input.id;
  context.source_size_bytes = input.bytes.size();
  const quoth::v1::DocumentPut record =
      parse::BuildRecord(document, *knowledge.vocabulary, context);
  if (!o.stage.empty()) return "== " + input.id + "\n" + record.DebugString();
  if (o.jsonl)
    return JsonLine(input.id, input.bytes, document, record, o.json) + "\n";
  std::vector<quoth::v1::Explanation> explanations;
  if (o.page.explain) {
    explanations =
        parse::ExplainStatements(document, *knowledge.vocabulary, record);
  }
  return Page(input.id, document, record, explanations, o.page);
}

int Run(const Options& o) {
  absl::StatusOr<ingest::LoadedKnowledge> knowledge =
      ingest::LoadKnowledge(o.knowledge);
  if (!knowledge.ok()) {
    std::cerr << "quoth-parse: " << knowledge.status().message() << "\n";
    return 2;
  }
  if (!o.knowledge.topic_files.empty() || o.stats) {
    std::cerr << knowledge->vocabulary_report.ToString();
  }
  uint64_t documents = 0;
  uint64_t bytes = 0;
  std::chrono::steady_clock::duration spent{};
  const absl::Status status =
      ReadInput(o.paths, o.form, o.type, [&](InputDocument input) {
        const auto begin = std::chrono::steady_clock::now();
        const std::string output = Output(o, *knowledge, input);
        spent += std::chrono::steady_clock::now() - begin;
        ++documents;
        bytes += input.bytes.size();
        std::cout.write(output.data(),
                        static_cast<std::streamsize>(output.size()));
        return static_cast<bool>(std::cout);
      });
  std::cout.flush();
  if (o.stats) {
    const double seconds = std::chrono::duration<double>(spent).count();
    std::cerr << absl::StreamFormat(
        "%d documents, %d bytes, %.3f s, %.2f MB/s\n", documents, bytes,
        seconds, seconds > 0 ? bytes / seconds / 1e6 : 0.0);
  }
  if (!status.ok()) {
    std::cerr << "quoth-parse: " << status.message() << "\n";
    return 1;
  }
  return std::cout ? 0 : 1;
}

}  // namespace
}  // namespace quoth::tools

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  CLI::App app(quoth::tools::kDescription, "quoth-parse");
  app.set_version_flag("--version", std::string(quoth::parse::kParserVersion));
  quoth::tools::Options options;
  quoth::tools::AddFlags(app, options);
  CLI11_PARSE(app, argc, argv);
  if (options.paths.empty()) options.paths = {"-"};
  return quoth::tools::Run(options);
}
