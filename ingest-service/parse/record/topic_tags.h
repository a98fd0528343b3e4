// Tags of the vocabulary and people named in a statement -> TopicTag records.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/record/record.h"
#include "ingest-service/parse/record/spans.h"
#include "quoth/v1/statement.pb.h"

namespace quoth::parse {

// Borrows all it is given.
class TagWriter {
 public:
  static constexpr int kTagsMax = 24;

  TagWriter(const ParsedDocument& document, const Vocabulary& vocabulary,
            const SpanWriter& spans, const RecordContext& context);

  // Fills `topics` and `candidate_topics` of the record of attribution
  // `index`.
  void Write(std::size_t index, quoth::v1::Statement& statement) const;

 private:
  // A key phrase of the document, as a topic.
  struct CandidateTopic {
    std::string name;  // "topics/candidate.grain-corridor"
    const KeyPhrase* phrase;
  };

  void WritePeople(std::size_t index, quoth::v1::Statement& statement) const;
  void WriteCandidates(std::size_t index,
                       quoth::v1::Statement& statement) const;
  bool HeadingHas(std::size_t index, std::string_view words) const;

  const ParsedDocument& document_;
  const Vocabulary& vocabulary_;
  const SpanWriter& spans_;
  const RecordContext& context_;
  // Mentions outside pronouns of people with a speaker, by position.
  std::vector<uint32_t> people_;
  std::vector<CandidateTopic> candidates_;
};

}  // namespace quoth::parse
