// Inputs as bad as they come.
#include "tests/bench/parse/corpora.h"

namespace quoth::bench {
namespace {

struct Form {
  std::string_view name;
  std::string_view unit;  // Repeated.
};

constexpr Form kForms[] = {
    // A statement, a speaker and a block for every ten bytes.
    {"turns", "ANNA: No.\nBEN: Yes.\n"},
    // One endless sentence in which every other word is a cue.
    {"said", "said , "},
    {"names-said", "John Smith said "},
    // Clauses, sources and pronouns without end.
    {"he-said-that", "He said that she said that "},
    // Quotations of one word, and marks that never close.
    {"quotes", "\"a\" said Bob. "},
    {"open-marks", "\xE2\x80\x9C"},
    {"straight-marks", "\" "},
    // A name, a role and an apposition each few words: chains.
    {"names", "Mr. Anatol Berger, president of Ruritania, met Cleo Dunn. "},
    {"many-names", ""},  // No two alike; made below.
    {"dates", "on May 1, 2020 at 10:00 "},
    {"headings", "# A\n\n## B\n\n"},
    {"short-lines", "a\n\n"},
    {"one-word", "a"},
    {"spaces", "  \n"},
    {"capitals", "ABC DEF "},
};

std::string Repeated(std::string_view unit, std::size_t size_bytes) {
  std::string text;
  text.reserve(size_bytes + unit.size());
  while (text.size() < size_bytes) text += unit;
  return text;
}

std::string ManyNames(std::size_t size_bytes) {
  std::string text;
  for (uint32_t i = 0; text.size() < size_bytes; ++i) {
    std::string name;
    for (uint32_t n = i + 1; n > 0; n /= 26) {
      name += static_cast<char>('a' + n % 26);
    }
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    text += "\"Yes,\" said Jo " + name + "son of Ruritania. ";
  }
  return text;
}

}  // namespace

std::vector<std::string> MadeNames() {
  std::vector<std::string> names;
  for (const Form& form : kForms) names.emplace_back(form.name);
  return names;
}

std::string MadeText(std::string_view name, std::size_t size_bytes) {
  for (const Form& form : kForms) {
    if (form.name != name) continue;
    return form.unit.empty() ? ManyNames(size_bytes)
                             : Repeated(form.unit, size_bytes);
  }
  return {};
}

}  // namespace quoth::bench
