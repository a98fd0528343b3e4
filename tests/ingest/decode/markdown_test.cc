#include <cmark-gfm.h>
#include <gtest/gtest.h>

#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

std::string TextOf(std::string_view markdown) {
  return DecodeAs("text/markdown", markdown).text;
}

TEST(MarkdownTest, MarksAreDroppedTextStays) {
  struct Case {
    std::string_view markdown, text, why;
  };
  const Case cases[] = {
      {"# Title #", "Title", "closing hashes"},
      {"#hashtag here", "#hashtag here", "no space, no heading"},
      {"Title\n===", "Title", "underlined"},
      {"*one* **two** ***three***", "one two three", "emphasis"},
      {"snake_case_name stays", "snake_case_name stays",
       "no emphasis inside words"},
      {"2 * 3 * 4", "2 * 3 * 4", "spaces on both sides"},
      {"\\*\\*\\*", "***", "escapes"},
      {"[words](#) and [more](<u> \"t\")", "words and more", "links"},
      {"[words](http://x.org/a_(b))", "words", "brackets in a target"},
      {"[not a link] (at all)", "[not a link] (at all)", "literal brackets"},
      {"[a][r]\n\n[r]: http://x.org", "a", "reference"},
      {"text[^1] goes on\n\n[^1]: a note", "text goes on", "footnote mark"},
      {"![alt](x.png) after", " after", "a picture among words"},
      {"`code *x*`", "code *x*", "code span"},
      {"AT&amp;T &#8217;", "AT&T \xE2\x80\x99", "references"},
      {"a<br>b <span class=\"x\">c</span>", "a\nb c", "inline HTML"},
      {"<http://x.org>", "http://x.org", "autolink"},
      {"<!-- gone\nstill gone -->\n\nhere", "here", "comment"},
      {"> quoted\ngoes on\n\nafter", "quoted\ngoes on\n\nafter", "lazy quote"},
      {"- one\n- two", "one\ntwo", "list"},
      {"line one\\\nline two", "line one\nline two", "hard break"},
      {"~~gone~~", "gone", "strikethrough keeps its words"},
      {"---\ntitle: T\n---\n\nbody", "body", "front matter"},
  };
  for (const Case& c : cases) EXPECT_EQ(TextOf(c.markdown), c.text) << c.why;
}

TEST(MarkdownTest, EveryWordKeepsItsPosition) {
  const std::string_view source =
      "## A *bold* \\*claim\\*\n\n“One [linked\nphrase](#) &amp; more.”\n";
  const DecodedDocument document = DecodeAs("text/markdown", source);
  EXPECT_EQ(SourceOf(document, source, "bold"), "bold");
  EXPECT_EQ(SourceOf(document, source, "*claim*"), "*claim\\*");
  EXPECT_EQ(SourceOf(document, source, "linked\nphrase"), "linked\nphrase");
  EXPECT_EQ(SourceOf(document, source, "& more."), "&amp; more.");
}

TEST(MarkdownTest, StructureIsMarked) {
  const DecodedDocument document =
      DecodeAs("text/markdown",
               "# T\n\n**Q:** why?\n\n> said\n\n***\n\n| a | b |\n|---|---|\n| "
               "c | d |\n");
  EXPECT_EQ(TextsOf(document, MarkupKind::kHeading),
            std::vector<std::string>{"T"});
  EXPECT_EQ(TextsOf(document, MarkupKind::kStrong),
            std::vector<std::string>{"Q:"});
  EXPECT_EQ(TextsOf(document, MarkupKind::kBlockQuote),
            std::vector<std::string>{"said"});
  EXPECT_EQ(TextsOf(document, MarkupKind::kRule).size(), 1u);
  EXPECT_EQ(TextsOf(document, MarkupKind::kTable).size(), 1u);
}

// Letters of cmark's rendering and of ours, for prose with ordinary marks.
TEST(MarkdownTest, AgreesWithCmarkOnWords) {
  for (std::string_view markdown :
       {"A **bold *and italic* word** here.", "*a **b** c* d", "**a*b*c**",
        "a * b *c*", "_a_ __b__ _c_d", "[a *b*](c) *[d](e)*", "`a` ``b`c``",
        "**unclosed and *fine*", "*a**b*", "***a** b*", "***a* b**",
        "\\[x\\] \\_y\\_", "a_b_c *d*e", "“*quoted*” – **yes**", "> *a*\n> b",
        "1. one\n2. two", "A\n---\n\nb"}) {
    cmark_node* root = cmark_parse_document(markdown.data(), markdown.size(),
                                            CMARK_OPT_DEFAULT);
    std::string expected;
    cmark_iter* iter = cmark_iter_new(root);
    for (cmark_event_type event = cmark_iter_next(iter);
         event != CMARK_EVENT_DONE; event = cmark_iter_next(iter)) {
      const char* literal = cmark_node_get_literal(cmark_iter_get_node(iter));
      if (event == CMARK_EVENT_ENTER && literal != nullptr)
        expected.append(literal);
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    const auto squeezed = [](std::string_view s) {
      std::string out;
      for (char c : s) {
        if (c != ' ' && c != '\n') out.push_back(c);
      }
      return out;
    };
    EXPECT_EQ(squeezed(TextOf(markdown)), squeezed(expected)) << markdown;
  }
}

}  // namespace
}  // namespace quoth::parse
