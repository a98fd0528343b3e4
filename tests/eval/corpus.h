// Reading the JSON Lines corpora that parsers are measured on: documents with
// gold statements, offsets in code points.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest-service/parse/text.h"

namespace quoth::eval {

struct GoldQuote {
  std::vector<parse::Range> spans;  // Bytes, like all ranges here.
  parse::Range cue;
  parse::Range speaker;
  std::string kind;
  std::string speaker_canonical;
  bool speech = true;
};

struct GoldDocument {
  std::string id;
  std::string text;
  std::vector<GoldQuote> quotes;
};

absl::StatusOr<std::vector<GoldDocument>> ReadCorpus(const std::string& path);

// Code point positions of byte positions and back.
class CodePoints {
 public:
  explicit CodePoints(std::string_view text);
  uint32_t ToBytes(uint32_t code_point) const;
  uint32_t FromBytes(uint32_t byte) const;

 private:
  std::vector<uint32_t> starts_;  // Byte of each code point; one past the end.
};

absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace quoth::eval
