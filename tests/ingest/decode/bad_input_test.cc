// Broken and hostile documents: what is read all the same, and which numbered
// issue says what was wrong. Time and memory are bounded; hostile_test holds
// that time is linear.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ingest-service/parse/decode/charset.h"
#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {
namespace {

std::string Repeat(std::string_view part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out.append(part);
  return out;
}

struct Outcome {
  DecodedDocument document;
  Layout layout;
  std::vector<IssueCode> issues;
  double seconds = 0;  // Of CPU time: others may share the machine.
};

Outcome ReadAll(std::string_view bytes, std::string_view type,
                const DecodeLimits& limits = {}) {
  Outcome outcome;
  Issues issues;
  const std::clock_t start = std::clock();
  outcome.document = Decode({bytes, type, ""}, limits, issues);
  outcome.layout = SplitBlocks(outcome.document, issues);
  ReadMetadata(outcome.document, outcome.layout, {}, issues);
  outcome.seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  for (const Issue& issue : issues.list()) outcome.issues.push_back(issue.code);
  return outcome;
}

bool Has(const Outcome& outcome, IssueCode code) {
  return std::find(outcome.issues.begin(), outcome.issues.end(), code) !=
         outcome.issues.end();
}

struct Case {
  const char* name;
  const char* type;
  std::string bytes;
  std::string has;      // Words that must be read; "" = nothing asked.
  std::string has_not;  // Words that must not be.
  std::vector<IssueCode> issues;
};

std::vector<Case> Cases() {
  std::vector<Case> cases;
  std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE TEI [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 10; ++i)
    laughs += "<!ENTITY a" + std::to_string(i) + " \"" +
              Repeat("&a" + std::to_string(i - 1) + ";", 10) + "\">";
  laughs += "]><TEI><text><p>before &a9; after</p></text></TEI>";
  cases.push_back({"entity expansion stays as written",
                   "application/xml",
                   laughs,
                   "before",
                   "haha",
                   {}});
  cases.push_back({"external entity is not fetched",
                   "application/xml",
                   "<?xml version=\"1.0\"?><!DOCTYPE TEI [<!ENTITY x SYSTEM "
                   "\"file:///etc/passwd\">]><TEI><text><p>a &x; b</p></text>"
                   "</TEI>",
                   "a &x; b",
                   "root",
                   {}});
  cases.push_back({"HTML nested 100,000 deep",
                   "text/html",
                   "<html><body>" + Repeat("<div>", 100'000) +
                       "<p>At the bottom of it all.</p>",
                   "At the bottom",
                   "",
                   {IssueCode::kMarkupTooDeep}});
  cases.push_back({"XML nested 100,000 deep",
                   "application/tei+xml",
                   "<TEI><text>" + Repeat("<div>", 100'000) + "<p>bottom</p>",
                   "bottom",
                   "",
                   {IssueCode::kMarkupTooDeep}});
  cases.push_back({"JSON nested 10,000 deep",
                   "application/json",
                   "{\"headline\":\"x\",\"body_text\":" + Repeat("[", 10'000) +
                       Repeat("]", 10'000) + "}",
                   "",
                   "",
                   {IssueCode::kBrokenMarkup, IssueCode::kNoText}});
  cases.push_back({"lone surrogates",
                   "application/json",
                   "{\"uri\":\"x\",\"headline\":\"a \\ud800 b\","
                   "\"body_text\":\"Left \\udc00 and \\ud83d right.\"}",
                   "right.",
                   "",
                   {}});
  cases.push_back({"JSON cut short",
                   "application/json",
                   "{\"uri\":\"x\",\"body_text\":\"Left off in the mid",
                   "",
                   "",
                   {IssueCode::kBrokenMarkup}});
  cases.push_back({"HTML without closing tags",
                   "text/html",
                   "<html><body><h1>Title here<p>One.<p>Two <b>bold<p>Three.",
                   "Three.",
                   "",
                   {}});
  cases.push_back(
      {"scripts and styles",
       "text/html",
       "<html><body><script>evil()</script><style>p{}</style>"
       "<p onclick=\"evil()\">Only this.</p><noscript>No.</noscript>",
       "Only this.",
       "evil",
       {}});
  cases.push_back({"hidden text",
                   "text/html",
                   "<html><body><p>What a reader sees, and more of it.</p>"
                   "<p style=\"display:none\">hidden words</p>",
                   "reader sees",
                   "hidden words",
                   {IssueCode::kHiddenText}});
  cases.push_back({"bytes that are no UTF-8",
                   "text/plain; charset=utf-8",
                   "good \xFF\xFE bad \xC3 end",
                   "end",
                   "",
                   {IssueCode::kInvalidUtf8}});
  cases.push_back({"controls and NULs",
                   "text/plain",
                   std::string("a\0b\x01"
                               "c\x08",
                               6) +
                       " end",
                   "abc end",
                   "",
                   {IssueCode::kNulBytes}});
  cases.push_back({"overrides of direction are dropped",
                   "text/plain",
                   "safe \xE2\x80\xAEgnp.exe\xE2\x80\xAC end",
                   "safe gnp.exe end",
                   "\xE2\x80\xAE",
                   {}});
  cases.push_back({"HTML that calls itself a PDF",
                   "application/pdf",
                   "<html><body><p>No PDF at all.</p></body></html>",
                   "No PDF at all.",
                   "",
                   {IssueCode::kFormatMismatch}});
  cases.push_back({"a broken PDF",
                   "application/pdf",
                   "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
                   "xref junk",
                   "",
                   "",
                   {IssueCode::kNoText}});
  cases.push_back({"nothing", "text/plain", "", "", "", {IssueCode::kNoText}});
  cases.push_back({"only white space",
                   "text/html",
                   "<html> \n\t </html>",
                   "",
                   "",
                   {IssueCode::kNoText}});
  cases.push_back({"a comment that never ends",
                   "text/html",
                   "<html><body><p>Before.</p><!-- " + Repeat("x", 100'000),
                   "Before.",
                   "xxx",
                   {}});
  cases.push_back(
      {"an attribute that never ends",
       "text/html",
       "<html><body><p>Before.</p><a href=\"" + Repeat("y ", 50'000),
       "Before.",
       "",
       {}});
  cases.push_back({"subtitles without times",
                   "text/vtt",
                   "WEBVTT\n\nNo time here.\n",
                   "",
                   "",
                   {IssueCode::kNoText}});
  cases.push_back({"a cue that ends before it begins",
                   "text/vtt",
                   "WEBVTT\n\n00:09.000 --> 00:01.000\n<v A<b>>Words.\n",
                   "Words.",
                   "",
                   {}});
  return cases;
}

TEST(BadInput, IsReadAsFarAsItGoesAndSaysWhatIsWrong) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    const Outcome outcome = ReadAll(c.bytes, c.type);
    const std::string& text = outcome.document.text;
    EXPECT_EQ(ValidUtf8Prefix(text), text.size());
    if (!c.has.empty()) {
      EXPECT_NE(text.find(c.has), text.npos) << text.substr(0, 300);
    }
    if (!c.has_not.empty()) {
      EXPECT_EQ(text.find(c.has_not), text.npos);
    }
    for (const IssueCode code : c.issues)
      EXPECT_TRUE(Has(outcome, code)) << "issue " << static_cast<int>(code);
    EXPECT_LT(outcome.seconds, 5.0);
  }
}

std::string Deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 1);
  out.resize(size);
  return out;
}

// A page whose drawing is `content`, compressed.
std::string PdfOf(const std::string& content, int pages) {
  const std::string stream = Deflated(content);
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(pdf.size());
    pdf += std::to_string(offsets.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  object("<</Type/Catalog/Pages 2 0 R>>");
  std::string kids;
  for (int i = 0; i < pages; ++i) kids += std::to_string(5 + i) + " 0 R ";
  object("<</Type/Pages/Count " + std::to_string(pages) + "/Kids[" + kids +
         "]>>");
  object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  object("<</Filter/FlateDecode/Length " + std::to_string(stream.size()) +
         ">>stream\n" + stream + "\nendstream");
  for (int i = 0; i < pages; ++i)
    object(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        "/Resources<</Font<</F 3 0 R>>>>>>");
  const std::size_t table = pdf.size();
  pdf += "xref\n0 " + std::to_string(offsets.size() + 1) +
         "\n0000000000 65535 f \n";
  for (std::size_t offset : offsets) {
    std::string digits = std::to_string(offset);
    pdf += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  pdf += "trailer<</Size " + std::to_string(offsets.size() + 1) +
         "/Root 1 0 R>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  return pdf;
}

long PeakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// Some kilobytes that unpack to 16 MB of drawing.
TEST(BadInput, PdfBombIsBounded) {
  const std::string content =
      "BT /F 12 Tf 72 700 Td (The words before the bomb.) Tj ET\n" +
      Repeat("0 0 m 1 1 l n\n", (16u << 20) / 14);
  const std::string pdf = PdfOf(content, 1);
  ASSERT_LT(pdf.size(), 400'000u);
  const long before = PeakMegabytes();
  const Outcome outcome = ReadAll(pdf, "application/pdf");
  EXPECT_NE(outcome.document.text.find("The words before the bomb."),
            std::string::npos);
  EXPECT_LT(outcome.seconds, 30.0);
  EXPECT_LT(PeakMegabytes() - before, 512);
}

// A megabyte that unpacks to 160 MB is not read at all, and says
// so.
TEST(BadInput, PdfThatUnpacksToTooMuchIsNotRead) {
  const std::string pdf =
      PdfOf(Repeat("0 0 m 1 1 l n\n", (160u << 20) / 14), 1);
  const Outcome outcome = ReadAll(pdf, "application/pdf");
  EXPECT_TRUE(Has(outcome, IssueCode::kTruncatedText));
  EXPECT_LT(outcome.seconds, 5.0);
}

// Megabytes of drawing, shared by a thousand pages.
TEST(BadInput, PdfWhosePagesShareABombStopsEarly) {
  const std::string pdf =
      PdfOf("BT /F 12 Tf 72 700 Td (The first page.) Tj ET\n" +
                Repeat("0 0 m 1 1 l n\n", (8u << 20) / 14),
            1000);
  const Outcome outcome = ReadAll(pdf, "application/pdf");
  EXPECT_TRUE(Has(outcome, IssueCode::kTruncatedText));
  EXPECT_NE(outcome.document.text.find("The first page."), std::string::npos);
  EXPECT_LT(outcome.seconds, 60.0);
}

// A few kilobytes of text drawn on every one of a thousand pages.
TEST(BadInput, PdfWithManyPagesStopsAtTheLimit) {
  const std::string pdf =
      PdfOf("BT /F 12 Tf 72 700 Td (One page of a thousand.) Tj ET", 1000);
  DecodeLimits limits;
  limits.pages_max = 50;
  const Outcome outcome = ReadAll(pdf, "application/pdf", limits);
  EXPECT_TRUE(Has(outcome, IssueCode::kTruncatedText));
  EXPECT_LT(outcome.seconds, 10.0);
}

TEST(BadInput, TextStopsAtTheLimit) {
  DecodeLimits limits;
  limits.text_bytes_max = 1000;
  for (const char* type : {"text/plain", "text/html", "text/markdown"}) {
    const Outcome outcome = ReadAll(
        "<p>" + Repeat("caf\xC3\xA9 words ", 1000) + "</p>", type, limits);
    EXPECT_LE(outcome.document.text.size(), 1000u) << type;
    EXPECT_EQ(ValidUtf8Prefix(outcome.document.text),
              outcome.document.text.size());
    EXPECT_TRUE(Has(outcome, IssueCode::kTruncatedText)) << type;
  }
}

}  // namespace
}  // namespace quoth::parse
