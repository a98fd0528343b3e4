#include "ingest-service/parse/dump/names.h"

#include <array>
#include <cstddef>

namespace quoth::parse {
namespace {

// In the order of the enumerators.
template <typename Enum, std::size_t kCount>
std::string_view Pick(const std::array<std::string_view, kCount>& names,
                      Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < kCount ? names[index] : "?";
}

}  // namespace

std::string_view NameOf(Format value) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "unknown", "plain-text", "markdown", "html",    "pdf",
      "webvtt",  "subrip",     "ninjs",    "json-ld", "tei"};
  return Pick(kNames, value);
}

std::string_view NameOf(MarkupKind value) {
  static constexpr std::array<std::string_view, 18> kNames = {
      "title",        "heading", "paragraph",  "list-item",    "block-quote",
      "inline-quote", "caption", "table",      "preformatted", "emphasis",
      "strong",       "link",    "voice",      "stage",        "time",
      "page-break",   "rule",    "boilerplate"};
  return Pick(kNames, value);
}

std::string_view NameOf(MetadataOrigin value) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "client",     "json-ld", "open-graph", "meta-tag", "feed",
      "html-title", "byline",  "dateline",   "text"};
  return Pick(kNames, value);
}

std::string_view NameOf(BlockKind value) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "title",     "byline",    "dateline",    "heading",
      "paragraph", "list-item", "block-quote", "caption",
      "turn",      "stage",     "summary",     "boilerplate"};
  return Pick(kNames, value);
}

std::string_view NameOf(TurnRole value) {
  static constexpr std::array<std::string_view, 3> kNames = {
      "speaker", "question", "answer"};
  return Pick(kNames, value);
}

std::string_view NameOf(EventKind value) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "unknown",          "article",  "interview",
      "press-conference", "briefing", "speech"};
  return Pick(kNames, value);
}

std::string_view NameOf(TokenKind value) {
  static constexpr std::array<std::string_view, 13> kNames = {
      "word",         "number", "quote-open",   "quote-close",
      "quote-either", "comma",  "full-stop",    "colon",
      "semicolon",    "dash",   "bracket-open", "bracket-close",
      "other"};
  return Pick(kNames, value);
}

std::string_view NameOf(EntityKind value) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "unknown", "person", "organisation", "place",
      "office",  "group",  "document"};
  return Pick(kNames, value);
}

std::string_view NameOf(MentionForm value) {
  static constexpr std::array<std::string_view, 3> kNames = {"name", "nominal",
                                                             "pronoun"};
  return Pick(kNames, value);
}

std::string_view NameOf(Gender value) {
  static constexpr std::array<std::string_view, 4> kNames = {
      "unknown", "male", "female", "neuter"};
  return Pick(kNames, value);
}

std::string_view NameOf(StatementKind value) {
  static constexpr std::array<std::string_view, 4> kNames = {
      "direct", "mixed", "indirect", "turn"};
  return Pick(kNames, value);
}

std::string_view NameOf(SpeechAct value) {
  static constexpr std::array<std::string_view, 4> kNames = {
      "speech", "belief", "plan", "question"};
  return Pick(kNames, value);
}

std::string_view NameOf(TagRole value) {
  static constexpr std::array<std::string_view, 2> kNames = {"about",
                                                             "mentions"};
  return Pick(kNames, value);
}

std::string_view NameOf(TagSource value) {
  static constexpr std::array<std::string_view, 4> kNames = {
      "text", "heading", "question", "lead"};
  return Pick(kNames, value);
}

}  // namespace quoth::parse
