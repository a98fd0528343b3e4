// Search queries: the first line is a query, the rest a text to look at.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "query-service/search/snippet.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const auto query =
      quoth::query::ParseTextQuery(input.substr(0, line), "query");
  if (!query.ok() || line == std::string_view::npos) return 0;
  const std::string_view text = input.substr(line + 1);
  quoth::query::TextWords words;
  words.Read(text);
  (void)words.Matches(*query);
  const auto snippet = quoth::query::MakeSnippet(text, words, *query);
  for (const auto& mark : snippet.marks) {
    if (mark.begin >= mark.end || mark.end > snippet.text.size()) std::abort();
  }
  return 0;
}
