// How fast the parser is, and how much memory it takes: for each corpus MB/s of
// processor time as a whole and the share of each stage, and the highest
// resident size while it ran (of which the knowledge is named first).
//
//   parse_bench [--shared=../shared] [--rounds=3] [--made-bytes=8388608]
//               [--only=NAME,...] [--once=NAME]
//
// Processor time, not the clock on the wall: other programs may run. Of the
// rounds the best counts. `--once` runs one corpus once and prints nothing:
// what `valgrind --tool=callgrind` is to look at.
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>

#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/parse/record/record.h"
#include "tests/bench/parse/corpora.h"

namespace quoth::bench {
namespace {

constexpr std::array<const char*, 9> kStages = {"decode", "blocks", "meta",
                                                "sent",   "ment",   "attr",
                                                "speak",  "topic",  "record"};

double CpuSeconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

// The kernel keeps a high-water mark that "5" resets to what is resident now.
void ResetPeak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
}

double PeakMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) {
      return std::strtod(line.c_str() + 6, nullptr) / 1024;
    }
  }
  return 0;
}

struct Times {
  std::array<double, kStages.size()> stage{};
  std::size_t statements = 0;
  double all() const {
    double sum = 0;
    for (double s : stage) sum += s;
    return sum;
  }
};

// The order of pipeline.cc, with a look at the clock after each stage.
void ParseOne(const std::string& text, const parse::Knowledge& k,
              Times& times) {
  std::size_t stage = 0;
  double before = CpuSeconds();
  const auto next = [&] {
    const double now = CpuSeconds();
    times.stage[stage++] += now - before;
    before = now;
  };
  parse::ParsedDocument d;
  d.decoded =
      parse::Decode({text, "", "a.txt"}, parse::DecodeLimits{}, d.issues);
  next();
  d.layout = parse::SplitBlocks(d.decoded, d.issues);
  next();
  d.metadata = parse::ReadMetadata(d.decoded, d.layout, {}, d.issues);
  next();
  d.sentences = parse::SplitSentences(d.decoded, d.layout, d.issues);
  next();
  d.mentions = parse::FindMentions(d.decoded, d.layout, d.metadata, d.sentences,
                                   *k.lexicons);
  next();
  d.attributions =
      parse::Attribute(d.decoded, d.layout, d.metadata, d.sentences, d.mentions,
                       *k.lexicons, d.issues);
  next();
  d.speakers = parse::ResolveSpeakers(d.decoded, d.metadata, d.mentions,
                                      d.attributions, *k.lexicons);
  next();
  d.topics = parse::TagTopics(d.decoded, d.layout, d.metadata, d.mentions,
                              d.attributions, *k.vocabulary);
  next();
  parse::RecordContext context;
  context.document_id = "bench";
  const auto record = parse::BuildRecord(d, *k.vocabulary, context);
  times.statements += static_cast<std::size_t>(record.statements_size());
  next();
}

void Measure(const Corpus& corpus, const parse::Knowledge& k, int rounds) {
  std::size_t bytes = 0;
  for (const std::string& text : corpus.texts) bytes += text.size();
  if (bytes == 0) return;
  ResetPeak();
  const double before = PeakMegabytes();
  Times best;
  for (int i = 0; i < rounds; ++i) {
    Times times;
    for (const std::string& text : corpus.texts) ParseOne(text, k, times);
    if (i == 0 || times.all() < best.all()) best = times;
  }
  std::printf("%-15s %8.2f %7zu %7zu %7.2f %7.0f %6.0f ", corpus.name.c_str(),
              static_cast<double>(bytes) / 1e6, corpus.texts.size(),
              best.statements, static_cast<double>(bytes) / 1e6 / best.all(),
              PeakMegabytes() - before, PeakMegabytes());
  for (double s : best.stage) std::printf(" %6.1f", 100 * s / best.all());
  std::printf("\n");
  std::fflush(stdout);
}

std::string Flag(int argc, char** argv, std::string_view name,
                 std::string fallback) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg.substr(0, name.size()) == name && arg.size() > name.size() &&
        arg[name.size()] == '=') {
      return std::string(arg.substr(name.size() + 1));
    }
  }
  return fallback;
}

// Made when it is its turn, so that no corpus weighs on another's memory.
struct Row {
  std::string name;
  std::function<std::vector<std::string>()> texts;
  bool once = false;  // Long: one round.
};

std::vector<Row> Rows(const std::string& shared, std::size_t made_bytes) {
  const std::string corpora = shared + "/corpora/";
  const auto lines = [=](const char* file, std::size_t most = 0) {
    return [=] { return TextsOf(corpora + file, most); };
  };
  const auto long_text = [=](const char* file) {
    return [=]() -> std::vector<std::string> {
      return {OneLongText(TextsOf(corpora + file), made_bytes)};
    };
  };
  std::vector<Row> rows = {
      {"polnear-slice", lines("polnear/train.jsonl", 60)},
      {"polnear-dev", lines("polnear/dev.jsonl")},
      {"polnear-train", lines("polnear/train.jsonl")},
      {"litbank", lines("litbank/all.jsonl")},
      {"wikinews-de", lines("wikinews_de/dev.jsonl")},
      {"seeds", [=] { return FilesOf(shared + "/seeds"); }},
      {"long-polnear", long_text("polnear/train.jsonl"), true},
      {"long-litbank", long_text("litbank/all.jsonl"), true},
  };
  for (const std::string& name : MadeNames()) {
    rows.push_back({name,
                    [=]() -> std::vector<std::string> {
                      return {MadeText(name, made_bytes)};
                    },
                    true});
  }
  return rows;
}

bool Listed(const std::string& names, const std::string& name) {
  return names.empty() ||
         ("," + names + ",").find("," + name + ",") != std::string::npos;
}

int Run(int argc, char** argv) {
  const std::string shared = Flag(argc, argv, "--shared", "../shared");
  const std::string once = Flag(argc, argv, "--once", "");
  const std::string only = Flag(argc, argv, "--only", "");
  const int rounds = std::max(1, std::stoi(Flag(argc, argv, "--rounds", "3")));
  const std::size_t made_bytes =
      std::stoul(Flag(argc, argv, "--made-bytes", "8388608"));
  const auto knowledge = ingest::LoadKnowledge({});
  if (!knowledge.ok()) {
    std::cerr << knowledge.status().message() << "\n";
    return 1;
  }
  if (!once.empty()) {
    for (const Row& row : Rows(shared, made_bytes)) {
      if (row.name != once) continue;
      Times times;
      for (const std::string& text : row.texts()) {
        ParseOne(text, knowledge->view(), times);
      }
    }
    return 0;
  }
  std::printf("%-15s %8s %7s %7s %7s %7s %6s ", "corpus", "MB", "docs", "stmts",
              "MB/s", "+MiB", "MiB");
  for (const char* stage : kStages) std::printf(" %5s%%", stage);
  std::printf("\n");
  for (const Row& row : Rows(shared, made_bytes)) {
    if (!Listed(only, row.name)) continue;
    Measure({row.name, row.texts()}, knowledge->view(), row.once ? 1 : rounds);
  }
  return 0;
}

}  // namespace
}  // namespace quoth::bench

int main(int argc, char** argv) { return quoth::bench::Run(argc, argv); }
