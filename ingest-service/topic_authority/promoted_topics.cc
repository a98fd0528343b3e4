#include "ingest-service/topic_authority/promoted_topics.h"

#include <algorithm>

#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/topics/skos_reader.h"

namespace quoth::ingest {
namespace {

using parse::AppendTo;
using parse::Concat;

// Every concept begins with a line of its own: "#= grain-corridor".
constexpr std::string_view kMark = "#= ";

std::string Preamble() {
  return Concat(
      "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
      "@prefix quoth: <",
      parse::kQuothTerms, "> .\n");
}

// A Turtle string. Labels have no line ends; a definition may.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c != '\0') {
      out += c;
    }
  }
  return out + "\"";
}

std::string Without(std::string_view document, std::string_view slug) {
  const std::string mark = Concat(kMark, slug, "\n");
  const std::size_t begin = document.find(mark);
  if (begin == std::string_view::npos) return std::string(document);
  const std::size_t end =
      std::min(document.find(kMark, begin + mark.size()), document.size());
  return Concat(document.substr(0, begin), document.substr(end));
}

}  // namespace

std::string_view PromotedSlug(std::string_view name) {
  constexpr std::string_view kMark = "candidate.";
  std::string_view slug = name.substr(name.find('/') + 1);
  if (slug.starts_with(kMark)) slug.remove_prefix(kMark.size());
  return slug;
}

std::string PromotedLabel(const v1::PromoteTopicRequest& request) {
  if (!request.display_name().empty()) return request.display_name();
  std::string label(PromotedSlug(request.name()));
  std::replace(label.begin(), label.end(), '-', ' ');
  return label;
}

std::string WithPromotedTopic(std::string_view document,
                              const v1::PromoteTopicRequest& request,
                              const std::vector<std::string>& broader) {
  std::string out = document.empty()
                        ? Preamble()
                        : Without(document, PromotedSlug(request.name()));
  AppendTo(out, kMark, PromotedSlug(request.name()),
           "\n<urn:quoth:promoted:", PromotedSlug(request.name()),
           "> a skos:Concept");
  if (request.kind() == v1::TOPIC_KIND_ENTITY) out += ", quoth:Entity";
  if (request.kind() == v1::TOPIC_KIND_EVENT) out += ", quoth:Event";
  AppendTo(out, " ;\n  skos:prefLabel ", Quoted(PromotedLabel(request)), "@en");
  for (const v1::TopicLabel& synonym : request.synonyms()) {
    AppendTo(out, " ;\n  skos:altLabel ", Quoted(synonym.text()));
    if (!synonym.language().empty() && synonym.language() != "und") {
      AppendTo(out, "@", synonym.language());
    }
  }
  for (const std::string& uri : broader) {
    AppendTo(out, " ;\n  skos:broader <", uri, ">");
  }
  if (!request.definition().empty()) {
    AppendTo(out, " ;\n  skos:definition ", Quoted(request.definition()),
             "@en");
  }
  out += " .\n";
  return out;
}

}  // namespace quoth::ingest
