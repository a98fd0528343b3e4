// "Aye spokesman Bee".
#include "ingest-service/parse/mentions/name_finder.h"

namespace quoth::parse {
namespace {

// Words between whose name it is and the role: "Aye's senior policy adviser
// Bee", "Aye campaign manager Bee".
bool JoinsRole(const DocumentWords& words, uint32_t at) {
  static constexpr std::string_view kNouns[] = {
      "policy",   "communications", "campaign", "press",   "political",
      "economic", "foreign",        "security", "media",   "legal",
      "health",   "finance",        "national", "state",   "party",
      "staff",    "science",        "sports",   "defense", "defence",
      "business", "editorial",      "opinion",  "senior"};
  const std::string_view word = words.word(at);
  if (word.front() == '\'' || word.starts_with("’")) return true;
  if (words.word_class(at) == WordClass::kModifier) return true;
  for (std::string_view noun : kNouns) {
    if (word == noun) return true;
  }
  return false;
}

}  // namespace

void TakePossessors(const DocumentWords& words, FoundMentions& found) {
  constexpr uint32_t kGapMax = 4;
  const FoundMention* before = nullptr;
  for (FoundMention& mention : found) {
    const FoundMention* previous = before;
    before = &mention;
    if (previous == nullptr || mention.roles.empty() ||
        mention.mention.kind != EntityKind::kPerson ||
        previous->mention.sentence != mention.mention.sentence ||
        previous->mention.end_token > mention.mention.first_token) {
      continue;
    }
    // A title in capitals opens a name of its own: "with Aye, Senator Bee".
    if (words.token(mention.mention.first_token).capitalised) continue;
    const uint32_t gap =
        mention.mention.first_token - previous->mention.end_token;
    if (gap > kGapMax) continue;
    bool joined = true;
    for (uint32_t i = previous->mention.end_token;
         i < mention.mention.first_token; ++i) {
      joined &= words.token(i).kind == TokenKind::kWord && JoinsRole(words, i);
    }
    if (!joined) continue;
    if (previous->organisation != kNone) {
      mention.roles.front().body = previous->organisation;
    }
    mention.mention.first_token = previous->mention.first_token;
    mention.mention.range.begin = previous->mention.range.begin;
    mention.mention.role.begin = previous->mention.range.begin;
  }
}

}  // namespace quoth::parse
