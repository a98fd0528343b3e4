// What well-kept libraries read in the formats that the parser reads itself:
// gumbo (HTML), libxml2 (XML), cmark-gfm (Markdown). For comparison only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace quoth::eval {

// Words for a reader, in document order: runs of letters and digits. HTML: what
// the parser leaves out by element (scripts, forms' insides, hidden) is left
// out here too. "" elements never fail; unreadable input gives none.
std::vector<std::string> GumboWords(std::string_view html);
std::vector<std::string> LibXmlWords(std::string_view xml);
std::vector<std::string> CmarkWords(std::string_view markdown);

// Words of a text, as above.
std::vector<std::string> WordsOf(std::string_view text);

// Share of the words of both that are in the other as well, each as often: 1 =
// the same words.
double WordsInCommon(const std::vector<std::string>& a,
                     const std::vector<std::string>& b);

}  // namespace quoth::eval
