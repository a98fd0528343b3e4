// Prints the statements of attribution as JSON Lines, for the scoring scripts
// of the corpora.
//
//   attribution_eval [--weights=attribution.weights] [--only=rules|model]
//       dev.jsonl > predictions.jsonl
//
// --only measures one of the two sources of statements without the other.
#include <cstdio>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "ingest-service/parse/attribution/attribute_with.h"
#include "tests/eval/corpus.h"
#include "tests/eval/stages.h"

namespace quoth::eval {
namespace {

using namespace quoth::parse;
using nlohmann::json;

constexpr std::string_view kKinds[] = {"direct", "mixed", "indirect", "turn"};

json ToJson(const Staged& staged, const Attribution& a,
            const CodePoints& points) {
  const std::string_view text = staged.decoded.text;
  const auto source = [&](Range range) {
    return staged.decoded.map.available() ? staged.decoded.map.ToSource(range)
                                          : range;
  };
  json q;
  json spans = json::array();
  std::string content;
  for (Range span : a.spans) {
    const Range range = source(span);
    spans.push_back(
        {points.FromBytes(range.begin), points.FromBytes(range.end)});
    if (!content.empty()) content += " ";
    content += span.of(text);
  }
  q["start"] = spans.front()[0];
  q["end"] = spans.back()[1];
  q["spans"] = std::move(spans);
  q["content"] = std::move(content);
  q["kind"] = kKinds[static_cast<int>(a.kind)];
  constexpr std::string_view kActs[] = {"speech", "belief", "plan", "question"};
  q["act"] = kActs[static_cast<int>(a.act)];
  q["cue"] = a.cue.of(text);
  q["confidence"] = a.confidence;
  q["rule"] = a.rule;
  if (!a.source.empty()) {
    const Range range = source(a.source);
    q["speaker_start"] = points.FromBytes(range.begin);
    q["speaker_end"] = points.FromBytes(range.end);
    q["speaker_text"] = a.source.of(text);
  }
  if (a.chain != kNone) {
    q["speaker_canonical"] = staged.mentions.chains[a.chain].name;
  }
  return q;
}

int Main(int argc, char** argv) {
  std::string weights, lexicon = "ingest-service/lexicon", path;
  Parts parts;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg.rfind("--weights=", 0) == 0) {
      weights = arg.substr(10);
    } else if (arg == "--only=rules") {
      parts.model = false;
    } else if (arg == "--only=model") {
      parts.rules = false;
    } else if (arg.rfind("--lexicon=", 0) == 0) {
      lexicon = arg.substr(10);
    } else {
      path = arg;
    }
  }
  const auto corpus = ReadCorpus(path);
  const auto lexicons = LoadLexicons(
      lexicon, weights.empty() ? lexicon + "/attribution.weights" : weights);
  if (!corpus.ok() || !lexicons.ok()) {
    std::cerr << corpus.status() << "\n" << lexicons.status() << "\n";
    return 1;
  }
  double seconds = 0, attribution_seconds = 0;
  std::size_t size = 0;
  for (const GoldDocument& document : *corpus) {
    const std::clock_t begin = std::clock();
    Staged staged = RunStages(document.text, **lexicons);
    const std::clock_t middle = std::clock();
    const Attributions found = AttributeWith(
        staged.decoded, staged.layout, staged.metadata, staged.sentences,
        staged.mentions, (*lexicons)->attribution_model(), (*lexicons)->cues(),
        staged.issues, parts);
    const std::clock_t end = std::clock();
    seconds += double(end - begin) / CLOCKS_PER_SEC;
    attribution_seconds += double(end - middle) / CLOCKS_PER_SEC;
    size += document.text.size();
    const CodePoints points(document.text);
    json line;
    line["id"] = document.id;
    line["quotes"] = json::array();
    for (const Attribution& a : found.statements) {
      line["quotes"].push_back(ToJson(staged, a, points));
    }
    std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace)
              << "\n";
  }
  std::fprintf(stderr, "%.2f MB/s, attribution alone %.2f MB/s\n",
               size / 1e6 / seconds, size / 1e6 / attribution_seconds);
  return 0;
}

}  // namespace
}  // namespace quoth::eval

int main(int argc, char** argv) { return quoth::eval::Main(argc, argv); }
