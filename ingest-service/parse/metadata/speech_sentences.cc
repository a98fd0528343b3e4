#include "ingest-service/parse/metadata/speech_sentences.h"

#include <algorithm>
#include <array>
#include <string>

#include "ingest-service/parse/ascii.h"

namespace quoth::parse {
namespace {

// Words that make a sentence one about speech.
constexpr auto kSpeechWords = std::to_array<std::string_view>(
    {"said",       "says",       "told",      "gave",      "spoke",
     "speaking",   "held",       "defined",   "outlined",  "announced",
     "stated",     "delivered",  "addressed", "presented", "declared",
     "interview",  "conference", "speech",    "remarks",   "briefing",
     "asked",      "wrote",      "warned",    "called",    "statement",
     "accused",    "urged",      "sagte",     "erklärte",  "déclaré",
     "tweeted",    "promised",   "vowed",     "argued",    "criticized",
     "criticised", "defended",   "testified", "met",       "meets",
     "meeting",    "answers",    "answered",  "speaks",    "press",
     "sprach",     "betonte",    "dit",       "affirmé",   "expliqué",
     "dijo",       "afirmó",     "declaró",   "aseguró",   "заявил",
     "заявила",    "сказал",     "сказала",   "сообщил",   "сообщила",
     "отметил",    "подчеркнул"});

}  // namespace

bool ReportsSpeech(std::string_view sentence) {
  std::size_t at = 0;
  while (at < sentence.size()) {
    std::size_t end = at;
    while (end < sentence.size() &&
           (IsAlpha(sentence[end]) || IsHigh(sentence[end])))
      ++end;
    if (end > at) {
      const std::string word =
          ToLower(sentence.substr(at, std::min<std::size_t>(end - at, 24)));
      if (std::find(kSpeechWords.begin(), kSpeechWords.end(), word) !=
          kSpeechWords.end())
        return true;
    }
    at = end + 1;
  }
  return false;
}

// Rough sentence around a position: full stops followed by space.
Range SentenceAround(std::string_view text, Range block, Range inside) {
  uint32_t begin = inside.begin;
  while (begin > block.begin &&
         !(IsSpace(text[begin - 1]) && begin > block.begin + 1 &&
           (text[begin - 2] == '.' || text[begin - 2] == '!' ||
            text[begin - 2] == '?') &&
           inside.begin - begin > 8)) {
    --begin;
    if (inside.begin - begin > 800) break;
  }
  uint32_t end = inside.end;
  while (end < block.end &&
         !((text[end] == '.' || text[end] == '!' || text[end] == '?') &&
           (end + 1 >= block.end || IsSpace(text[end + 1])) &&
           end - inside.end > 4)) {
    ++end;
    if (end - inside.end > 800) break;
  }
  return {begin, end};
}

// "will open the gates on Friday": the day is that of a plan, unless a word of
// speech stands between.
bool OfPlan(std::string_view before) {
  std::size_t plan = before.npos, size = 0;
  for (std::string_view word :
       {" will ", " would ", " is to ", " are to ", " going to ", " plans to ",
        " plan to ", " expected to ", " scheduled ", " set to ", " due to ",
        " wird ", " werden ", " va ", " va a "}) {
    const std::size_t at = before.rfind(word);
    if (at != before.npos && (plan == before.npos || at > plan)) {
      plan = at;
      size = word.size();
    }
  }
  return plan != before.npos && !ReportsSpeech(before.substr(plan + size));
}

// "Published on 14 October": the text's own date.
bool OfPublication(std::string_view before) {
  for (std::string_view word :
       {"published on", "first published", "posted on", "updated on",
        "veröffentlicht am", "publié le", "publicado el", "опубликовано"}) {
    if (ContainsIgnoreCase(before, word)) return true;
  }
  return false;
}

// Inside quotation marks: such a date belongs to what was said.
bool Quoted(std::string_view text, Range block, uint32_t position) {
  bool straight = false;
  int depth = 0;
  for (uint32_t at = block.begin; at < position; ++at) {
    if (text[at] == '"') straight = !straight;
    if (text[at] == '\xE2' && at + 2 < position && text[at + 1] == '\x80') {
      if (text[at + 2] == '\x9C' || text[at + 2] == '\x9E') ++depth;
      if (text[at + 2] == '\x9D') --depth;
    }
  }
  return straight || depth > 0;
}

}  // namespace quoth::parse
