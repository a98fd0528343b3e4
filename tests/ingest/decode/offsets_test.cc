// Every span equals its slice in each unit, and leads back to its source, on
// texts with whatever changes the count: emoji, combining marks, CRLF, a BOM,
// soft hyphens, ligatures, right-to-left text.
#include "ingest-service/parse/offsets.h"

#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <string>
#include <vector>

#include "ingest-service/parse/metadata/metadata.h"
#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

// What a document is made of; {} takes the words in every format.
constexpr const char* kWords[] = {
    "plain words",
    "caf\xC3\xA9 e\xCC\x81t\xC3\xA9",  // Composed or not.
    "\xF0\x9F\x8C\x8A wave \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA7",
    "co\xC2\xADop\xC2\xAD"
    "er\xC2\xAD"
    "ate",  // Soft hyphens.
    "no\xC2\xA0"
    "break\xE2\x80\xAFspace",
    "o\xEF\xAC\x83"
    "ce \xEF\xAC\x82oor",  // Ligatures.
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85",
    "zero\xE2\x80\x8Bwidth",
    "\xE6\xB8\xAF\xE3\x81\xAE\xE6\xA9\x8B",
    "\xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x80\x94 dash",
};

struct Format {
  const char* type;
  const char* before;
  const char* between;
  const char* after;
};

constexpr Format kFormats[] = {
    {"text/plain", "", "\n\n", "\n"},
    {"text/plain", "\xEF\xBB\xBF", "\r\n\r\n", "\r\n"},
    {"text/markdown", "# Title\n\n", "\n\n", "\n"},
    {"text/html", "<html><body><p>", "</p>\r\n<p>", "</p></body></html>"},
    {"text/html", "<html><body><p>&nbsp;&amp; ", " &shy;&eacute;<br>", "</p>"},
    {"text/vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n",
     "\n\n00:03.000 --> 00:04.000\n", "\n"},
    {"application/x-subrip", "1\n00:00:01,000 --> 00:00:02,000\n",
     "\n\n2\n00:00:03,000 --> 00:00:04,000\n", "\n"},
    {"application/ninjs+json",
     "{\"headline\":\"\\u00e9 \\ud83c\\udf0a title\",\"body_text\":\"",
     "\\n\\n", "\"}"},
    {"application/ld+json", "{\"@type\":\"NewsArticle\",\"articleBody\":\"<p>",
     "</p><p>", "</p>\"}"},
    {"application/tei+xml", "<TEI><text><u who=\"#a\"><seg>", "</seg>\r\n<seg>",
     "</seg></u></text></TEI>"},
};

void ExpectExact(const DecodedDocument& document, std::string_view source,
                 Range range) {
  const std::string_view text = document.text;
  const std::string slice(range.of(text));
  const OffsetIndex index(text);
  const Offset begin = index.At(range.begin);
  const Offset end = index.At(range.end);
  EXPECT_EQ(begin.utf8, range.begin);
  EXPECT_EQ(end.utf8, range.end);
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string utf16;
  wide.tempSubStringBetween(static_cast<int32_t>(begin.utf16),
                            static_cast<int32_t>(end.utf16))
      .toUTF8String(utf16);
  EXPECT_EQ(slice, utf16);
  const int32_t from =
      wide.moveIndex32(0, static_cast<int32_t>(begin.code_points));
  const int32_t to = wide.moveIndex32(0, static_cast<int32_t>(end.code_points));
  std::string points;
  wide.tempSubStringBetween(from, to).toUTF8String(points);
  EXPECT_EQ(slice, points);
  if (!document.map.available()) return;
  const Range back = document.map.ToSource(range);
  EXPECT_LE(back.end, source.size());
  // A verbatim word stands in its source range.
  for (const char* word : {"plain words", "wave", "quoted"}) {
    if (slice.find(word) != slice.npos) {
      EXPECT_NE(back.of(source).find(word), std::string_view::npos) << slice;
    }
  }
}

TEST(Offsets, EverySpanIsItsSliceInEachUnit) {
  for (const Format& format : kFormats) {
    SCOPED_TRACE(std::string(format.type) + format.before);
    std::string bytes = format.before;
    for (const char* words : kWords) {
      if (words != kWords[0]) bytes += format.between;
      bytes += words;
    }
    bytes += format.after;
    Issues issues;
    const DecodedDocument document =
        Decode({bytes, format.type, ""}, {}, issues);
    const std::string_view source =
        document.source_text.empty() ? bytes : document.source_text;
    const Layout layout = SplitBlocks(document, issues);
    ASSERT_FALSE(layout.blocks.empty());
    for (const Block& block : layout.blocks)
      ExpectExact(document, source, block.range);
    for (const Markup& markup : document.markup)
      ExpectExact(document, source, markup.range);
    EXPECT_NE(document.text.find("cooperate"), std::string::npos);
    EXPECT_NE(document.text.find("office floor"), std::string::npos);
    EXPECT_NE(document.text.find("no break space"), std::string::npos);
  }
}

}  // namespace
}  // namespace quoth::parse
