// The parser of ingest-service/parse behind the intake's interface.
#pragma once

#include "ingest-service/authority/speaker_directory.h"
#include "ingest-service/intake/document_parser.h"
#include "ingest-service/knowledge/present_knowledge.h"

namespace quoth::ingest {

class PipelineParser final : public DocumentParser {
 public:
  // Both outlive this. `speakers` may be null: none are declared.
  explicit PipelineParser(const PresentKnowledge& knowledge,
                          const SpeakerDirectory* speakers = nullptr)
      : knowledge_(knowledge), speakers_(speakers) {}

  ParsedRecord Parse(const ParseInput& input) const override;
  std::string parser_version() const override {
    return knowledge_.Get()->parser_version;
  }
  std::string vocabulary_version() const override {
    return knowledge_.Get()->vocabulary_version;
  }

 private:
  const PresentKnowledge& knowledge_;
  const SpeakerDirectory* const speakers_;
};

}  // namespace quoth::ingest
