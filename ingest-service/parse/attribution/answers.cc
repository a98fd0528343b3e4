#include <algorithm>

#include "ingest-service/parse/attribution/principal.h"
#include "ingest-service/parse/attribution/unmarked.h"

namespace quoth::parse {
namespace {

constexpr std::size_t kPairsMin = 2;
constexpr uint32_t kQuestionTokensMax = 80;
// Share of answers that must speak in the first or second person.
constexpr float kPersonalShareMin = 0.5f;

// One paragraph of prose with its tokens.
struct Paragraph {
  uint32_t block = 0;
  TokenSpan words;
  bool asks = false;      // Ends with a question mark, nothing quoted.
  bool personal = false;  // I, we, you, my.
  bool prose = false;     // May belong to an interview at all.
};

std::vector<Paragraph> ReadParagraphs(const Frame& frame) {
  std::vector<Paragraph> paragraphs;
  const auto& sentences = frame.sentences->sentences;
  for (std::size_t s = 0; s < sentences.size();) {
    Paragraph p;
    p.block = sentences[s].block;
    p.words = {sentences[s].first_token, sentences[s].end_token};
    for (; s < sentences.size() && sentences[s].block == p.block; ++s) {
      p.words.end = sentences[s].end_token;
    }
    const BlockKind kind = frame.layout->blocks[p.block].kind;
    p.prose = kind == BlockKind::kParagraph && p.block > 0;
    bool quoted = false;
    for (uint32_t i = p.words.begin; i < p.words.end; ++i) {
      const Word& w = frame.word(i);
      quoted |= w.depth > 0 && i < p.words.begin + 3;
      const Range range = frame.sentences->tokens[i].range;
      const std::string_view text =
          frame.text.substr(range.begin, range.end - range.begin);
      p.personal |= text == "I" || text == "We" || text == "we" ||
                    text == "my" || text == "My" || text == "our" ||
                    text == "me" || text == "us" || text == "you";
    }
    uint32_t last = p.words.end - 1;
    while (last > p.words.begin &&
           (frame.word(last).tag == WordClass::kQuoteClose ||
            frame.word(last).tag == WordClass::kMark)) {
      --last;
    }
    p.asks = p.prose && !quoted &&
             p.words.end - p.words.begin <= kQuestionTokensMax &&
             frame.text[frame.sentences->tokens[last].range.begin] == '?';
    p.prose &= !quoted;
    paragraphs.push_back(p);
  }
  return paragraphs;
}

}  // namespace

void AddAnswers(const Frame& frame, const Metadata& metadata,
                std::vector<Draft>& drafts) {
  if (!frame.layout->turns.empty()) return;
  const std::vector<Paragraph> paragraphs = ReadParagraphs(frame);
  // Pairs: a paragraph that asks, and what follows up to the next one.
  std::size_t first = paragraphs.size(), pairs = 0, personal = 0, prose = 0;
  for (std::size_t i = 0; i + 1 < paragraphs.size(); ++i) {
    if (!paragraphs[i].asks || !paragraphs[i + 1].prose ||
        paragraphs[i + 1].asks) {
      continue;
    }
    first = std::min(first, i);
    ++pairs;
    personal += paragraphs[i + 1].personal;
  }
  if (pairs < kPairsMin || static_cast<float>(personal) <
                               kPersonalShareMin * static_cast<float>(pairs)) {
    return;
  }
  // An essay asks now and then; in an interview every other paragraph does.
  for (std::size_t i = first; i < paragraphs.size(); ++i) {
    prose += paragraphs[i].prose;
  }
  if (pairs * 3 < prose) return;
  const int32_t principal = PrincipalSpeaker(frame, metadata, drafts);
  if (principal == kNone) return;
  std::vector<TokenSpan> spans;
  bool answering = false;
  for (std::size_t i = first; i < paragraphs.size(); ++i) {
    const Paragraph& p = paragraphs[i];
    if (p.asks) {
      answering = true;
      spans.push_back(p.words);
      continue;
    }
    if (!p.prose) answering = false;
    if (!answering) continue;
    spans.push_back(p.words);
    Draft draft;
    TokenSpan words = p.words;
    while (words.begin < words.end && !frame.word(words.begin).is_word) {
      ++words.begin;
    }
    while (words.end > words.begin && !frame.word(words.end - 1).is_word) {
      --words.end;
    }
    if (words.empty()) continue;
    draft.spans = {words};
    draft.kind = StatementKind::kTurn;
    draft.chain = principal;
    draft.rule = "answer";
    draft.speaker_rule = "interviewee";
    draft.calibrated = true;
    draft.confidence = 0.75f;
    drafts.push_back(std::move(draft));
  }
  // Neither in questions nor in answers do verbs of saying start anew.
  std::erase_if(drafts, [&](const Draft& d) {
    if (d.rule == "answer") return false;
    const uint32_t at = d.cue.empty() ? d.spans[0].begin : d.cue.begin;
    const auto after =
        std::upper_bound(spans.begin(), spans.end(), at,
                         [](uint32_t t, TokenSpan s) { return t < s.begin; });
    return after != spans.begin() && at < std::prev(after)->end;
  });
}

}  // namespace quoth::parse
