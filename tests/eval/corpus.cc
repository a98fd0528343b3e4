#include "tests/eval/corpus.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace quoth::eval {
namespace {

using nlohmann::json;

std::string Text(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

parse::Range Bytes(const CodePoints& points, const json& object,
                   const char* begin, const char* end) {
  if (!object.contains(begin) || !object[begin].is_number()) return {};
  return {points.ToBytes(object[begin]), points.ToBytes(object[end])};
}

GoldDocument FromJson(const json& line) {
  GoldDocument document;
  document.id = line.at("id");
  document.text = line.at("text");
  const CodePoints points(document.text);
  for (const json& q : line.value("quotes", json::array())) {
    GoldQuote quote;
    if (q.contains("spans")) {
      for (const json& span : q["spans"]) {
        quote.spans.push_back(
            {points.ToBytes(span[0]), points.ToBytes(span[1])});
      }
    } else {
      quote.spans.push_back(Bytes(points, q, "start", "end"));
    }
    quote.cue = Bytes(points, q, "cue_start", "cue_end");
    quote.speaker = Bytes(points, q, "speaker_start", "speaker_end");
    quote.kind = Text(q, "kind");
    quote.speaker_canonical = Text(q, "speaker_canonical");
    quote.speech = q.value("speech", true);
    document.quotes.push_back(std::move(quote));
  }
  return document;
}

}  // namespace

CodePoints::CodePoints(std::string_view text) {
  starts_.reserve(text.size() + 1);
  for (uint32_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      starts_.push_back(i);
    }
  }
  starts_.push_back(static_cast<uint32_t>(text.size()));
}

uint32_t CodePoints::ToBytes(uint32_t code_point) const {
  return starts_[std::min<std::size_t>(code_point, starts_.size() - 1)];
}

uint32_t CodePoints::FromBytes(uint32_t byte) const {
  return static_cast<uint32_t>(
      std::lower_bound(starts_.begin(), starts_.end(), byte) - starts_.begin());
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError("cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

absl::StatusOr<std::vector<GoldDocument>> ReadCorpus(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError("cannot read " + path);
  std::vector<GoldDocument> documents;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty()) continue;
    const json parsed = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_discarded()) {
      return absl::DataLossError(path + ": line " +
                                 std::to_string(documents.size() + 1) +
                                 " is no JSON");
    }
    documents.push_back(FromJson(parsed));
  }
  return documents;
}

}  // namespace quoth::eval
