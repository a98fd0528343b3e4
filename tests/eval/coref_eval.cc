// How well sources are resolved to speakers when the sources are given: the
// mentions stage alone.
//
//   coref_eval FILE.jsonl             figures by the kind of source
//   coref_eval --train OUT FILE.jsonl  fits pronouns.weights on FILE
//   coref_eval --wrong N FILE.jsonl    prints N wrong decisions too
//   coref_eval --speed N FILE.jsonl    MB/s of the stages over N rounds
//
// FILE has one document a line: {"text", "quotes": [{"speaker_start",
// "speaker_end" (code points), "speaker_kind", "speaker_canonical"}]}. Right is
// the same last name as the gold's, accents and case aside.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/mentions/find_mentions.h"
#include "ingest-service/parse/mentions/word_hash.h"
#include "ingest-service/parse/sentences/sentences.h"
#include "quoth_lexicon_data.h"

namespace quoth::parse {
namespace {

struct Gold {
  Range span;
  std::string kind;
  std::string canonical;
};

struct Sample {
  DecodedDocument document;
  Layout layout;
  std::vector<Gold> golds;
};

// Paragraphs are what empty lines part.
Layout Paragraphs(std::string_view text) {
  Layout layout;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find("\n\n", at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t begin = at;
    std::size_t stop = end;
    while (begin < stop && static_cast<unsigned char>(text[begin]) <= ' ')
      ++begin;
    while (stop > begin && static_cast<unsigned char>(text[stop - 1]) <= ' ')
      --stop;
    if (stop > begin) {
      Block block;
      block.range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(stop)};
      layout.blocks.push_back(block);
    }
    at = end + 2;
  }
  return layout;
}

std::vector<uint32_t> BytesOfCodePoints(std::string_view text) {
  std::vector<uint32_t> bytes;
  for (uint32_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80)
      bytes.push_back(i);
  }
  bytes.push_back(static_cast<uint32_t>(text.size()));
  return bytes;
}

std::vector<Sample> Read(const char* path) {
  std::vector<Sample> samples;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json json = nlohmann::json::parse(line);
    Sample sample;
    sample.document.text = json["text"];
    sample.layout = Paragraphs(sample.document.text);
    const auto bytes = BytesOfCodePoints(sample.document.text);
    for (const auto& quote : json["quotes"]) {
      if (!quote.contains("speaker_start") || quote["speaker_start"].is_null())
        continue;
      Gold gold;
      gold.span = {bytes[quote["speaker_start"].get<std::size_t>()],
                   bytes[quote["speaker_end"].get<std::size_t>()]};
      gold.kind = quote.value("speaker_kind", "");
      gold.canonical = quote.value("speaker_canonical", "");
      sample.golds.push_back(gold);
    }
    samples.push_back(std::move(sample));
  }
  return samples;
}

// As score.py: the last word, without suffixes and possessive.
std::string LastName(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  auto flush = [&] {
    while (!word.empty() &&
           (word.back() == '.' || word.back() == '\'' || word.back() == '-'))
      word.pop_back();
    if (word.ends_with("'s")) word.resize(word.size() - 2);
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (char c : FoldWord(name)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = std::isalnum(byte) || byte >= 128;
    if (letter || (!word.empty() && (c == '\'' || c == '-' || c == '.'))) {
      word += c;
    } else {
      flush();
    }
  }
  flush();
  while (words.size() > 1 && (words.back() == "jr" || words.back() == "sr" ||
                              words.back() == "ii" || words.back() == "iii" ||
                              words.back() == "iv"))
    words.pop_back();
  return words.empty() ? "" : words.back();
}

// The mention that a source span means: the first and outermost one, leaving
// out possessors ("Carter's press secretary").
int32_t MentionOf(const Mentions& mentions, std::string_view text,
                  const Gold& gold) {
  int32_t first = kNone;
  for (std::size_t i = 0; i < mentions.mentions.size(); ++i) {
    const Mention& mention = mentions.mentions[i];
    if (mention.range.begin >= gold.span.end) break;
    if (!mention.range.overlaps(gold.span)) continue;
    if (gold.kind == "pronoun" && mention.form != MentionForm::kPronoun) {
      continue;
    }
    if (first == kNone) first = static_cast<int32_t>(i);
    const std::string_view after = text.substr(mention.range.end, 4);
    const bool possessor = mention.range.end + 3 < gold.span.end &&
                           (after.starts_with("'s") || after.starts_with("’"));
    if (!possessor) return static_cast<int32_t>(i);
  }
  return first;
}

struct Tally {
  int all = 0;
  int right = 0;
  int missing = 0;
};

// Softmax over the candidates of each pronoun that has a gold antecedent.
struct Example {
  std::vector<PronounFeatures> features;
  std::vector<bool> right;
};

PronounFeatures Fit(const std::vector<Example>& examples) {
  PronounFeatures weights{};
  std::array<double, kPronounFeatures> w{};
  std::array<double, kPronounFeatures> sum{};
  std::mt19937 random(7);
  std::vector<std::size_t> order(examples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  long steps = 0;
  for (int epoch = 0; epoch < 40; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    const double rate = 0.1 / (1.0 + 0.2 * epoch);
    for (std::size_t which : order) {
      const Example& example = examples[which];
      std::vector<double> score(example.features.size());
      double top = -1e9;
      for (std::size_t c = 0; c < score.size(); ++c) {
        for (std::size_t f = 0; f < kPronounFeatures; ++f)
          score[c] += w[f] * example.features[c][f];
        top = std::max(top, score[c]);
      }
      double total = 0;
      double good = 0;
      for (std::size_t c = 0; c < score.size(); ++c) {
        score[c] = std::exp(score[c] - top);
        total += score[c];
        if (example.right[c]) good += score[c];
      }
      if (good <= 0) continue;
      for (std::size_t c = 0; c < score.size(); ++c) {
        const double gradient =
            (example.right[c] ? score[c] / good : 0.0) - score[c] / total;
        for (std::size_t f = 0; f < kPronounFeatures; ++f) {
          if (example.features[c][f] != 0)
            w[f] += rate * gradient * example.features[c][f];
        }
      }
      for (std::size_t f = 0; f < kPronounFeatures; ++f)
        w[f] *= 1.0 - rate * 1e-4;
      if (epoch >= 10) {
        for (std::size_t f = 0; f < kPronounFeatures; ++f) sum[f] += w[f];
        ++steps;
      }
    }
  }
  for (std::size_t f = 0; f < kPronounFeatures; ++f)
    weights[f] = static_cast<float>(steps > 0 ? sum[f] / steps : 0);
  return weights;
}

void Write(const char* path, const PronounFeatures& weights,
           std::size_t examples) {
  std::ofstream out(path);
  out << "# Ranking of the antecedents of pronouns: feature and weight. Made "
         "by\n"
         "# tests/eval/coref_eval --train from "
      << examples << " pronouns.\n";
  for (std::size_t f = 0; f < kPronounFeatures; ++f) {
    char line[100];
    std::snprintf(line, sizeof line, "%s %.4f\n",
                  std::string(PronounModel::FeatureName(f)).c_str(),
                  weights[f]);
    out << line;
  }
}

int Run(int argc, char** argv) {
  const char* train = nullptr;
  const char* file = nullptr;
  int wrong = 0;
  int speed = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--train" && i + 1 < argc) {
      train = argv[++i];
    } else if (arg == "--wrong" && i + 1 < argc) {
      wrong = std::atoi(argv[++i]);
    } else if (arg == "--speed" && i + 1 < argc) {
      speed = std::atoi(argv[++i]);
    } else {
      file = argv[i];
    }
  }
  if (file == nullptr) {
    std::fprintf(
        stderr,
        "usage: coref_eval [--train OUT | --wrong N | --speed N] FILE.jsonl\n");
    return 2;
  }
  const auto lexicons = Lexicons::Load(
      [](std::string_view name) -> absl::StatusOr<std::string_view> {
        // Not needed here, and megabytes.
        if (name == "attribution.weights") {
          return absl::NotFoundError("not needed");
        }
        const std::string_view data = lexicon::EmbeddedFile(name);
        if (data.data() == nullptr)
          return absl::NotFoundError(std::string(name));
        return data;
      });
  if (!lexicons.ok()) {
    std::fprintf(stderr, "%s\n",
                 std::string(lexicons.status().message()).c_str());
    return 1;
  }
  const std::vector<Sample> samples = Read(file);
  std::map<std::string, Tally> tallies;
  std::vector<Example> examples;
  std::size_t bytes = 0;
  double seconds = 0;
  for (const Sample& sample : samples) {
    Issues issues;
    std::vector<PronounChoice> choices;
    const std::clock_t start = std::clock();
    Mentions mentions;
    for (int round = 0; round < std::max(1, speed); ++round) {
      const Sentences sentences =
          SplitSentences(sample.document, sample.layout, issues);
      mentions = FindMentionsObserved(
          sample.document, sample.layout, {}, sentences, **lexicons,
          train == nullptr ? PronounObserver()
                           : [&](const PronounChoice& choice) {
                               choices.push_back(choice);
                             });
    }
    seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    bytes += sample.document.text.size() * std::max(1, speed);
    std::map<uint32_t, const PronounChoice*> by_mention;
    for (const PronounChoice& choice : choices)
      by_mention[mentions.mentions[choice.mention].range.begin] = &choice;
    for (const Gold& gold : sample.golds) {
      if (gold.canonical.empty()) continue;
      const std::string want = LastName(gold.canonical);
      const int32_t index = MentionOf(mentions, sample.document.text, gold);
      std::string got;
      std::string_view rule = "none";
      if (index != kNone) {
        const Mention& mention = mentions.mentions[index];
        rule = mention.chain_rule;
        if (mention.chain != kNone) got = mentions.chains[mention.chain].name;
        const auto choice = by_mention.find(mention.range.begin);
        if (gold.kind == "pronoun" && choice != by_mention.end()) {
          Example example;
          bool any = false;
          for (std::size_t c = 0; c < choice->second->candidates.size(); ++c) {
            const bool right =
                LastName(mentions.chains[choice->second->candidates[c]].name) ==
                want;
            example.features.push_back(choice->second->features[c]);
            example.right.push_back(right);
            any |= right;
          }
          if (any) examples.push_back(std::move(example));
        }
      }
      for (const std::string& key : {std::string("overall"), gold.kind}) {
        Tally& tally = tallies[key];
        ++tally.all;
        tally.right += LastName(got) == want;
        tally.missing += got.empty();
      }
      if (LastName(got) != want && wrong > 0) {
        --wrong;
        const uint32_t from = gold.span.begin > 150 ? gold.span.begin - 150 : 0;
        std::printf(
            "--- %s want %s got %s (%.*s)\n  ...%s >>%s<<\n", gold.kind.c_str(),
            gold.canonical.c_str(), got.c_str(), static_cast<int>(rule.size()),
            rule.data(),
            sample.document.text.substr(from, gold.span.begin - from).c_str(),
            std::string(gold.span.of(sample.document.text)).c_str());
      }
    }
  }
  for (const auto& [kind, tally] : tallies) {
    std::printf("%-10s %5d of %5d = %.3f  (no chain: %d)\n", kind.c_str(),
                tally.right, tally.all,
                static_cast<double>(tally.right) / tally.all, tally.missing);
  }
  std::printf("sentences and mentions: %.1f MB/s\n",
              static_cast<double>(bytes) / seconds / 1e6);
  if (train != nullptr) {
    Write(train, Fit(examples), examples.size());
    std::printf("trained on %zu pronouns\n", examples.size());
  }
  return 0;
}

}  // namespace
}  // namespace quoth::parse

int main(int argc, char** argv) { return quoth::parse::Run(argc, argv); }
