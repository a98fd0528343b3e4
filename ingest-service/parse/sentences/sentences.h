// Stage 4 of 9 (pipeline.h): blocks -> sentences and tokens.
//
// Only blocks that may carry statements or name speakers are cut (title,
// byline, headings, paragraphs, list items, quotes, captions, turns, summary):
// not boilerplate.
#pragma once

#include <vector>

#include "ingest-service/parse/blocks/blocks.h"

namespace quoth::parse {

enum class TokenKind : uint8_t {
  kWord,
  kNumber,
  kQuoteOpen,  // By shape and neighbours; pairing is attribution's work.
  kQuoteClose,
  kQuoteEither,  // A straight mark that could be both.
  kComma,
  kFullStop,  // . ! ? and their like, ending a sentence or not; the stop of
              // "U.S." and "Mr." is part of their word.
  kColon,
  kSemicolon,
  kDash,
  kBracketOpen,
  kBracketClose,
  kOther,
};

struct Token {
  Range range;
  TokenKind kind = TokenKind::kWord;
  bool capitalised : 1 = false;  // First letter upper case.
  bool all_caps : 1 = false;     // Two letters or more, all upper case.
  bool space_before : 1 = false;
  bool possessive : 1 = false;  // A 's (or the bare mark of a plural) follows;
                                // that clitic is a kWord of its own.
};

struct Sentence {
  Range range;
  uint32_t first_token = 0;
  uint32_t end_token = 0;  // Exclusive.
  uint32_t block = 0;
};

struct Sentences {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
};

// A sentence never crosses a block; a quotation does not end its sentence:
// `"Go!" he said.` is one sentence. Sentences over 4,000 tokens are cut, with
// kSentenceTooLong.
Sentences SplitSentences(const DecodedDocument& document, const Layout& layout,
                         Issues& issues);

}  // namespace quoth::parse
