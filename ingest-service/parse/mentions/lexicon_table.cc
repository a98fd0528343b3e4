#include "ingest-service/parse/mentions/lexicon_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace quoth::parse {

absl::Status LexiconError(std::string_view file, int line,
                          std::string_view reason) {
  return absl::InvalidArgumentError(
      absl::StrCat(absl::string_view(file.data(), file.size()), ":", line, ": ",
                   absl::string_view(reason.data(), reason.size())));
}

absl::StatusOr<std::vector<LexiconRow>> ReadLexiconTable(
    std::string_view file, std::string_view contents, std::size_t columns) {
  std::vector<LexiconRow> rows;
  int number = 0;
  while (!contents.empty()) {
    const std::size_t end = contents.find('\n');
    std::string_view line = contents.substr(0, end);
    contents.remove_prefix(end == std::string_view::npos ? contents.size()
                                                         : end + 1);
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    LexiconRow row;
    row.line = number;
    for (;;) {
      const std::size_t tab = line.find('\t');
      std::string_view field = line.substr(0, tab);
      if (field == "-") field = {};
      row.fields.push_back(field);
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
    if (row.fields.size() != columns) {
      return LexiconError(
          file, number,
          absl::StrCat("expected ", columns,
                       " fields separated by tabs, found ", row.fields.size()));
    }
    if (row.fields[0].empty()) {
      return LexiconError(file, number, "the first field is empty");
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string_view> SplitList(std::string_view field) {
  std::vector<std::string_view> parts;
  while (!field.empty()) {
    const std::size_t comma = field.find(',');
    const std::string_view part = field.substr(0, comma);
    if (!part.empty()) parts.push_back(part);
    if (comma == std::string_view::npos) break;
    field.remove_prefix(comma + 1);
  }
  return parts;
}

}  // namespace quoth::parse
