// Stage 1 of 9 (pipeline.h): bytes of a declared type -> normalised UTF-8 text,
// a map back to the source, and what the format itself says about structure
// and metadata.
//
// Nothing is ever fetched. Each format is one file (plain_text.cc, markdown.cc,
// html.cc, ...) behind one function of the table in formats.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/text.h"

namespace quoth::parse {

enum class Format {
  kUnknown,  // Sniff it.
  kPlainText,
  kMarkdown,
  kHtml,
  kPdf,
  kWebVtt,
  kSubRip,
  kNinjs,
  kJsonLd,
  kTei,
};

// Text bytes <-> source bytes. Runs are in text order and never overlap.
// Source positions are UTF-8 bytes of the source after charset conversion; for
// formats without such positions (PDF) `available()` is false.
class SourceMap {
 public:
  // The next `length` text bytes equal the source bytes from `source_begin`.
  void AppendVerbatim(uint32_t length, uint32_t source_begin);
  // The next `length` text bytes stand for `source` (an entity, a CRLF).
  void AppendReplaced(uint32_t length, Range source);

  bool available() const { return !runs_.empty(); }
  // Smallest source range that covers `text`.
  Range ToSource(Range text) const;
  std::size_t run_count() const { return runs_.size(); }

  // Appends `inner`, whose source is the text of `middle`: text -> inner's
  // source -> middle's source.
  void AppendChained(const SourceMap& inner, const SourceMap& middle);

 private:
  struct Run {
    uint32_t text_begin;
    uint32_t text_length;
    uint32_t source_begin;
    uint32_t source_length;
    bool verbatim;
  };
  std::vector<Run> runs_;
};

// What the format says about a stretch of text. Blocks are made from these;
// plain text has none.
enum class MarkupKind : uint8_t {
  kTitle,
  kHeading,  // level 1..6
  kParagraph,
  kListItem,  // level = depth from 1
  kBlockQuote,
  kInlineQuote,  // <q>
  kCaption,
  kTable,
  kPreformatted,
  kEmphasis,
  kStrong,
  kLink,   // value = target
  kVoice,  // value = speaker label (WebVTT <v>, TEI who)
  kStage,  // TEI <kinesic>, <vocal>, <incident>, <note>
  kTime,   // value = "hh:mm:ss.mmm --> hh:mm:ss.mmm"
  kPageBreak,
  kRule,
  kBoilerplate,  // value = why (nav, footer, related, comment, share, ...)
};

struct Markup {
  MarkupKind kind;
  uint8_t level = 0;
  Range range;
  std::string value;
};

// Metadata as the source declares it, uninterpreted. Order = order of trust is
// not decided here (metadata/metadata.h).
enum class MetadataOrigin : uint8_t {
  kClient,
  kJsonLd,
  kOpenGraph,
  kMetaTag,
  kFeed,  // ninjs, TEI header
  kHtmlTitle,
  kByline,
  kDateline,
  kText,
};

struct DeclaredMetadata {
  MetadataOrigin origin;
  std::string field;  // title, author, outlet, published, said, modified, url,
                      // language, section, keyword, description, type
  std::string value;  // UTF-8, entities decoded, at most 4 KiB.
};

struct SourceDocument {
  std::string_view bytes;
  std::string_view declared_type;  // MIME type or "", parameters allowed.
  std::string_view file_name;      // A hint for sniffing only; may be "".
};

struct DecodedDocument {
  Format format = Format::kUnknown;
  std::string charset;      // ICU name of what was read: "UTF-8", ...
  std::string source_text;  // Source as UTF-8 when it differs from the bytes
                            // given (converted or repaired); else empty.
  std::string text;         // Normalised: valid UTF-8, LF line ends, no BOM, no
                            // NULs, no soft hyphens. At most 4 GiB - 1.
  SourceMap map;
  std::vector<Markup> markup;  // Sorted by (range.begin, -range.end).
  std::vector<DeclaredMetadata> metadata;
};

struct DecodeLimits {
  uint32_t text_bytes_max = 32u << 20;  // Of normalised text.
  uint32_t depth_max = 512;             // Of nested markup.
  uint32_t pages_max = 2000;            // Of a PDF.
};

// Never fails: unreadable input gives an empty text and kNoText. Time is linear
// in the size of the input. Safe to call from any thread.
DecodedDocument Decode(const SourceDocument& source, const DecodeLimits& limits,
                       Issues& issues);

// The format by declared type, else by content, else by file name.
Format DetectFormat(const SourceDocument& source, Issues& issues);

}  // namespace quoth::parse
