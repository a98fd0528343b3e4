// Topic tags of the statements of our own documents, held against labels that
// were given in two passes (tests/data/gold/topics.jsonl).
//
// The statements are the marked ones, not those the attribution finds, so
// that this measures tagging alone. A tag that one of the passes gave is no
// error; one that neither gave is. Labels outside the vocabulary can't be
// found and count as missed. A label is found by something narrower, and a tag
// right by something broader or narrower (tests/eval/topics/GUIDELINE.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "ingest-service/knowledge/knowledge.h"
#include "ingest-service/parse/pipeline.h"

namespace quoth::gold {
namespace {

using nlohmann::json;
using parse::Range;

constexpr double kSubjectF1Min = 0.53;
constexpr double kEntityF1Min = 0.78;

struct Count {
  int wanted = 0, found = 0, given = 0, right = 0;
  double recall() const { return wanted == 0 ? 0 : 1.0 * found / wanted; }
  double precision() const { return given == 0 ? 0 : 1.0 * right / given; }
  double f1() const {
    const double sum = recall() + precision();
    return sum == 0 ? 0 : 2 * recall() * precision() / sum;
  }
};

std::ifstream Open(const char* name) {
  const char* root = std::getenv("QUOTH_SOURCE_DIR");
  return std::ifstream(std::string(root == nullptr ? "." : root) +
                       "/tests/data/gold/" + name);
}

std::vector<json> Lines(const char* name) {
  std::ifstream in = Open(name);
  std::vector<json> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(json::parse(line));
  return lines;
}

// Byte offset of every code point, and the end.
std::vector<uint32_t> ByteOffsets(const std::string& text) {
  std::vector<uint32_t> offsets;
  for (uint32_t i = 0; i < text.size(); ++i) {
    if ((static_cast<uint8_t>(text[i]) & 0xC0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(static_cast<uint32_t>(text.size()));
  return offsets;
}

// The question turn that `turn` answers, or kNone.
int32_t QuestionOf(const parse::Layout& layout, int32_t turn) {
  for (int32_t i = turn - 1; i >= 0; --i) {
    if (layout.turns[i].role == parse::TurnRole::kQuestion) return i;
  }
  return parse::kNone;
}

// `words` from `*from` on in the decoded text, where formats keep them.
Range Find(const std::string& text, const std::string& words, uint32_t* from) {
  const std::size_t at = text.find(words, *from);
  if (at == std::string::npos) return {};
  *from = static_cast<uint32_t>(at);
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + words.size())};
}

parse::Attribution Marked(const json& quote, const std::string& source,
                          const std::vector<uint32_t>& offsets,
                          const parse::ParsedDocument& document,
                          uint32_t* from) {
  parse::Attribution a;
  for (const json& span : quote.at("spans")) {
    const uint32_t begin = offsets[span.at(0)], end = offsets[span.at(1)];
    const Range range =
        Find(document.decoded.text, source.substr(begin, end - begin), from);
    if (!range.empty()) a.spans.push_back(range);
  }
  if (a.spans.empty()) return a;
  const auto& blocks = document.layout.blocks;
  for (uint32_t i = 0; i < blocks.size(); ++i) {
    if (!blocks[i].range.overlaps(a.spans.front())) continue;
    a.block = i;
    a.section = blocks[i].section;
    a.turn = blocks[i].turn;
    if (a.turn != parse::kNone) {
      a.kind = parse::StatementKind::kTurn;
      a.question = QuestionOf(document.layout, a.turn);
    }
    break;
  }
  return a;
}

std::string Kind(const parse::Concept& topic) {
  return topic.kind == parse::ConceptKind::kSubject ? "subject" : "entity";
}

class TopicsOfGold {
 public:
  explicit TopicsOfGold(const ingest::LoadedKnowledge& world) : world_(world) {
    for (uint32_t i = 0; i < world.vocabulary->size(); ++i) {
      const parse::Concept& topic = world.vocabulary->at(i);
      kinds_[absl::AsciiStrToLower(topic.preferred)] = Kind(topic);
      indexes_[absl::AsciiStrToLower(topic.preferred)] = i;
    }
    for (const json& row : Lines("topics.jsonl"))
      labels_[{row.at("document"), row.at("statement")}] = row;
    for (const json& gold : Lines("gold.jsonl")) AddDocument(gold);
  }

  const Count& of(const std::string& kind) { return counts_[kind]; }
  int statements() const { return statements_; }

  void Print() {
    int agreed = 0, first = 0, second = 0;
    for (const auto& [key, row] : labels_) {
      const std::set<std::string> a = row.at("pass1"), b = row.at("pass2");
      first += static_cast<int>(a.size());
      second += static_cast<int>(b.size());
      for (const std::string& label : a) agreed += b.count(label) > 0;
    }
    std::cout << absl::StreamFormat(
        "%d statements; the two passes agree with F1 %.3f\n", statements_,
        2.0 * agreed / (first + second));
    for (const auto& [kind, c] : counts_) {
      std::cout << absl::StreamFormat(
          "%-8s wanted %d, given %d: recall %.3f precision %.3f F1 %.3f\n",
          kind, c.wanted, c.given, c.recall(), c.precision(), c.f1());
    }
    if (!Verbose()) return;
    for (const auto& [what, n] : errors_)
      if (n > 1) std::cout << n << " x " << what << "\n";
  }

 private:
  // Documents that nobody has labelled are passed over.
  bool Labelled(const json& gold) const {
    const auto first = labels_.lower_bound({gold.at("id"), ""});
    return first != labels_.end() && first->first.first == gold.at("id");
  }

  void AddDocument(const json& gold) {
    if (!Labelled(gold)) return;
    const std::string source = gold.at("text");
    parse::ParsedDocument document = parse::ParseDocument(
        parse::SourceDocument{source, "", gold.at("id").get<std::string>()},
        parse::ClientMetadata{}, world_.view(), parse::Stage::kMentions);
    const std::vector<uint32_t> offsets = ByteOffsets(source);
    std::vector<json> rows;
    uint32_t from = 0;
    for (const json& quote : gold.at("quotes")) {
      parse::Attribution a = Marked(quote, source, offsets, document, &from);
      if (a.spans.empty()) continue;
      document.attributions.statements.push_back(a);
      rows.push_back(labels_.at({gold.at("id"), quote.at("id")}));
    }
    const parse::Topics topics = parse::TagTopics(
        document.decoded, document.layout, document.metadata, document.mentions,
        document.attributions, *world_.vocabulary);
    for (std::size_t i = 0; i < rows.size(); ++i)
      AddStatement(rows[i], topics.by_statement[i], document.decoded.text);
  }

  static bool Verbose() { return std::getenv("QUOTH_VERBOSE") != nullptr; }

  static void Show(const json& row, const std::string& what,
                   std::string_view evidence) {
    std::cout << row.at("document").get<std::string>() << ": " << what << " ["
              << evidence << "] "
              << row.at("content").get<std::string>().substr(0, 110) << "\n";
  }

  void AddStatement(const json& row, const std::vector<parse::Tag>& tags,
                    const std::string& text) {
    ++statements_;
    std::map<std::string, uint32_t> given;  // By label.
    std::set<std::string> covered;          // These and what is broader.
    for (const parse::Tag& tag : tags) {
      const parse::Concept& topic = world_.vocabulary->at(tag.concept_index);
      if (topic.kind == parse::ConceptKind::kPerson) continue;
      given[absl::AsciiStrToLower(topic.preferred)] = tag.concept_index;
      AddWithBroader(tag.concept_index, covered);
    }
    std::set<std::string> allowed, asked;
    for (const char* pass : {"pass1", "pass2", "topics"}) {
      for (const json& label : row.at(pass)) {
        const std::string name =
            absl::AsciiStrToLower(label.get<std::string>());
        allowed.insert(name);
        const auto at = indexes_.find(name);
        if (at != indexes_.end()) AddWithBroader(at->second, asked);
      }
    }
    for (const json& label : row.at("topics")) {
      const std::string name = absl::AsciiStrToLower(label.get<std::string>());
      const auto kind = kinds_.find(name);
      Count& c = counts_[kind == kinds_.end() ? "subject" : kind->second];
      ++c.wanted;
      const bool found = covered.count(name) > 0;
      c.found += found;
      if (!found) ++errors_["missed " + name];
      if (!found && Verbose()) Show(row, "missed " + name, "");
    }
    for (const auto& [name, index] : given) {
      Count& c = counts_[Kind(world_.vocabulary->at(index))];
      ++c.given;
      std::set<std::string> line;
      AddWithBroader(index, line);
      const bool right =
          asked.count(name) > 0 ||
          std::any_of(line.begin(), line.end(), [&](const std::string& x) {
            return allowed.count(x) > 0;
          });
      c.right += right;
      if (!right) ++errors_["wrong " + name];
      if (!right && Verbose()) {
        const auto tag = std::find_if(
            tags.begin(), tags.end(),
            [&](const parse::Tag& t) { return t.concept_index == index; });
        Show(row, "wrong " + name, tag->evidence.of(text));
      }
    }
  }

  void AddWithBroader(uint32_t index, std::set<std::string>& names) const {
    const parse::Vocabulary& vocabulary = *world_.vocabulary;
    names.insert(absl::AsciiStrToLower(vocabulary.at(index).preferred));
    for (const uint32_t above : vocabulary.ancestors(index)) {
      names.insert(absl::AsciiStrToLower(vocabulary.at(above).preferred));
    }
  }

  const ingest::LoadedKnowledge& world_;
  std::map<std::string, uint32_t> indexes_;
  std::map<std::string, std::string> kinds_;
  std::map<std::pair<std::string, std::string>, json> labels_;
  std::map<std::string, Count> counts_;
  std::map<std::string, int> errors_;
  int statements_ = 0;
};

TEST(GoldTopics, SubjectsAndEntities) {
  const auto world = ingest::LoadKnowledge({});
  ASSERT_TRUE(world.ok()) << world.status();
  TopicsOfGold measured(*world);
  measured.Print();
  EXPECT_GE(measured.statements(), 300);
  EXPECT_GE(measured.of("subject").f1(), kSubjectF1Min);
  EXPECT_GE(measured.of("entity").f1(), kEntityF1Min);
}

}  // namespace
}  // namespace quoth::gold
