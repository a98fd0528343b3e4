// How fast vocabularies load and statements are tagged, one core. Text is made
// up of labels and common words at the rate that news has (one label in about
// fifteen words). EuroVoc is used where it lies beside the repository.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"
#include "quoth_vocabulary_data.h"

namespace {

using namespace quoth::parse;  // NOLINT: a program of one page.

std::string EuroVoc() {
  const char* dir = std::getenv("QUOTH_SOURCE_DIR");
  const auto path = std::filesystem::path(dir == nullptr ? "." : dir) / ".." /
                    "shared" / "topics" / "eurovoc.ttl";
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<const Vocabulary> Load(const std::string& extra) {
  std::vector<VocabularySource> sources;
  VocabularyOptions options;
  for (const auto& file : quoth::vocabulary::EmbeddedFiles()) {
    if (file.name.ends_with(".ttl")) {
      sources.push_back({file.name, file.contents, false});
    }
  }
  options.common_words = quoth::vocabulary::EmbeddedFile("common_words.tsv");
  if (!extra.empty()) sources.push_back({"eurovoc.ttl", extra, true});
  auto built = Vocabulary::Build(sources, options, nullptr);
  return built.ok() ? *std::move(built) : nullptr;
}

struct Sample {
  DecodedDocument document;
  Layout layout;
  Metadata metadata;
  Mentions mentions;
  Attributions attributions;
};

Sample MakeSample(const Vocabulary& vocabulary, std::size_t bytes) {
  constexpr const char* kFiller[] = {
      "the",    "minister", "said",     "that", "we",   "have",     "not",
      "seen",   "any",      "proposal", "from", "our",  "partners", "on",
      "this",   "matter",   "and",      "will", "wait", "until",    "they",
      "answer", "by",       "next",     "week"};
  Sample sample;
  std::string& text = sample.document.text;
  uint32_t random = 12345;
  while (text.size() < bytes) {
    const auto begin = static_cast<uint32_t>(text.size());
    for (int word = 0; word < 60; ++word) {
      random = random * 1664525 + 1013904223;
      if (random >> 28 == 0) {
        text += vocabulary.at((random >> 8) % vocabulary.size()).preferred;
      } else {
        text += kFiller[(random >> 8) % std::size(kFiller)];
      }
      text += word % 20 == 19 ? ". " : " ";
    }
    Block block;
    block.range = {begin, static_cast<uint32_t>(text.size())};
    sample.layout.blocks.push_back(block);
    // A statement a paragraph, two thirds of it.
    Attribution statement;
    statement.block = static_cast<uint32_t>(sample.layout.blocks.size()) - 1;
    statement.spans.push_back({begin, begin + block.range.size() / 3 * 2});
    sample.attributions.statements.push_back(statement);
    text += "\n\n";
  }
  sample.metadata.language = "en";
  return sample;
}

void Tag(benchmark::State& state, const std::string& extra) {
  const auto vocabulary = Load(extra);
  if (vocabulary == nullptr) return state.SkipWithError("no vocabulary");
  const Sample sample = MakeSample(*vocabulary, 1 << 20);
  for (auto _ : state) {
    benchmark::DoNotOptimize(TagTopics(sample.document, sample.layout,
                                       sample.metadata, sample.mentions,
                                       sample.attributions, *vocabulary));
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(sample.document.text.size()));
}

void BM_TagWithOurs(benchmark::State& state) { Tag(state, ""); }
BENCHMARK(BM_TagWithOurs)->Unit(benchmark::kMillisecond);

void BM_TagWithEuroVoc(benchmark::State& state) {
  const std::string eurovoc = EuroVoc();
  if (eurovoc.empty()) return state.SkipWithError("no EuroVoc");
  Tag(state, eurovoc);
}
BENCHMARK(BM_TagWithEuroVoc)->Unit(benchmark::kMillisecond);

void BM_LoadOurs(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Load(""));
}
BENCHMARK(BM_LoadOurs)->Unit(benchmark::kMillisecond);

void BM_LoadWithEuroVoc(benchmark::State& state) {
  const std::string eurovoc = EuroVoc();
  if (eurovoc.empty()) return state.SkipWithError("no EuroVoc");
  for (auto _ : state) benchmark::DoNotOptimize(Load(eurovoc));
}
BENCHMARK(BM_LoadWithEuroVoc)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
