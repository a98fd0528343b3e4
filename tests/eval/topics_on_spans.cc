// Tags the statements of a gold file by themselves, so that topics can be
// measured without the stages before them: spans, speakers, headings and
// questions are the gold ones.
//
//   topics_on_spans VOCABULARY_DIR GOLD.json [EXTRA.ttl ...] > PRED.jsonl
//
// GOLD.json is laid out as ../shared/seeds/expected.json; its documents are
// read from the same folder.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ingest-service/parse/topics/topics.h"
#include "ingest-service/parse/topics/vocabulary.h"

namespace {

using nlohmann::json;
using namespace quoth::parse;  // NOLINT: a tool of one page.

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Byte offset of every code point, and the end.
std::vector<uint32_t> ByteOffsets(const std::string& text) {
  std::vector<uint32_t> offsets;
  for (uint32_t k = 0; k < text.size(); ++k) {
    if ((static_cast<uint8_t>(text[k]) & 0xC0) != 0x80) offsets.push_back(k);
  }
  offsets.push_back(static_cast<uint32_t>(text.size()));
  return offsets;
}

// Paragraphs between blank lines.
Layout Paragraphs(const std::string& text) {
  Layout layout;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find("\n\n", at);
    if (end == std::string::npos) end = text.size();
    Block block;
    block.range = {static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    if (!block.range.empty()) layout.blocks.push_back(block);
    at = end + 2;
  }
  return layout;
}

// The last block before `before` that holds the words, or -1.
int32_t BlockWith(const Layout& layout, const std::string& text,
                  const std::string& words, uint32_t before) {
  int32_t found = kNone;
  const std::string head = words.substr(0, 40);
  for (std::size_t k = 0; k < layout.blocks.size(); ++k) {
    const Range range = layout.blocks[k].range;
    if (range.begin >= before) break;
    if (range.of(text).find(head) != std::string_view::npos) {
      found = static_cast<int32_t>(k);
    }
  }
  return found;
}

struct Prepared {
  DecodedDocument decoded;
  Layout layout;
  Metadata metadata;
  Mentions mentions;
  Attributions attributions;
};

Prepared Prepare(const json& document, const std::filesystem::path& folder) {
  Prepared made;
  made.decoded.text = ReadAll(folder / document["file"].get<std::string>());
  const std::string& text = made.decoded.text;
  const std::vector<uint32_t> bytes = ByteOffsets(text);
  made.layout = Paragraphs(text);
  made.metadata.title = document.value("title", "");
  made.metadata.language = document.value("language", "en");
  const std::size_t title = text.find(made.metadata.title);
  if (title != std::string::npos) {
    made.metadata.title_range = {
        static_cast<uint32_t>(title),
        static_cast<uint32_t>(title + made.metadata.title.size())};
  }
  for (const json& gold : document["statements"]) {
    Attribution statement;
    const Range span{bytes.at(gold["start"]), bytes.at(gold["end"])};
    statement.spans.push_back(span);
    for (std::size_t k = 0; k < made.layout.blocks.size(); ++k) {
      if (made.layout.blocks[k].range.begin <= span.begin) {
        statement.block = static_cast<uint32_t>(k);
      }
    }
    if (gold.contains("heading")) {
      statement.section =
          BlockWith(made.layout, text, gold["heading"], span.begin);
      if (statement.section >= 0) {
        made.layout.blocks[statement.section].kind = BlockKind::kHeading;
      }
    }
    if (gold.contains("question")) {
      const int32_t block =
          BlockWith(made.layout, text, gold["question"], span.begin);
      if (block >= 0) {
        Turn turn;
        turn.role = TurnRole::kQuestion;
        turn.first_block = turn.last_block = static_cast<uint32_t>(block);
        statement.question = static_cast<int32_t>(made.layout.turns.size());
        made.layout.turns.push_back(turn);
      }
    }
    if (gold.contains("role")) {
      Chain chain;
      chain.roles.push_back(gold["role"]);
      statement.chain = static_cast<int32_t>(made.mentions.chains.size());
      made.mentions.chains.push_back(chain);
    }
    made.attributions.statements.push_back(statement);
  }
  return made;
}

json Describe(const Tag& tag, const Vocabulary& vocabulary,
              const std::string& text) {
  static const char* const kSources[] = {"text", "heading", "question", "lead"};
  json broader = json::array();
  for (const uint32_t above : vocabulary.ancestors(tag.concept_index)) {
    broader.push_back(vocabulary.at(above).preferred);
  }
  return {{"label", vocabulary.at(tag.concept_index).preferred},
          {"broader", broader},
          {"role", tag.role == TagRole::kAbout ? "about" : "mentions"},
          {"source", kSources[static_cast<int>(tag.source)]},
          {"confidence", tag.confidence},
          {"kind", static_cast<int>(vocabulary.at(tag.concept_index).kind)},
          {"evidence", std::string(tag.evidence.of(text))}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: topics_on_spans VOCABULARY_DIR GOLD.json "
                 "[EXTRA.ttl ...]\n";
    return 2;
  }
  std::vector<std::string> names, contents;
  std::size_t ours = 0;
  if (std::string(argv[1]) != "-") {
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
      if (entry.path().extension() == ".ttl") names.push_back(entry.path());
    }
    ours = names.size();
  }
  for (int k = 3; k < argc; ++k) names.emplace_back(argv[k]);
  for (const std::string& name : names) contents.push_back(ReadAll(name));
  std::vector<VocabularySource> sources;
  for (std::size_t k = 0; k < names.size(); ++k) {
    sources.push_back({names[k], contents[k], k >= ours});
  }
  const std::string common =
      ReadAll(std::filesystem::path(argv[1]) / "common_words.tsv");
  LoadReport report;
  auto vocabulary = Vocabulary::Build(sources, {common, {}}, &report);
  if (!vocabulary.ok()) {
    std::cerr << vocabulary.status() << "\n";
    return 1;
  }
  std::cerr << report.ToString();
  const json gold = json::parse(ReadAll(argv[2]));
  const auto folder = std::filesystem::path(argv[2]).parent_path();
  std::size_t tags = 0, statements = 0;
  for (const json& document : gold["documents"]) {
    const Prepared made = Prepare(document, folder);
    const Topics topics =
        TagTopics(made.decoded, made.layout, made.metadata, made.mentions,
                  made.attributions, **vocabulary);
    json quotes = json::array();
    for (std::size_t k = 0; k < topics.by_statement.size(); ++k) {
      const json& expected = document["statements"][k];
      json labels = json::array(), detail = json::array();
      for (const Tag& tag : topics.by_statement[k]) {
        labels.push_back((*vocabulary)->at(tag.concept_index).preferred);
        detail.push_back(Describe(tag, **vocabulary, made.decoded.text));
      }
      tags += labels.size();
      ++statements;
      quotes.push_back({{"start", expected["start"]},
                        {"end", expected["end"]},
                        {"kind", expected.value("kind", "INDIRECT")},
                        {"speaker_canonical", expected.value("speaker", "")},
                        {"topics", labels},
                        {"tags", detail}});
    }
    std::cout << json{{"id", document["file"]},
                      {"title", made.metadata.title},
                      {"quotes", quotes}}
                     .dump()
              << "\n";
  }
  std::cerr << statements << " statements, "
            << (statements == 0 ? 0.0 : double(tags) / double(statements))
            << " tags each\n";
  return 0;
}
