#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest-service/parse/decode/html_tree.h"
#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

using testing::ElementsAre;

std::string TextOf(std::string_view html) {
  return DecodeAs("text/html", html).text;
}

TEST(HtmlTest, TextComesAsAReaderSeesIt) {
  struct Case {
    std::string_view html, text, why;
  };
  const Case cases[] = {
      {"<p>one<p>two", "one\n\ntwo", "paragraphs close themselves"},
      {"<p>a  b\n c</p>", "a b c", "white space runs"},
      {"<p>a<b>b</b> <i>c</i></p>", "ab c", "inline tags make no space"},
      {"<p>one<br>two</p>", "one\ntwo", "a line break"},
      {"<div>one<br><br>two</div>", "one\n\ntwo",
       "two of them end a paragraph"},
      {"<ul><li>a<li>b</ul>", "a\nb", "list items"},
      {"<p>She said <q>yes</q>.</p>", "She said \xE2\x80\x9Cyes\xE2\x80\x9D.",
       "quotation marks that the browser draws"},
      {"<p>&ldquo;x&rdquo; &amp; &#x2014; &#146;</p>",
       "\xE2\x80\x9Cx\xE2\x80\x9D & \xE2\x80\x94 \xE2\x80\x99",
       "references, windows-1252 numbers too"},
      {"<p>a &bogus; b & c</p>", "a &bogus; b & c",
       "what is no reference stays"},
      {"<p>a</p><script>var x='<p>no</p>';</script><style>p{}</style><p>b</p>",
       "a\n\nb", "scripts and styles"},
      {"<p>a<!-- <p>no</p> --></p>", "a", "comments"},
      {"<p>seen</p><div hidden><p>trap</p></div><p style='display: "
       "none'>trap</p>",
       "seen", "invisible text"},
      {"<p>1 < 2 and x<y</p>", "1 < 2 and x", "a lone mark is text"},
      {"<p>tail", "tail", "text at the very end"},
      {"<table><tr><td>a<td>b<tr><td>c</table>", "a\nb\nc", "cells"},
  };
  for (const Case& c : cases) EXPECT_EQ(TextOf(c.html), c.text) << c.why;
}

TEST(HtmlTest, PositionsSurviveEntitiesAndTags) {
  const std::string_view html =
      "<p>The <b>mayor</b>&nbsp;said &ldquo;yes&rdquo;\n  today.</p>";
  const DecodedDocument document = DecodeAs("text/html", html);
  EXPECT_EQ(document.text, "The mayor said \xE2\x80\x9Cyes\xE2\x80\x9D today.");
  EXPECT_EQ(SourceOf(document, html, "mayor"), "mayor");
  EXPECT_EQ(SourceOf(document, html, "\xE2\x80\x9Cyes\xE2\x80\x9D"),
            "&ldquo;yes&rdquo;");
  EXPECT_EQ(SourceOf(document, html, "today."), "today.");
}

TEST(HtmlTest, DeclaresMetadata) {
  const DecodedDocument document =
      DecodeAs("text/html", R"(<html lang="de"><head><title>T | Blatt</title>
    <meta property="og:title" content="T &amp; more"><meta name="author" content="A. Aye">
    <link rel="canonical" href="https://x.org/a"><script type="application/ld+json">
    {"@graph":[{"@type":"NewsArticle","headline":"H","datePublished":"2021-03-04","author":{"name":"B. Bee"}}]}
    </script></head><body><p>x</p></body></html>)");
  EXPECT_THAT(ValuesOf(document, "title"),
              ElementsAre("T | Blatt", "T & more", "H"));
  EXPECT_THAT(ValuesOf(document, "author"), ElementsAre("A. Aye", "B. Bee"));
  EXPECT_THAT(ValuesOf(document, "published"), ElementsAre("2021-03-04"));
  EXPECT_THAT(ValuesOf(document, "url"), ElementsAre("https://x.org/a"));
  EXPECT_THAT(ValuesOf(document, "language"), ElementsAre("de"));
}

TEST(HtmlTest, FurnitureIsMarkedTheArticleIsNot) {
  std::string html =
      "<body><nav><a href=/>Home</a></nav><div class='article-body'>";
  for (int i = 0; i < 5; ++i)
    html +=
        "<p>A paragraph of the story, long enough to be told from a line of a "
        "menu.</p>";
  html +=
      "<div class='related-posts'><h3>Related</h3><a href=/1>Another story "
      "altogether</a></div></div>"
      "<div id='comments'><p>A comment by a reader, who has a lot to say about "
      "this, and says it.</p></div></body>";
  const DecodedDocument document = DecodeAs("text/html", html);
  EXPECT_THAT(TextsOf(document, MarkupKind::kBoilerplate),
              ElementsAre("Home", "Related", "Another story altogether",
                          testing::StartsWith("A comment by a reader")));
}

TEST(HtmlTreeTest, DepthIsBounded) {
  std::string html;
  for (int i = 0; i < 10'000; ++i) html += "<div>";
  html += "x";
  const HtmlTree tree = ReadHtmlTree(html, 100);
  EXPECT_TRUE(tree.too_deep);
  for (uint32_t n = 1; n < tree.nodes.size(); ++n)
    ASSERT_LT(tree.nodes[n].parent, n);
}

TEST(HtmlTreeTest, SubtreesNest) {
  const HtmlTree tree =
      ReadHtmlTree("<div><p>a<b>b</div>c<ul><li>d<li>e</ul></p>", 64);
  for (uint32_t n = 1; n < tree.nodes.size(); ++n) {
    const HtmlNode& parent = tree.nodes[tree.nodes[n].parent];
    EXPECT_GT(tree.nodes[n].end, n);
    EXPECT_LE(tree.nodes[n].end, parent.end);
  }
}

}  // namespace
}  // namespace quoth::parse
