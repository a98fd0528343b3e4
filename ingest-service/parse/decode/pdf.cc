// PDF through poppler: words with boxes -> lines -> paragraphs (pdf_lines.h).
//
// A PDF has no source positions worth keeping: the map stays empty.
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/charset.h"
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/news_article.h"
#include "ingest-service/parse/decode/pdf_lines.h"
#include "ingest-service/parse/decode/pdf_streams.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

// A page with more words is a bomb, not a page.
constexpr std::size_t kPageWordsMax = 100'000;

// Poppler draws about 20 MB of unpacked streams a second.
constexpr uint64_t kUnpackedBytesMax = uint64_t{128} << 20;
constexpr uint64_t kDrawnBytesMax = uint64_t{128} << 20;

std::string Utf8(const poppler::ustring& text) {
  const poppler::byte_array bytes = text.to_utf8();
  std::size_t repaired = 0;
  return RepairUtf8({bytes.data(), bytes.size()}, repaired);
}

bool IsBold(const std::string& font) {
  return ContainsIgnoreCase(font, "bold") ||
         ContainsIgnoreCase(font, "black") || ContainsIgnoreCase(font, "heavy");
}

// Words of a page, in poppler's reading order, as lines.
void AppendLines(const poppler::page& page, uint32_t number,
                 std::vector<PdfLine>& lines) {
  const double height = page.page_rect().height();
  const std::vector<poppler::text_box> boxes =
      page.text_list(poppler::page::text_list_include_font);
  PdfLine line;
  bool open = false, space = false;
  std::size_t bold_bytes = 0;
  const auto flush = [&] {
    if (open) {
      line.bold = bold_bytes * 10 > line.text.size() * 8;
      lines.push_back(line);
    }
    open = false;
    bold_bytes = 0;
  };
  for (std::size_t i = 0; i < std::min(boxes.size(), kPageWordsMax); ++i) {
    const poppler::text_box& box = boxes[i];
    const std::string word = Utf8(box.text());
    if (word.empty()) continue;
    const poppler::rectf rect = box.bbox();
    const double middle = (rect.top() + rect.bottom()) / 2;
    // The same line goes on to the right, with no gutter between.
    const bool same =
        open && middle > line.top && middle < line.bottom &&
        rect.left() >= line.right - 2 &&
        rect.left() - line.right < 2 * std::max(line.font_size, 6.0);
    const double size =
        box.has_font_info() ? box.get_font_size() : rect.height();
    if (!same) {
      flush();
      line = {};
      line.page = number;
      line.left = rect.left();
      line.top = rect.top();
      line.bottom = rect.bottom();
      line.page_height = height;
      line.font_size = size;
      open = true;
      space = false;
    }
    if (space) line.text.push_back(' ');
    line.text.append(word);
    line.right = rect.right();
    if (box.has_font_info() && IsBold(box.get_font_name()))
      bold_bytes += word.size() + 1;
    space = true;
  }
  flush();
}

// What programs put there when nobody wrote a title.
bool IsMadeUpTitle(std::string_view title) {
  const std::string lower = ToLower(Strip(title));
  for (std::string_view opening :
       {"untitled", "microsoft word", "document", "unbenannt", "sans titre",
        "print", "layout"}) {
    if (lower.starts_with(opening)) return true;
  }
  for (std::string_view ending :
       {".doc", ".docx", ".odt", ".indd", ".qxd", ".pdf", ".rtf", ".tex"}) {
    if (lower.ends_with(ending)) return true;
  }
  return false;
}

void Silence(const std::string&, void*) {}

void ReadDocument(const ReaderInput& input, DecodedDocument& out,
                  Issues& issues) {
  const PdfStreams streams = CountPdfStreams(input.source, kUnpackedBytesMax);
  if (streams.over_limit) {
    issues.Add(IssueCode::kTruncatedText, {},
               "a PDF that unpacks to more than the limit was not read");
    return;
  }
  static const bool kSilenced =
      (poppler::set_debug_error_function(Silence, nullptr), true);
  (void)kSilenced;
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(
          input.source.data(), static_cast<int>(input.source.size())));
  if (document == nullptr) {
    issues.Add(IssueCode::kBrokenMarkup, {}, "no readable PDF");
    return;
  }
  if (document->is_locked()) {
    issues.Add(IssueCode::kEncryptedSource, {}, {});
    return;
  }
  const std::string title = Utf8(document->info_key("Title"));
  if (!IsMadeUpTitle(title))
    Declare(out, MetadataOrigin::kHtmlTitle, "title", title);
  Declare(out, MetadataOrigin::kMetaTag, "author",
          Utf8(document->info_key("Author")));
  const uint32_t all_pages =
      static_cast<uint32_t>(std::max(document->pages(), 0));
  // Pages may share a stream and draw it again and again.
  const uint64_t drawn_by_page =
      streams.unpacked_bytes / std::max<uint64_t>(streams.count, 1) + 1;
  const uint32_t pages = static_cast<uint32_t>(std::min<uint64_t>(
      {all_pages, input.limits.pages_max, kDrawnBytesMax / drawn_by_page + 1}));
  if (pages < all_pages)
    issues.Add(IssueCode::kTruncatedText, {}, "more pages than the limit");
  std::vector<PdfLine> lines;
  std::size_t bytes = 0, counted = 0;
  for (uint32_t number = 0;
       number < pages && bytes < input.limits.text_bytes_max; ++number) {
    const std::unique_ptr<poppler::page> page(
        document->create_page(static_cast<int>(number)));
    if (page == nullptr) {
      issues.Add(IssueCode::kBrokenMarkup, {},
                 "page " + std::to_string(number + 1));
      continue;
    }
    AppendLines(*page, number, lines);
    for (; counted < lines.size(); ++counted)
      bytes += lines[counted].text.size() + 1;
  }
  TextBuilder builder({}, input.limits.text_bytes_max, out);
  for (const PdfParagraph& paragraph : JoinPdfLines(std::move(lines), pages)) {
    builder.BreakLines(2, {});
    const uint32_t begin = builder.size();
    builder.ReplaceCollapsed(paragraph.text, {});
    const Range range{begin, builder.size()};
    if (range.empty()) continue;
    const MarkupKind kind = paragraph.title     ? MarkupKind::kTitle
                            : paragraph.heading ? MarkupKind::kHeading
                                                : MarkupKind::kParagraph;
    out.markup.push_back({kind,
                          static_cast<uint8_t>(paragraph.title     ? 1
                                               : paragraph.heading ? 2
                                                                   : 0),
                          range,
                          {}});
    if (paragraph.bold && kind == MarkupKind::kParagraph)
      out.markup.push_back({MarkupKind::kStrong, 0, range, {}});
  }
  if (builder.dropped_controls() > 0) issues.Add(IssueCode::kNulBytes, {}, {});
  if (builder.truncated()) issues.Add(IssueCode::kTruncatedText, {}, {});
}

}  // namespace

void ReadPdf(const ReaderInput& input, DecodedDocument& out, Issues& issues) {
  // Poppler throws on some damaged files, and when memory for one of its
  // tables is refused.
  try {
    ReadDocument(input, out, issues);
  } catch (const std::exception& error) {
    issues.Add(IssueCode::kBrokenMarkup, {}, error.what());
  }
  out.map = SourceMap();
}

}  // namespace quoth::parse
