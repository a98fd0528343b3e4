// Part of attribution: the clause beside a quotation that tells whose it is.
// Where it stands is evidence enough, whatever its verb:
//
//   "...," retorted the baroness.        "..." Karandash wrote on Telegram.
//   "...", X, the mayor, shot back.      X, in a second post: "..."
#pragma once

#include <optional>

#include "ingest-service/parse/attribution/drafts.h"

namespace quoth::parse {

struct QuoteClause {
  TokenSpan cue;  // Its head; empty in "X, in a post: ...".
  TokenSpan source;
  int32_t mention = kNone;
  uint32_t end = 0;     // Token behind a clause that follows its quotation.
  bool saying = false;  // The verb is one of the lexicon.
};

// `words` are those of the outermost quotation `quote`.
std::optional<QuoteClause> ClauseAfter(const Frame& frame, const Quote& quote,
                                       TokenSpan words);
std::optional<QuoteClause> ClauseBefore(const Frame& frame, TokenSpan words);

// "said X" or "X said" from a token on; `any_verb`: of any meaning.
std::optional<QuoteClause> ClauseAt(const Frame& frame, uint32_t at,
                                    bool any_verb);

// Does `words` open right behind the clause: "A," he said. "B."?
bool ContinuesBehind(const Frame& frame, const QuoteClause& clause,
                     TokenSpan words);

// Mends drafts of the model whose quotation has a plain clause behind it: their
// source, and words that are not those of the quotation.
void SettleByClause(const Frame& frame, std::vector<Draft>& drafts);

}  // namespace quoth::parse
