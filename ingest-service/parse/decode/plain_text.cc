// Plain text: copied and normalised. What pages left in it - numbers, running
// heads, words hyphenated at line ends - is left out (page_seams.h); the header
// of a mail is metadata and furniture.
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/news_article.h"
#include "ingest-service/parse/decode/page_seams.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

void DeclareMail(std::string_view header, DecodedDocument& out) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find('\n'), header.size());
    const std::string_view line = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    const std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    const std::string key = ToLower(Strip(line.substr(0, colon)));
    std::string_view value = Strip(line.substr(colon + 1));
    if (key == "subject" || key == "betreff") {
      for (std::string_view prefix : {"re:", "fwd:", "fw:", "aw:", "wg:"}) {
        if (StartsWithIgnoreCase(value, prefix))
          value = StripLeft(value.substr(prefix.size()));
      }
      // Encoded words need a mail reader.
      if (!value.starts_with("=?"))
        Declare(out, MetadataOrigin::kFeed, "title", std::string(value));
    } else if (key == "date" || key == "sent") {
      Declare(out, MetadataOrigin::kFeed, "published", std::string(value));
    }
  }
}

class PlainTextReader {
 public:
  PlainTextReader(const ReaderInput& input, DecodedDocument& out)
      : source_(input.source),
        out_(out),
        builder_(input.source, input.limits.text_bytes_max, out) {}

  void Read(Issues& issues) {
    out_.text.reserve(source_.size());
    const Range header = MailHeader(source_);
    const Range signature = header.empty() ? Range{} : MailSignature(source_);
    if (!header.empty()) DeclareMail(header.of(source_), out_);
    uint32_t at = 0;
    for (const Cut& cut : FindCuts(source_)) {
      Pages(at, cut.source.begin);
      if (cut.page_break) {
        Break(cut.source);
      }
      at = cut.source.end;
    }
    Pages(at, static_cast<uint32_t>(source_.size()));
    if (!header.empty()) MarkFurniture(header, "mail");
    if (!signature.empty()) MarkFurniture(signature, "signature");
    if (builder_.dropped_controls() > 0)
      issues.Add(IssueCode::kNulBytes, {}, "control characters dropped");
    if (builder_.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
  }

 private:
  void Break(Range source) {
    const uint32_t here = builder_.size();
    out_.markup.push_back({MarkupKind::kPageBreak, 0, {here, here}, {}});
    builder_.BreakLines(2, source);
  }

  // Form feeds are pages; the text around them is copied between.
  void Pages(uint32_t at, uint32_t stop) {
    while (at < stop) {
      const std::size_t feed = source_.substr(0, stop).find('\f', at);
      const uint32_t end =
          feed == source_.npos ? stop : static_cast<uint32_t>(feed);
      builder_.Copy({at, end});
      if (end == stop) return;
      Break({end, end + 1});
      at = end + 1;
    }
  }

  // Header and signature are copied without cuts inside but for their own.
  void MarkFurniture(Range source, const char* why) {
    Range range{0, builder_.size()};
    // The map is in order: the first text byte from `source`, and its last.
    range.begin = FirstFrom(source.begin);
    range.end = FirstFrom(source.end);
    if (!range.empty())
      out_.markup.push_back({MarkupKind::kBoilerplate, 0, range, why});
  }

  uint32_t FirstFrom(uint32_t source) const {
    uint32_t low = 0, high = builder_.size();
    while (low < high) {
      const uint32_t middle = low + (high - low) / 2;
      if (out_.map.ToSource({middle, middle}).begin < source) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  std::string_view source_;
  DecodedDocument& out_;
  TextBuilder builder_;
};

}  // namespace

void ReadPlainText(const ReaderInput& input, DecodedDocument& out,
                   Issues& issues) {
  PlainTextReader(input, out).Read(issues);
}

}  // namespace quoth::parse
