// Two phrases for one: "the foreign minister, X," "X, the foreign minister,"
// "X is the minister".
#include "ingest-service/parse/mentions/found_mention.h"

namespace quoth::parse {
namespace {

// Apposed phrases begin at most this far behind the name's end.
constexpr uint32_t kGapTokensMax = 5;

bool Ends(const DocumentWords& words, uint32_t at, uint32_t end) {
  if (at >= end) return true;
  const TokenKind kind = words.token(at).kind;
  return kind == TokenKind::kComma || kind == TokenKind::kFullStop ||
         kind == TokenKind::kBracketClose || kind == TokenKind::kSemicolon ||
         kind == TokenKind::kDash || kind == TokenKind::kColon;
}

bool IsPerson(const FoundMention& mention) {
  return mention.mention.form == MentionForm::kName &&
         (mention.mention.kind == EntityKind::kPerson ||
          mention.mention.kind == EntityKind::kUnknown);
}

bool IsRole(const FoundMention& mention) {
  return mention.mention.form == MentionForm::kNominal &&
         mention.mention.kind == EntityKind::kPerson && !mention.mention.plural;
}

}  // namespace

void LinkAppositions(const DocumentWords& words, FoundMentions& found) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = i + 1; j < found.size() && j < i + 6; ++j) {
      FoundMention& first = found[i];
      FoundMention& second = found[j];
      if (first.mention.sentence != second.mention.sentence) break;
      const uint32_t gap_begin = first.mention.end_token;
      const uint32_t gap_end = second.mention.first_token;
      if (gap_end < gap_begin) continue;
      if (gap_end - gap_begin > kGapTokensMax) break;
      const uint32_t end =
          words.sentences().sentences[first.mention.sentence].end_token;
      const bool comma = gap_end == gap_begin + 1 &&
                         words.token(gap_begin).kind == TokenKind::kComma;
      const bool name_first = IsPerson(first) && IsRole(second);
      const bool role_first = IsRole(first) && IsPerson(second);
      if (comma && name_first) {
        const bool closed = Ends(words, second.mention.end_token, end);
        second.apposed_to = static_cast<int32_t>(i);
        second.apposed_confidence = closed ? 0.93f : 0.8f;
        first.person_evidence = true;
      } else if (comma && role_first &&
                 (first.definite || second.name.end - second.name.begin >= 2) &&
                 (Ends(words, second.mention.end_token, end) ||
                  words.word_class(second.mention.end_token) ==
                      WordClass::kPreposition)) {
        first.apposed_to = static_cast<int32_t>(j);
        first.apposed_confidence = first.definite ? 0.85f : 0.75f;
        second.person_evidence = true;
      } else if (role_first && gap_end == gap_begin + 1 &&
                 words.word(gap_begin) == "named") {
        first.apposed_to = static_cast<int32_t>(j);
        first.apposed_confidence = 0.9f;
        second.person_evidence = true;
      } else if (name_first && gap_end == gap_begin + 1 &&
                 words.word_class(gap_begin) == WordClass::kAuxiliary) {
        const std::string_view verb = words.word(gap_begin);
        if (verb == "is" || verb == "was" || verb == "ist" || verb == "war") {
          second.apposed_to = static_cast<int32_t>(i);
          second.apposed_confidence = 0.75f;
          first.person_evidence = true;
        }
      } else if (gap_end == gap_begin && role_first) {
        first.apposed_to = static_cast<int32_t>(j);
        first.apposed_confidence = 0.9f;
        second.person_evidence = true;
      }
    }
  }
}

}  // namespace quoth::parse
