// Byte ranges of one document's text -> positions as clients see them.
#pragma once

#include <string>
#include <string_view>

#include "ingest-service/parse/metadata/metadata.h"
#include "ingest-service/parse/offsets.h"
#include "ingest-service/parse/text.h"
#include "quoth/v1/date.pb.h"
#include "quoth/v1/text.pb.h"

namespace quoth::parse {

// Borrows the text.
class SpanWriter {
 public:
  explicit SpanWriter(std::string_view text) : text_(text), offsets_(text) {}

  std::string_view text() const { return text_; }
  void Write(Range range, quoth::v1::Span* span) const;
  void Write(const Date& date, quoth::v1::Date* out) const;

 private:
  std::string_view text_;
  OffsetIndex offsets_;
};

// At most `bytes_max` of text before / after a position, inside `bounds`, cut
// at white space.
std::string_view ContextBefore(std::string_view text, Range bounds,
                               uint32_t position, uint32_t bytes_max);
std::string_view ContextAfter(std::string_view text, Range bounds,
                              uint32_t position, uint32_t bytes_max);

// A confidence as it is stored: to three digits, so that the last bits of a
// machine's arithmetic never make two records of one document.
float StoredConfidence(float confidence);

// The text with runs of white space made one space and ends trimmed, at most
// `bytes_max` bytes, cut on a code point.
std::string OneLine(std::string_view text, std::size_t bytes_max);

}  // namespace quoth::parse
