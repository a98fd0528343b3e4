// Writes the normalised text of a document together with its source map.
//
// Every reader goes through this, so that normalisation is the same for all
// formats: LF line ends, no BOM, no NULs or other controls, no soft hyphens or
// zero-width spaces, every kind of no-break space as a plain space, and
// ligatures as letters.
#pragma once

#include <cstdint>
#include <string_view>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {

// Borrows both; neither may be moved while the builder lives.
class TextBuilder {
 public:
  // `source` must be valid UTF-8 (charset.h). Text beyond `text_bytes_max` is
  // dropped and `truncated` becomes true.
  TextBuilder(std::string_view source, uint32_t text_bytes_max,
              DecodedDocument& out);

  // Source bytes [begin, end), normalised. Long clean stretches are copied as
  // one run.
  void Copy(Range source);
  // As Copy, with each run of white space (line ends too) as one space, and
  // none after white space that was already written.
  void CopyCollapsed(Range source);
  // `text` stands for `source`; normalised as well. An empty `source` range is
  // fine: it says where the text would have stood.
  void Replace(std::string_view text, Range source);
  void ReplaceCollapsed(std::string_view text, Range source);
  // Makes the text end in `count` line ends (or be empty), standing for
  // `source`. At most two.
  void BreakLines(int count, Range source);

  uint32_t size() const { return static_cast<uint32_t>(out_.text.size()); }
  bool truncated() const { return truncated_; }
  uint64_t dropped_controls() const { return dropped_controls_; }
  bool at_space() const;

 private:
  void Verbatim(Range source);
  void Put(std::string_view text, Range source);

  std::string_view source_;
  std::size_t limit_;
  DecodedDocument& out_;
  bool truncated_ = false;
  uint64_t dropped_controls_ = 0;
};

// What normalisation makes of the code point that starts at `at`.
struct Normalised {
  uint8_t length = 1;     // Source bytes it took.
  bool verbatim = true;   // Else `text` takes its place.
  bool control = false;   // A control character that is dropped.
  std::string_view text;  // "" drops it. A literal.
};
Normalised NormaliseAt(std::string_view source, std::size_t at);

}  // namespace quoth::parse
