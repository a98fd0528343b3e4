// ninjs (versions 1 and 2) and schema.org NewsArticle as JSON(-LD).
//
// Metadata comes from the parsed value; the texts are found in the source
// itself, so that every byte keeps its position.
#include <nlohmann/json.hpp>
#include <string>

#include "ingest-service/parse/ascii.h"
#include "ingest-service/parse/decode/formats.h"
#include "ingest-service/parse/decode/json_strings.h"
#include "ingest-service/parse/decode/json_text.h"
#include "ingest-service/parse/decode/news_article.h"
#include "ingest-service/parse/decode/text_builder.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kStringsMax = 100'000;

bool LooksLikeHtml(std::string_view s) {
  const std::string_view head = s.substr(0, 4096);
  return ContainsIgnoreCase(head, "</p>") || ContainsIgnoreCase(head, "<br") ||
         ContainsIgnoreCase(head, "<p>") || ContainsIgnoreCase(head, "</div>");
}

// Paragraphs of a plain body are lines or stand between blank lines; the
// blocks stage finds them only when no part has markup, so mark them here.
void MarkParagraphs(DecodedDocument& part) {
  const std::string_view text = part.text;
  const bool blank_lines = text.find("\n\n") != text.npos;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find(blank_lines ? "\n\n" : "\n", at);
    if (end == text.npos) end = text.size();
    if (!Strip(text.substr(at, end - at)).empty()) {
      part.markup.push_back(
          {MarkupKind::kParagraph,
           0,
           {static_cast<uint32_t>(at), static_cast<uint32_t>(end)},
           {}});
    }
    at = end + (blank_lines ? 2 : 1);
  }
}

class NewsReader {
 public:
  NewsReader(const ReaderInput& input, DecodedDocument& out, Issues& issues)
      : input_(input), out_(out), issues_(issues) {}

  void AddTitle(const JsonString& string) {
    if (titled_) return;
    titled_ = true;
    DecodedDocument part;
    SourceMap middle;
    const std::string decoded =
        DecodeJsonString(input_.source, string.value, middle);
    TextBuilder builder(decoded, 4096, part);
    builder.CopyCollapsed({0, static_cast<uint32_t>(decoded.size())});
    part.markup.push_back({MarkupKind::kTitle, 1, {0, builder.size()}, {}});
    if (!part.text.empty()) AppendPart(part, middle, out_);
  }

  void AddBody(const JsonString& string) {
    DecodedDocument part;
    SourceMap middle;
    const std::string decoded =
        DecodeJsonString(input_.source, string.value, middle);
    if (LooksLikeHtml(decoded)) {
      ReadHtml({decoded, input_.limits}, part, issues_);
      // A body is all body: nothing in it is a page's furniture.
      std::erase_if(part.markup, [](const Markup& m) {
        return m.kind == MarkupKind::kBoilerplate;
      });
    } else {
      ReadPlainText({decoded, input_.limits}, part, issues_);
      MarkParagraphs(part);
    }
    if (!part.text.empty()) AppendPart(part, middle, out_);
  }

 private:
  const ReaderInput& input_;
  DecodedDocument& out_;
  Issues& issues_;
  bool titled_ = false;
};

void DeclareFeed(DecodedDocument& out, const nlohmann::json& item,
                 const char* member, std::string_view field) {
  const auto found = item.find(member);
  if (found == item.end()) return;
  if (found->is_array()) {
    std::size_t count = 0;
    for (const auto& one : *found) {
      if (++count > 64) return;
      Declare(out, MetadataOrigin::kFeed, field, StringOf(one));
    }
  } else {
    Declare(out, MetadataOrigin::kFeed, field, StringOf(*found));
  }
}

// "headlines": [{"role": "main", "value": "..."}]
void DeclareValue(DecodedDocument& out, const nlohmann::json& item,
                  const char* member, std::string_view field) {
  const auto found = item.find(member);
  if (found == item.end() || !found->is_array() || found->empty() ||
      !found->front().is_object())
    return;
  if (const auto value = found->front().find("value");
      value != found->front().end()) {
    Declare(out, MetadataOrigin::kFeed, field, StringOf(*value));
  }
}

void ReadNinjsMetadata(const nlohmann::json& item, DecodedDocument& out) {
  static constexpr std::pair<const char*, const char*> kMembers[] = {
      {"headline", "title"},
      {"byline", "author"},
      {"by", "author"},
      {"source", "outlet"},
      {"infosources", "outlet"},
      {"firstcreated", "published"},
      {"firstCreated", "published"},
      {"versioncreated", "modified"},
      {"versionCreated", "modified"},
      {"contentcreated", "published"},
      {"language", "language"},
      {"subject", "keyword"},
      {"subjects", "keyword"},
      {"uri", "url"},
      {"slugline", "description"},
      {"genre", "type"},
      {"genres", "type"}};
  for (const auto& [member, field] : kMembers) {
    const auto found = item.find(member);
    // An identifier such as "urn:newsml:..." is no address.
    if (std::string_view(field) == "url" &&
        (found == item.end() || !found->is_string() ||
         !found->get<std::string>().starts_with("http"))) {
      continue;
    }
    DeclareFeed(out, item, member, field);
  }
  DeclareValue(out, item, "headlines", "title");
}

}  // namespace

void ReadNinjs(const ReaderInput& input, DecodedDocument& out, Issues& issues) {
  const nlohmann::json value = ParseJson(input.source, input.limits.depth_max);
  if (value.is_discarded()) {
    issues.Add(IssueCode::kBrokenMarkup, {}, "no JSON, or nested too deep");
    return;
  }
  // What calls itself JSON only may be schema.org's.
  const bool ninjs =
      value.is_object() &&
      (value.contains("body_text") || value.contains("body_xhtml") ||
       value.contains("body_html") || value.contains("bodies"));
  if (!ninjs && FindNewsArticle(value) != nullptr) {
    out.format = Format::kJsonLd;
    ReadJsonLd(input, out, issues);
    return;
  }
  if (value.is_object()) ReadNinjsMetadata(value, out);
  NewsReader reader(input, out, issues);
  const std::vector<JsonString> strings =
      FindJsonStrings(input.source, kStringsMax);
  bool body = false;
  for (const JsonString& s : strings) {
    const bool top = s.depth == 1;
    if ((top && s.key == "headline") ||
        (s.parent_key == "headlines" && s.key == "value"))
      reader.AddTitle(s);
  }
  // Text is preferred to XHTML for being plain; either only once.
  for (std::string_view key : {"body_xhtml", "body_html", "body_text"}) {
    for (const JsonString& s : strings) {
      if (!body && s.depth == 1 && s.key == key && !s.value.empty()) {
        reader.AddBody(s);
        body = true;
      }
    }
  }
  for (const JsonString& s : strings) {
    if (!body && s.parent_key == "bodies" && s.key == "value" &&
        !s.value.empty()) {
      reader.AddBody(s);
      body = true;
    }
  }
}

void ReadJsonLd(const ReaderInput& input, DecodedDocument& out,
                Issues& issues) {
  const nlohmann::json value = ParseJson(input.source, input.limits.depth_max);
  if (value.is_discarded()) {
    issues.Add(IssueCode::kBrokenMarkup, {}, "no JSON, or nested too deep");
    return;
  }
  const nlohmann::json* article = FindNewsArticle(value);
  if (article != nullptr) ReadNewsArticle(*article, value, out);
  NewsReader reader(input, out, issues);
  const std::vector<JsonString> strings =
      FindJsonStrings(input.source, kStringsMax);
  // Members of the object that has the body.
  const JsonString* body = nullptr;
  for (const JsonString& s : strings) {
    if (body == nullptr && (s.key == "articleBody" || s.key == "text"))
      body = &s;
    if (body != nullptr && body->key == "text" && s.key == "articleBody")
      body = &s;
  }
  if (body == nullptr) return;
  for (const JsonString& s : strings) {
    if (s.object == body->object && (s.key == "headline" || s.key == "name") &&
        s.depth == body->depth) {
      reader.AddTitle(s);
    }
  }
  reader.AddBody(*body);
}

}  // namespace quoth::parse
