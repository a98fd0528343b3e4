#include "ingest-service/topic_authority/import_request.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "ingest-service/parse/topics/skos_reader.h"
#include "service-kit/names/names.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr std::size_t kSourceBytesMax = 63;
constexpr int kSynonymsMax = 50;
constexpr int kBroaderMax = 20;
constexpr std::size_t kDefinitionBytesMax = 1000;

bool IsSource(std::string_view source) {
  return !source.empty() && source.size() <= kSourceBytesMax &&
         std::all_of(source.begin(), source.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// Absent for a type that is neither.
std::optional<parse::SkosSyntax> SyntaxOf(std::string_view content_type) {
  const std::string type =
      std::string(content_type.substr(0, content_type.find(';')));
  if (type.empty()) return parse::SkosSyntax::kByContent;
  if (type == "text/turtle" || type == "application/x-turtle") {
    return parse::SkosSyntax::kTurtle;
  }
  if (type == "application/rdf+xml") return parse::SkosSyntax::kRdfXml;
  return std::nullopt;
}

absl::Status CheckLabel(std::string_view field, std::string_view text) {
  if (text.size() > parse::kLabelBytesMax) {
    return kit::InvalidField(field, "has more than 160 bytes");
  }
  // They would end the line of the file that keeps it.
  if (text.find_first_of("\r\n") != std::string_view::npos) {
    return kit::InvalidField(field, "has a line end");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckImport(const v1::ImportTopicsRequest& request) {
  if (!IsSource(request.source())) {
    return kit::InvalidField("source",
                             "must be 1 to 63 of a to z, 0 to 9 and hyphens");
  }
  for (const std::string_view reserved :
       {kBuiltinTopics, std::string_view("documents"), kPromotedTopics}) {
    if (request.source() == reserved) {
      return kit::InvalidField("source", "is a name the server uses itself");
    }
  }
  if (!SyntaxOf(request.content_type())) {
    return kit::InvalidField(
        "content_type", "must be text/turtle or application/rdf+xml, or empty");
  }
  if (request.remove() && !request.content().empty()) {
    return kit::InvalidField("content", "must be empty beside remove");
  }
  if (!request.remove() && request.content().empty()) {
    return kit::InvalidField("content", "is empty");
  }
  return absl::OkStatus();
}

absl::Status CheckPromotion(const v1::PromoteTopicRequest& request) {
  if (absl::StatusOr<kit::TopicName> name =
          kit::ParseTopicName("name", request.name());
      !name.ok()) {
    return name.status();
  }
  if (absl::Status s = CheckLabel("display_name", request.display_name());
      !s.ok()) {
    return s;
  }
  switch (request.kind()) {
    case v1::TOPIC_KIND_UNSPECIFIED:
    case v1::TOPIC_KIND_SUBJECT:
    case v1::TOPIC_KIND_ENTITY:
    case v1::TOPIC_KIND_EVENT:
      break;
    default:
      return kit::InvalidField("kind", "must be SUBJECT, ENTITY or EVENT");
  }
  if (request.synonyms_size() > kSynonymsMax) {
    return kit::InvalidField("synonyms", "has more than 50");
  }
  for (int i = 0; i < request.synonyms_size(); ++i) {
    const std::string field = absl::StrCat("synonyms[", i, "]");
    if (request.synonyms(i).text().empty()) {
      return kit::InvalidField(field + ".text", "is empty");
    }
    if (absl::Status s =
            CheckLabel(field + ".text", request.synonyms(i).text());
        !s.ok()) {
      return s;
    }
    const std::string& language = request.synonyms(i).language();
    if (language.size() > 35 ||
        !std::all_of(language.begin(), language.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 (c >= '0' && c <= '9') || c == '-';
        })) {
      return kit::InvalidField(field + ".language", "is not a BCP 47 tag");
    }
  }
  if (request.broader_size() > kBroaderMax) {
    return kit::InvalidField("broader", "has more than 20");
  }
  for (int i = 0; i < request.broader_size(); ++i) {
    absl::StatusOr<kit::TopicName> broader = kit::ParseTopicName(
        std::string(absl::StrCat("broader[", i, "]")), request.broader(i));
    if (!broader.ok()) return broader.status();
  }
  if (request.definition().size() > kDefinitionBytesMax) {
    return kit::InvalidField("definition", "has more than 1,000 bytes");
  }
  return absl::OkStatus();
}

ImportedTopics ToImportedTopics(const v1::ImportTopicsRequest& request) {
  return {.source = request.source(),
          .contents = request.content(),
          .syntax = SyntaxOf(request.content_type())
                        .value_or(parse::SkosSyntax::kByContent),
          .without_builtin = request.without_builtin(),
          .chosen_for_matching = request.source() == kPromotedTopics};
}

}  // namespace quoth::ingest
