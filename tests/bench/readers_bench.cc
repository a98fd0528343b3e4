// MB/s of source of each format: decoding alone, and with blocks and metadata.
//
//   readers_bench [--benchmark_filter=html]
//
// The documents are made here: a wire story of about 60 paragraphs, with the
// markup that each format has for it. PDF reads tests/data/forms/
// two_columns.pdf of the folder in QUOTH_SOURCE_DIR.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {
namespace {

constexpr int kParagraphs = 60;

std::string Paragraph(int i) {
  const std::string number = std::to_string(i);
  return "The harbour board of district " + number +
         " defended its plan to deepen the northern channel on Wednesday, "
         "saying that the work could not wait for another winter. “We have "
         "lost two ferries to the sandbanks in a year,” chairwoman Petra "
         "Lindqvist said. “That is two too many for a district of this size.” "
         "Fishermen of berth " +
         number + " said the spoil would smother the mussel beds.";
}

std::string PlainText() {
  std::string text =
      "Harbour board defends plan\n\nBy Orla Fenwick\n\n"
      "March 4, 2021\n\n";
  for (int i = 0; i < kParagraphs; ++i) text += Paragraph(i) + "\n\n";
  return text;
}

std::string Markdown() {
  std::string text = "# Harbour board defends plan\n\n*By Orla Fenwick*\n\n";
  for (int i = 0; i < kParagraphs; ++i) {
    if (i % 10 == 0) text += "## Part " + std::to_string(i) + "\n\n";
    text += "**Note** " + Paragraph(i) + " See [the plan](x) and *more*.\n\n";
  }
  return text;
}

// A page has as much furniture as text.
std::string Html() {
  std::string menu = "<nav class=\"menu main-menu\"><ul>";
  for (int i = 0; i < 120; ++i)
    menu += "<li class=\"item\"><a href=\"/section/" + std::to_string(i) +
            "\">Section " + std::to_string(i) + "</a></li>\n";
  menu += "</ul></nav>";
  std::string text =
      "<!DOCTYPE html><html lang=\"en\"><head><title>Harbour board defends "
      "plan | The Courier</title><meta property=\"og:site_name\" "
      "content=\"The Courier\"><script>" +
      std::string(8000, 'x') + "</script></head><body>" + menu +
      "<article class=\"post\"><h1>Harbour board defends plan</h1>"
      "<div class=\"entry-content\">";
  for (int i = 0; i < kParagraphs; ++i)
    text += "<p class=\"story-text\">" + Paragraph(i) +
            " <a href=\"/x\">More</a> &ndash; <b>here</b>.</p>\n";
  return text + "</div></article>" + menu + "</body></html>";
}

std::string WebVtt() {
  std::string text = "WEBVTT\n\n";
  for (int i = 0; i < kParagraphs * 4; ++i)
    text += "00:" + std::to_string(10 + i / 60) + ":" +
            std::to_string(10 + i % 50) + ".000 --> 00:59:00.000\n<v Speaker " +
            std::to_string(i / 3) +
            ">We have lost two ferries to the sandbanks\nin a year, and that "
            "is two too many.\n\n";
  return text;
}

std::string SubRip() {
  std::string text;
  for (int i = 0; i < kParagraphs * 4; ++i)
    text += std::to_string(i + 1) +
            "\n00:00:01,000 --> 00:00:02,000\n>> SPEAKER: We have lost two "
            "ferries to the sandbanks\nin a year, and that is two too many."
            "\n\n";
  return text;
}

std::string Escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
  }
  return out;
}

std::string Ninjs() {
  return "{\"uri\":\"urn:x\",\"headline\":\"Harbour board defends plan\","
         "\"byline\":\"Orla Fenwick\",\"body_text\":\"" +
         Escaped(PlainText()) + "\"}";
}

std::string JsonLd() {
  return "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\","
         "\"headline\":\"Harbour board defends plan\",\"articleBody\":\"" +
         Escaped(PlainText()) + "\"}";
}

std::string Tei() {
  std::string text =
      "<?xml version=\"1.0\"?><TEI><teiHeader><title>Sitting</title>"
      "</teiHeader><text><body><div>";
  for (int i = 0; i < kParagraphs; ++i)
    text += "<u who=\"#Speaker" + std::to_string(i % 7) + "\"><seg>" +
            Paragraph(i) + "</seg><note>Applause</note></u>\n";
  return text + "</div></body></text></TEI>";
}

std::string Pdf() {
  const char* root = std::getenv("QUOTH_SOURCE_DIR");
  std::ifstream in(std::string(root == nullptr ? "." : root) +
                       "/tests/data/forms/two_columns.pdf",
                   std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void Read(benchmark::State& state, const std::string& bytes, const char* type,
          bool whole) {
  if (bytes.empty()) {
    state.SkipWithError("no document; set QUOTH_SOURCE_DIR");
    return;
  }
  for (auto _ : state) {
    Issues issues;
    const DecodedDocument document = Decode({bytes, type, ""}, {}, issues);
    benchmark::DoNotOptimize(document.text.data());
    if (!whole) continue;
    const Layout layout = SplitBlocks(document, issues);
    const Metadata metadata = ReadMetadata(document, layout, {}, issues);
    benchmark::DoNotOptimize(metadata.title.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(bytes.size()));
}

void Register(const char* name, const std::string& bytes, const char* type) {
  for (const bool whole : {false, true}) {
    benchmark::RegisterBenchmark(
        (std::string(name) + (whole ? "/decode+blocks+metadata" : "/decode"))
            .c_str(),
        [=](benchmark::State& state) { Read(state, bytes, type, whole); });
  }
}

}  // namespace
}  // namespace quoth::parse

int main(int argc, char** argv) {
  using namespace quoth::parse;
  Register("plain-text", PlainText(), "text/plain");
  Register("markdown", Markdown(), "text/markdown");
  Register("html", Html(), "text/html");
  Register("pdf", Pdf(), "application/pdf");
  Register("webvtt", WebVtt(), "text/vtt");
  Register("subrip", SubRip(), "application/x-subrip");
  Register("ninjs", Ninjs(), "application/ninjs+json");
  Register("json-ld", JsonLd(), "application/ld+json");
  Register("tei", Tei(), "application/tei+xml");
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
