// Short forms for the tests of the readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/decode/decode.h"

namespace quoth::parse {

inline DecodedDocument DecodeAs(std::string_view type, std::string_view bytes) {
  Issues issues;
  return Decode({bytes, type, ""}, {}, issues);
}

// Texts of all markup of a kind, in order.
inline std::vector<std::string> TextsOf(const DecodedDocument& document,
                                        MarkupKind kind) {
  std::vector<std::string> texts;
  for (const Markup& markup : document.markup) {
    if (markup.kind == kind) texts.emplace_back(markup.range.of(document.text));
  }
  return texts;
}

inline std::vector<std::string> ValuesOf(const DecodedDocument& document,
                                         std::string_view field) {
  std::vector<std::string> values;
  for (const DeclaredMetadata& d : document.metadata) {
    if (d.field == field) values.push_back(d.value);
  }
  return values;
}

// The source bytes that some words of the text came from.
inline std::string SourceOf(const DecodedDocument& document,
                            std::string_view source, std::string_view words) {
  const std::size_t at = document.text.find(words);
  if (at == std::string::npos) return "(not in the text)";
  const auto begin = static_cast<uint32_t>(at);
  const Range range = document.map.ToSource(
      {begin, begin + static_cast<uint32_t>(words.size())});
  return std::string(range.of(document.source_text.empty()
                                  ? source
                                  : std::string_view(document.source_text)));
}

}  // namespace quoth::parse
