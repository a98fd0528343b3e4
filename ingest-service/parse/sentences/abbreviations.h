// Words whose full stop does not, or need not, end a sentence.
#pragma once

#include <string_view>

namespace quoth::parse {

enum class Abbreviation : unsigned char {
  kNone,
  kTitle,         // "Mr.": a name follows, never an end.
  kBeforeNumber,  // "No.", "Jan.", "p.": none only when a number follows.
  kInside,        // "e.g.", "vs.": more of the sentence follows.
  kEither,        // "Inc.", "Calif.": an end when a sentence may begin next.
};

// `word` without its stop, as printed: the case of letters counts, since "art"
// and "Art", "no" and "No" differ.
Abbreviation AbbreviationOf(std::string_view word);

// May a sentence begin with this word although a capital here could also be a
// name's? True for articles, pronouns, conjunctions and the like.
bool OpensSentences(std::string_view word);

// German ordinals: "am 5. Mai", "im 19. Jahrhundert".
bool FollowsOrdinal(std::string_view word);

// "said", "asked": after `"Why?"` and a name the sentence goes on.
bool IsCommonReportingVerb(std::string_view word);

}  // namespace quoth::parse
