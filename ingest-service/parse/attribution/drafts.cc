#include "ingest-service/parse/attribution/drafts.h"

#include <algorithm>

namespace quoth::parse {
namespace {

// A mark that may open or close what is shown; brackets and stops go along.
bool IsTrailing(WordClass tag) {
  return tag == WordClass::kStop || tag == WordClass::kBracketClose;
}

// Depth inside the first word's quotation, for telling whether the marks
// beside a span belong to it.
int32_t QuoteAt(const Frame& frame, uint32_t token) {
  return frame.word(token).quote;
}

}  // namespace

Range BytesOf(const Frame& frame, TokenSpan span) {
  if (span.empty()) return {};
  return {frame.sentences->tokens[span.begin].range.begin,
          frame.sentences->tokens[span.end - 1].range.end};
}

float QuotedShare(const Frame& frame, const std::vector<TokenSpan>& spans) {
  uint32_t quoted = 0, all = 0;
  for (TokenSpan s : spans) {
    for (uint32_t i = s.begin; i < s.end; ++i) {
      if (!frame.word(i).is_word) continue;
      ++all;
      quoted += frame.word(i).depth > 0;
    }
  }
  return all == 0 ? 0 : static_cast<float>(quoted) / static_cast<float>(all);
}

std::vector<Range> ShownRanges(const Frame& frame,
                               const std::vector<TokenSpan>& spans,
                               StatementKind kind) {
  std::vector<Range> shown;
  const auto& tokens = frame.sentences->tokens;
  for (TokenSpan span : spans) {
    // Marks that belong: an opening bracket or quotation mark whose partner is
    // inside, a full stop, a closing mark whose partner is inside.
    TokenSpan wide = span;
    const int32_t first = QuoteAt(frame, span.begin);
    const int32_t last = QuoteAt(frame, span.end - 1);
    const bool whole =
        kind == StatementKind::kDirect && first != kNone && first == last;
    while (wide.end < tokens.size() && !frame.word(wide.end).is_word &&
           frame.word(wide.end).sentence == frame.word(wide.end - 1).sentence) {
      const WordClass tag = frame.word(wide.end).tag;
      const bool inside = QuoteAt(frame, wide.end) == last;
      const uint32_t end = tokens[wide.end].range.end;
      const bool closing =
          last != kNone && frame.quotes->quotes[last].range.end == end;
      if (closing && inside) {
        // The partner: shown when the quotation began inside the span.
        const bool began =
            frame.quotes->quotes[last].range.begin >=
            tokens[span.begin].range.begin - (span.begin > 0 ? 0 : 0);
        if (!whole && began) ++wide.end;
        break;
      }
      if (IsTrailing(tag) && (inside || kind != StatementKind::kDirect)) {
        ++wide.end;
        continue;
      }
      break;
    }
    if (wide.begin > 0 && !whole) {
      const Word& before = frame.word(wide.begin - 1);
      if (first != kNone && before.tag == WordClass::kQuoteOpen &&
          before.quote == first &&
          frame.quotes->quotes[first].range.end <=
              tokens[wide.end - 1].range.end) {
        --wide.begin;
      }
    }
    if (wide.begin > 0 &&
        frame.word(wide.begin - 1).tag == WordClass::kBracketOpen &&
        tokens[wide.begin - 1].range.end == tokens[wide.begin].range.begin) {
      --wide.begin;
    }
    // One range for each block.
    uint32_t at = wide.begin;
    while (at < wide.end) {
      const uint32_t block =
          frame.sentences->sentences[frame.word(at).sentence].block;
      uint32_t end = at + 1;
      while (end < wide.end &&
             frame.sentences->sentences[frame.word(end).sentence].block ==
                 block) {
        ++end;
      }
      uint32_t from = at, to = end;
      // Marks that a new paragraph of the same quotation repeats.
      if (from > wide.begin) {
        while (from < to && !frame.word(from).is_word &&
               frame.word(from).tag != WordClass::kBracketOpen) {
          ++from;
        }
      }
      if (from < to) {
        shown.push_back({tokens[from].range.begin, tokens[to - 1].range.end});
      }
      at = end;
    }
  }
  return shown;
}

}  // namespace quoth::parse
