// Tags of the vocabulary and people named in a statement -> TopicTag records.
#pragma once

#include <cstddef>
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

  // Fills `topics` of the record of attribution `index`.
  void Write(std::size_t index, quoth::v1::Statement& statement) const;

 private:
  void WritePeople(std::size_t index, quoth::v1::Statement& statement) const;

  const ParsedDocument& document_;
  const Vocabulary& vocabulary_;
  const SpanWriter& spans_;
  const RecordContext& context_;
  // Mentions outside pronouns of people with a speaker, by position.
  std::vector<uint32_t> people_;
};

}  // namespace quoth::parse
