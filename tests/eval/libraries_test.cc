// Own readers held against the libraries that know the standards: the words of
// small documents, in order. HTML against gumbo (HTML 5), Markdown against
// cmark-gfm (CommonMark), XML against libxml2. Where we depart on purpose the
// case says so and why.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/eval/reader_libraries.h"
#include "tests/ingest/decode/decoded.h"

namespace quoth::parse {
namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string OwnWords(std::string_view type, std::string_view bytes) {
  return Joined(eval::WordsOf(DecodeAs(type, bytes).text));
}

TEST(Libraries, HtmlWordsAsGumboHasThem) {
  static constexpr const char* kPages[] = {
      // Implied ends.
      "<p>a<p>b<p>c",
      "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e",
      "<dl><dt>a<dd>b<dt>c<dd>d</dl>",
      "<table><tr><td>a<td>b<tr><td>c<td>d</table>e",
      "<table><thead><tr><th>a<tbody><tr><td>b<tfoot><tr><td>c</table>",
      "<p>a<div>b</div>c</p>d",
      "<p>a<h2>b</h2>c",
      "<p>a<table><tr><td>b</table>c",
      // Misnested formatting: words stay in order.
      "<b>a<i>b</b>c</i>d",
      "<p><b>a<p>b</b>c<p>d",
      "<a href=x>a<a href=y>b</a>c",
      "<b><b><b>a</b></b></b>b",
      "</p>a</b>b</div>c",
      "<div>a</span>b</div>c",
      // Tags and attributes as they come.
      "<P CLASS=x>a</P><bR/>b<BR>c",
      "<p title='a > b'>c</p>",
      "<p title=\"<b>\">d</p>",
      "<img alt='no words' src=x>e",
      "a < b and c > d",
      "a <3 b",
      "a<!-- <p>no</p> -->b",
      "a<!-->b-->c",
      "a<? php no ?>b",
      "a<!DOCTYPE html>b",
      "<p>a</p",
      "<p>a</p x=1>b",
      "<br>a</br>b",
      // Characters.
      "&lt;p&gt; a &amp;amp; b &copy; c",
      "&eacute;t&eacute; &Uuml;ber &#233; &#xE9; &#x1F30A;",
      "&amp &nbsp;x &copy 2020 &laquo a &raquo;",
      "&alpha; &Omega; &ccaron;",
      "&#0; a &#x110000; b &#128; c",
      "&unknown; a &; b &# c &#x; d",
      // Raw text.
      "<script>var a = '<p>no</p>';</script>a",
      "<style>p > a { }</style>a",
      "<script>if (a </script>b",
      "<title>a</title>b",
      "<textarea><p>no</p></textarea>a",
      "<template><p>no</p></template>a",
      "<svg><text>no</text></svg>a",
      "<select><option>no<option>no</select>a",
      "<iframe src=x>no</iframe>a",
      "<pre>a\n  b</pre>c",
      // Hidden.
      "<div hidden>no</div><p>a b c d e f g h</p>",
      "<p style='DISPLAY : none'>no</p><p>a b c d e f g h</p>",
      // Documents.
      "<html><head><title>no</title><body>a<html lang=x>b<body>c",
      "<body>a</body>b</html>c",
      "a",
      "",
  };
  for (const char* page : kPages) {
    EXPECT_EQ(OwnWords("text/html", page), Joined(eval::GumboWords(page)))
        << page;
  }
}

TEST(Libraries, HtmlDeparturesHaveAReason) {
  // HTML 5 moves text out of a table to before it; a reader sees it where it
  // was written, and its position must stay in order.
  EXPECT_EQ(OwnWords("text/html", "<table>a<tr><td>b</table>"), "a b");
  // For readers without scripts only; scripts do not run here, but what stands
  // there is mostly tracking and "please enable JavaScript".
  EXPECT_EQ(OwnWords("text/html", "<noscript><p>a</p></noscript>b"), "b");
  // HTML 5 reads "&not" here and "&copy" in "?a=1&copy=2"; one rule for text
  // and addresses is safer.
  EXPECT_EQ(OwnWords("text/html", "&notit;"), "notit");
  // Replaced by a frame set in browsers; nobody's document today.
  EXPECT_EQ(OwnWords("text/html", "<plaintext>a<p>b"), "a b");
}

TEST(Libraries, MarkdownWordsAsCmarkHasThem) {
  static constexpr const char* kTexts[] = {
      // Emphasis and what only looks like it.
      "*a* **b** ***c*** _d_ __e__",
      "*a **b** c*",
      "**a *b* c**",
      "*a **b*",
      "a*b*c a_b_c",
      "2 * 3 * 4",
      "\\*a\\* \\_b\\_ \\# c",
      "**a\nb**",
      "*a\n\nb*",
      "~~a~~ b",
      // Code.
      "`a` ``b`c`` `d",
      "```\na *b*\n```\nc",
      "~~~ info\na\n~~~",
      "    a *b*\n\nc",
      // Links.
      "[a](x) [b](<x y>) [c](x \"t\") [d](x 't')",
      "[a][r] [b][] [r]\n\n[r]: x \"t\"\n[b]: y",
      "[a [b] c](x) [not a link]",
      "<http://a.example> https://b.example",
      "[a](x(y)z) b",
      "[a]\n\n[a]: x",
      "a[^1] b\n\n[^1]: c",
      // Blocks.
      "# a\n## b ##\n### c\\#",
      "#a\n\n####### b",
      "a\n===\nb\n---\nc",
      "a\n***\nb\n- - -\nc",
      "> a\n> b\nc\n\nd",
      "> a\n> > b\n>\n> c",
      "- a\n- b\n  c\n\n  d\n- e",
      "1. a\n2) b\n10. c",
      "* a\n    * b\n        * c",
      "- [ ] a\n- [x] b",
      "a  \nb\\\nc",
      "| a | b |\n|---|:-:|\n| c | d \\| e |\n\nf",
      "a | b\n- | -\nc | d",
      // HTML.
      "a <b>b</b> c <!-- no --> d",
      "<!-- no\nno -->\n\na",
      "a &amp; b &copy; &eacute; &#233;",
      // Ends.
      "a\r\nb\r\n\r\nc",
      "\ta",
      "a\n\n\n\nb",
      "",
  };
  for (const char* text : kTexts) {
    EXPECT_EQ(OwnWords("text/markdown", text), Joined(eval::CmarkWords(text)))
        << text;
  }
}

TEST(Libraries, MarkdownDeparturesHaveAReason) {
  // What stands for a picture is no text of the document.
  EXPECT_EQ(OwnWords("text/markdown", "a ![alt](x) b"), "a b");
  // CommonMark passes HTML blocks on unread; their words are shown, so they
  // are read.
  EXPECT_EQ(OwnWords("text/markdown", "<div>\na *b*\n</div>\n\nc"), "a b c");
  // Front matter is metadata.
  EXPECT_EQ(OwnWords("text/markdown", "---\ntitle: a\n---\nb"), "b");
}

TEST(Libraries, XmlWordsAsLibXmlHasThem) {
  static constexpr const char* kTexts[] = {
      "<TEI><text><body><u who=\"#a\"><seg>a b</seg><seg>c</seg></u></body>"
      "</text></TEI>",
      "<TEI><text><p>a &lt;b&gt; &amp; c &#233; &#x1F30A;</p></text></TEI>",
      "<TEI><text><p>a<![CDATA[ <b> & c ]]>d</p></text></TEI>",
      "<TEI><text><p>a<!-- no -->b<?pi no?>c</p></text></TEI>",
      "<t:TEI xmlns:t='x'><t:text><t:p>a</t:p><t:p/><t:p>b</t:p></t:text>"
      "</t:TEI>",
      "<TEI><teiHeader><title>no</title></teiHeader><text><p>a</p></text>"
      "</TEI>",
  };
  for (const char* text : kTexts) {
    EXPECT_EQ(OwnWords("application/tei+xml", text),
              Joined(eval::LibXmlWords(text)))
        << text;
  }
}

}  // namespace
}  // namespace quoth::parse
