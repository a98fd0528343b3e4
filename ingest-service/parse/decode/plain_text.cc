// Plain text: copied as it is, normalised, no markup.
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {

void ReadPlainText(const ReaderInput& input, DecodedDocument& out,
                   Issues& issues) {
  out.text.reserve(input.source.size());
  TextBuilder builder(input.source, input.limits.text_bytes_max, out);
  const uint32_t size = static_cast<uint32_t>(input.source.size());
  // Form feeds are pages; the text around them is copied between.
  uint32_t at = 0;
  while (at < size) {
    const std::size_t feed = input.source.find('\f', at);
    const uint32_t end =
        feed == input.source.npos ? size : static_cast<uint32_t>(feed);
    builder.Copy({at, end});
    if (end == size) break;
    const uint32_t here = builder.size();
    out.markup.push_back({MarkupKind::kPageBreak, 0, {here, here}, {}});
    builder.BreakLines(2, {end, end + 1});
    at = end + 1;
  }
  if (builder.dropped_controls() > 0) {
    issues.Add(IssueCode::kNulBytes, {}, "control characters dropped");
  }
  if (builder.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
}

}  // namespace quoth::parse
