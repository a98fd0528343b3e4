#include "tests/eval/reader_libraries.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <gumbo.h>
#include <libxml/parser.h>
#include <libxml/xmlreader.h>

#include <algorithm>
#include <array>
#include <map>

#include "ingest-service/parse/ascii.h"

namespace quoth::eval {
namespace {

using parse::IsAlnum;
using parse::IsHigh;

bool IsUnread(GumboTag tag) {
  static constexpr std::array kUnread = {
      GUMBO_TAG_HEAD,     GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,
      GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_SVG,
      GUMBO_TAG_MATH,     GUMBO_TAG_CANVAS,   GUMBO_TAG_IFRAME,
      GUMBO_TAG_SELECT,   GUMBO_TAG_BUTTON,   GUMBO_TAG_TEXTAREA,
      GUMBO_TAG_OBJECT,   GUMBO_TAG_AUDIO,    GUMBO_TAG_VIDEO,
      GUMBO_TAG_TITLE,    GUMBO_TAG_OPTION};
  return std::find(kUnread.begin(), kUnread.end(), tag) != kUnread.end();
}

bool IsInline(GumboTag tag) {
  static constexpr std::array kInline = {
      GUMBO_TAG_A,      GUMBO_TAG_B,    GUMBO_TAG_I,    GUMBO_TAG_EM,
      GUMBO_TAG_STRONG, GUMBO_TAG_SPAN, GUMBO_TAG_FONT, GUMBO_TAG_U,
      GUMBO_TAG_SUB,    GUMBO_TAG_SUP,  GUMBO_TAG_ABBR, GUMBO_TAG_CITE,
      GUMBO_TAG_CODE,   GUMBO_TAG_S,    GUMBO_TAG_TT,   GUMBO_TAG_Q};
  return std::find(kInline.begin(), kInline.end(), tag) != kInline.end();
}

bool IsHidden(const GumboElement& element) {
  if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr)
    return true;
  const GumboAttribute* style =
      gumbo_get_attribute(&element.attributes, "style");
  if (style == nullptr) return false;
  std::string squeezed;
  for (const char* c = style->value; *c != 0; ++c) {
    if (!parse::IsSpace(*c)) squeezed.push_back(parse::ToLower(*c));
  }
  return squeezed.find("display:none") != squeezed.npos ||
         squeezed.find("visibility:hidden") != squeezed.npos;
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    // Marks of U+20xx part words; so does the no-break space.
    if (text[at] == '\xE2' || text[at] == '\xC2') {
      at += text[at] == '\xE2' ? 3 : 2;
      continue;
    }
    if (!IsAlnum(text[at]) && !IsHigh(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (IsAlnum(text[end]) || IsHigh(text[end])) &&
           text[end] != '\xE2' && text[end] != '\xC2')
      ++end;
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::vector<std::string> GumboWords(std::string_view html) {
  GumboOptions options = kGumboDefaultOptions;
  GumboOutput* output =
      gumbo_parse_with_options(&options, html.data(), html.size());
  std::string text;
  std::vector<std::pair<const GumboNode*, unsigned>> stack = {
      {output->root, 0}};
  while (!stack.empty()) {
    auto& [node, child] = stack.back();
    if (node->type != GUMBO_NODE_ELEMENT) {
      if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA)
        text.append(node->v.text.text);
      if (node->type == GUMBO_NODE_WHITESPACE) text.push_back(' ');
      stack.pop_back();
      continue;
    }
    const GumboElement& element = node->v.element;
    if (child == 0 && (IsUnread(element.tag) || IsHidden(element))) {
      stack.pop_back();
      text.push_back(' ');
      continue;
    }
    const bool starts = child == 0;
    const bool ends = child >= element.children.length;
    if ((starts || ends) && !IsInline(element.tag)) text.push_back(' ');
    if (ends) {
      stack.pop_back();
      continue;
    }
    const auto* next =
        static_cast<const GumboNode*>(element.children.data[child++]);
    stack.emplace_back(next, 0);
  }
  gumbo_destroy_output(&options, output);
  return WordsOf(text);
}

std::vector<std::string> LibXmlWords(std::string_view xml) {
  std::string text;
  xmlTextReader* reader = xmlReaderForMemory(
      xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (reader == nullptr) return {};
  int header = -1;
  while (xmlTextReaderRead(reader) == 1) {
    const int type = xmlTextReaderNodeType(reader);
    const int depth = xmlTextReaderDepth(reader);
    if (header >= 0 && depth <= header) header = -1;
    const auto* name =
        reinterpret_cast<const char*>(xmlTextReaderConstLocalName(reader));
    if (type == XML_READER_TYPE_ELEMENT && name != nullptr &&
        std::string_view(name) == "teiHeader")
      header = depth;
    if (header >= 0) continue;
    if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
        type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) {
      text.append(
          reinterpret_cast<const char*>(xmlTextReaderConstValue(reader)));
    } else if (type == XML_READER_TYPE_ELEMENT ||
               type == XML_READER_TYPE_END_ELEMENT) {
      text.push_back(' ');
    }
  }
  xmlFreeTextReader(reader);
  return WordsOf(text);
}

std::vector<std::string> CmarkWords(std::string_view markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser* parser =
      cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE);
  for (const char* name : {"table", "strikethrough", "autolink"}) {
    cmark_parser_attach_syntax_extension(parser,
                                         cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, markdown.data(), markdown.size());
  cmark_node* document = cmark_parser_finish(parser);
  std::string text;
  cmark_iter* iter = cmark_iter_new(document);
  for (cmark_event_type event = cmark_iter_next(iter);
       event != CMARK_EVENT_DONE; event = cmark_iter_next(iter)) {
    cmark_node* node = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(node);
    // Notes stand behind the text; the parser leaves them out.
    if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
      cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
      continue;
    }
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
        type == CMARK_NODE_CODE_BLOCK) {
      text.append(cmark_node_get_literal(node));
      if (type == CMARK_NODE_CODE_BLOCK) text.push_back(' ');
    } else if (type != CMARK_NODE_EMPH && type != CMARK_NODE_STRONG &&
               type != CMARK_NODE_LINK && type != CMARK_NODE_HTML_INLINE) {
      text.push_back(' ');
    }
  }
  cmark_iter_free(iter);
  cmark_node_free(document);
  cmark_parser_free(parser);
  return WordsOf(text);
}

double WordsInCommon(const std::vector<std::string>& a,
                     const std::vector<std::string>& b) {
  if (a.empty() && b.empty()) return 1;
  std::map<std::string_view, int> counts;
  for (const std::string& word : a) ++counts[word];
  std::size_t common = 0;
  for (const std::string& word : b) {
    if (counts[word]-- > 0) ++common;
  }
  return 2.0 * static_cast<double>(common) /
         static_cast<double>(a.size() + b.size());
}

}  // namespace quoth::eval
