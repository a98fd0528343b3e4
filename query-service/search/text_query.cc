#include "query-service/search/text_query.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "query-service/words/words.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

struct Piece {
  std::string_view text;
  bool quoted = false;
  bool excluded = false;
  bool alternative = false;  // The word OR, or '|'.
};

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
         c == '\v';
}

// Bytes of a quotation mark at `at`: " or a curly one. 0: none.
std::size_t QuoteAt(std::string_view text, std::size_t at) {
  if (text[at] == '"') return 1;
  const std::string_view mark = text.substr(at, 3);
  return mark == "\u201c" || mark == "\u201d" || mark == "\u201e" ? 3 : 0;
}

std::vector<Piece> PiecesOf(std::string_view text) {
  std::vector<Piece> pieces;
  std::size_t at = 0;
  while (at < text.size()) {
    if (IsSpace(text[at])) {
      ++at;
      continue;
    }
    Piece piece;
    if (text[at] == '-' && at + 1 < text.size() && !IsSpace(text[at + 1])) {
      piece.excluded = true;
      ++at;
    }
    std::size_t end = at;
    if (const std::size_t quote = QuoteAt(text, at); quote > 0) {
      piece.quoted = true;
      at += quote;
      // One that is never closed reaches to the end.
      end = at;
      while (end < text.size() && QuoteAt(text, end) == 0) ++end;
      piece.text = text.substr(at, end - at);
      at = end < text.size() ? end + QuoteAt(text, end) : end;
    } else {
      while (end < text.size() && !IsSpace(text[end]) &&
             QuoteAt(text, end) == 0) {
        ++end;
      }
      piece.text = text.substr(at, end - at);
      piece.alternative =
          !piece.excluded && (piece.text == "OR" || piece.text == "|");
      at = end;
      if (!piece.excluded && piece.text == "AND") continue;
    }
    pieces.push_back(piece);
  }
  return pieces;
}

std::size_t WordsIn(const std::vector<TextItem>& items) {
  std::size_t words = 0;
  for (const TextItem& item : items) words += item.parts.size();
  return words;
}

void Finish(TextQuery& query) {
  query.needs_text = false;
  for (const TextClause& clause : query.clauses) {
    for (const TextItem& item : clause.any)
      query.needs_text |= item.needs_text();
  }
}

}  // namespace

std::vector<TextItem> ItemsOf(std::string_view words, bool quoted) {
  struct Seen {
    TextItem::Part part;
    bool character;
    bool paired = false;
  };
  std::vector<Seen> seen;
  VisitWords(words, [&](const Word& word) {
    seen.push_back(
        {{word.position, std::string(word.folded), std::string(word.stem)},
         word.character});
    // A pair covers its two characters.
    if (!word.character && seen.size() > 1 && seen[seen.size() - 2].character &&
        seen[seen.size() - 2].part.position == word.position) {
      seen[seen.size() - 2].paired = true;
    }
  });
  TextItem item;
  item.exact = quoted;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const bool after_pair =
        seen[i].character && i > 0 && !seen[i - 1].character &&
        seen[i - 1].part.position + 1 == seen[i].part.position && i > 1 &&
        seen[i - 2].character && seen[i - 2].paired;
    if (seen[i].character && (seen[i].paired || after_pair)) continue;
    item.parts.push_back(std::move(seen[i].part));
  }
  if (item.parts.empty()) return {};
  const std::uint32_t first = item.parts.front().position;
  for (TextItem::Part& part : item.parts) part.position -= first;
  return {std::move(item)};
}

absl::StatusOr<TextQuery> ParseTextQuery(std::string_view text,
                                         std::string_view field) {
  if (text.size() > kTextQueryBytesMax) {
    return kit::InvalidField(
        field, absl::StrCat("has ", text.size(), " bytes; at most ",
                            kTextQueryBytesMax));
  }
  TextQuery query;
  std::size_t words = 0;
  bool or_next = false;
  for (const Piece& piece : PiecesOf(text)) {
    if (piece.alternative) {
      or_next = !query.clauses.empty();
      continue;
    }
    std::vector<TextItem> items = ItemsOf(piece.text, piece.quoted);
    if (items.empty()) continue;  // Punctuation.
    words += WordsIn(items);
    if (words > kTextQueryWordsMax) {
      return kit::InvalidField(
          field, absl::StrCat("has more than ", kTextQueryWordsMax, " words"));
    }
    if (or_next) {
      if (piece.excluded || query.clauses.back().excluded) {
        return kit::InvalidField(
            field,
            "excludes an alternative: OR joins words to look for, "
            "-word stands alone");
      }
      query.clauses.back().any.push_back(std::move(items.front()));
      or_next = false;
    } else {
      query.clauses.push_back({std::move(items), piece.excluded});
    }
  }
  Finish(query);
  if (std::all_of(query.clauses.begin(), query.clauses.end(),
                  [](const TextClause& c) { return c.excluded; })) {
    return kit::InvalidField(
        field, query.clauses.empty()
                   ? "has no word to look for"
                   : "has only words to exclude; name one to look for");
  }
  return query;
}

void Add(TextQuery& query, const TextQuery& more) {
  query.clauses.insert(query.clauses.end(), more.clauses.begin(),
                       more.clauses.end());
  Finish(query);
}

}  // namespace quoth::query
