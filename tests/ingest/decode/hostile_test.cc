// Hostile documents: time linear in the size, no crash, no recursion.
#include <gtest/gtest.h>

#include <ctime>
#include <functional>
#include <string>

#include "ingest-service/parse/metadata/metadata.h"

namespace quoth::parse {
namespace {

std::string Repeat(std::string_view part, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + part.size());
  while (out.size() < bytes) out.append(part);
  return out;
}

double SecondsToRead(const std::string& bytes) {
  // CPU time: others may share the machine.
  const std::clock_t start = std::clock();
  Issues issues;
  const DecodedDocument document = Decode({bytes, "", ""}, {}, issues);
  const Layout layout = SplitBlocks(document, issues);
  ReadMetadata(document, layout, {}, issues);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

struct HostileCase {
  const char* name;
  std::string_view head, part;
};

class HostileTest : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileTest, TimeIsLinear) {
  const HostileCase& c = GetParam();
  constexpr std::size_t kSmall = 256 << 10;
  constexpr std::size_t kFactor = 4;
  const std::string small = std::string(c.head) + Repeat(c.part, kSmall);
  const std::string large =
      std::string(c.head) + Repeat(c.part, kSmall * kFactor);
  const double small_seconds = SecondsToRead(small);
  const double large_seconds = SecondsToRead(large);
  // Quadratic time would give 16; the constant keeps timer noise out.
  EXPECT_LT(large_seconds, small_seconds * kFactor * 2.5 + 1.0);
  EXPECT_LT(large_seconds, 8.0);
}

INSTANTIATE_TEST_SUITE_P(
    All, HostileTest,
    testing::Values(
        HostileCase{"quotes", "", "\""}, HostileCase{"brackets", "", "["},
        HostileCase{"one_line", "", "word "},
        HostileCase{"capitals", "", "NAME: "},
        HostileCase{"line_ends", "", "\n"},
        HostileCase{"short_lines", "", "a\n"},
        HostileCase{"open_ends", "",
                    "\"words that never end and never close and go on\n\n"},
        HostileCase{"turns", "", "Q: why?\nA: because of it all.\n"},
        HostileCase{"bylines", "", "By Ann Aye\n\n"},
        HostileCase{"datelines", "", "PORTO, Dec 29 (Wire) - Words.\n\n"},
        HostileCase{"bad_utf8", "", "\xFE\xFD"},
        HostileCase{"nuls", "", std::string_view("a\0", 2)},
        HostileCase{"md_links", "# a\n\n## b\n\n", "[a]("},
        HostileCase{"md_stars", "# a\n\n## b\n\n", "*a **b "},
        HostileCase{"md_ticks", "# a\n\n## b\n\n", "`a``b```c"},
        HostileCase{"md_quotes", "# a\n\n## b\n\n", "> "},
        HostileCase{"html_div", "<html>", "<div>"},
        HostileCase{"html_bold", "<html>", "<b id=1><p>x"},
        HostileCase{"html_table", "<html>", "<table><tr><td>"},
        HostileCase{"html_script", "<html>", "<script>"},
        HostileCase{"html_comment", "<html>", "<!-- "},
        HostileCase{"html_quote", "<html>", "<a b=\""},
        HostileCase{"html_end_tags", "<html><div><div><div>", "</span></b>"},
        HostileCase{"html_entities", "<html><p>", "&amp;"},
        HostileCase{"json_deep", "{\"uri\":", "["},
        HostileCase{"json_escapes", "{\"@context\":\"x\",\"articleBody\":\"",
                    "\\u0041 \\n"},
        HostileCase{"tei_open", "<?xml version=\"1.0\"?><TEI>",
                    "<u who=\"#a\">"},
        HostileCase{"tei_close", "<?xml version=\"1.0\"?><TEI><a><a><a>",
                    "</b>"},
        HostileCase{"vtt_tags", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "<"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace quoth::parse
