// The table of formats: adding one is a reader function and a row in
// formats.cc.
#pragma once

#include <string_view>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {

// What a reader gets: valid UTF-8 for text formats, the bytes as given for
// binary ones (PDF).
struct ReaderInput {
  std::string_view source;
  const DecodeLimits& limits;
};

// Fills text, map, markup and metadata. Contract with the blocks stage: a
// reader that emits markup puts every stretch of text into exactly one leaf
// (title, heading, paragraph, list item, caption, table, preformatted, stage);
// the others (block quote, boilerplate, voice, time, page break, rule,
// emphasis, strong, link, inline quote) lie over them. A reader without leaves
// leaves it to the lines of the text.
using Reader = void (*)(const ReaderInput&, DecodedDocument&, Issues&);

void ReadPlainText(const ReaderInput& input, DecodedDocument& out,
                   Issues& issues);
void ReadMarkdown(const ReaderInput& input, DecodedDocument& out,
                  Issues& issues);
void ReadHtml(const ReaderInput& input, DecodedDocument& out, Issues& issues);
void ReadPdf(const ReaderInput& input, DecodedDocument& out, Issues& issues);
void ReadWebVtt(const ReaderInput& input, DecodedDocument& out, Issues& issues);
void ReadSubRip(const ReaderInput& input, DecodedDocument& out, Issues& issues);
void ReadNinjs(const ReaderInput& input, DecodedDocument& out, Issues& issues);
void ReadJsonLd(const ReaderInput& input, DecodedDocument& out, Issues& issues);
void ReadTei(const ReaderInput& input, DecodedDocument& out, Issues& issues);

struct FormatRow {
  Format format;
  std::string_view name;        // As printed: "markdown".
  std::string_view mime_types;  // Space separated, lower case.
  std::string_view extensions;  // Space separated, with dot.
  bool binary;                  // No charset conversion.
  Reader reader;
};

// The row of a format; the plain text row for kUnknown.
const FormatRow& RowOf(Format format);

// "plain-text", "markdown", ...
std::string_view FormatName(Format format);

// True when text shows clear Markdown: headings, links, escapes, emphasis.
bool LooksLikeMarkdown(std::string_view utf8);

}  // namespace quoth::parse
