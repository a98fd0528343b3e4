#include "ingest-service/parse/attribution/beside.h"
#include "ingest-service/parse/attribution/unmarked.h"

namespace quoth::parse {
namespace {

bool Covered(const std::vector<Draft>& drafts, TokenSpan words) {
  for (const Draft& d : drafts) {
    for (TokenSpan s : d.spans) {
      const uint32_t begin = std::max(s.begin, words.begin);
      const uint32_t end = std::min(s.end, words.end);
      if (end > begin && 2 * (end - begin) > words.end - words.begin &&
          (d.cue.empty() || d.cue.begin < words.begin)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

void AddBlockQuotes(const Frame& frame, std::vector<Draft>& drafts) {
  const auto& sentences = frame.sentences->sentences;
  for (std::size_t s = 0; s < sentences.size();) {
    const uint32_t block = sentences[s].block;
    if (frame.layout->blocks[block].kind != BlockKind::kBlockQuote) {
      ++s;
      continue;
    }
    // Paragraphs of one quotation follow each other.
    TokenSpan words = {sentences[s].first_token, 0};
    uint32_t last = block;
    for (; s < sentences.size() && sentences[s].block <= last + 1 &&
           frame.layout->blocks[sentences[s].block].kind ==
               BlockKind::kBlockQuote;
         ++s) {
      last = sentences[s].block;
      words.end = sentences[s].end_token;
    }
    while (words.begin < words.end && !frame.word(words.begin).is_word) {
      ++words.begin;
    }
    while (words.end > words.begin && !frame.word(words.end - 1).is_word) {
      --words.end;
    }
    if (words.empty() || Covered(drafts, words)) continue;
    const std::optional<QuoteClause> clause = ClauseBefore(frame, words);
    if (!clause) continue;
    Draft draft;
    draft.spans = {words};
    draft.kind = StatementKind::kDirect;
    draft.cue = clause->cue;
    draft.source = clause->source;
    draft.mention = clause->mention;
    draft.chain = frame.mentions->mentions[clause->mention].chain;
    draft.confidence = clause->saying ? 0.85f : 0.6f;
    draft.calibrated = true;
    draft.rule = "block-quote";
    draft.speaker_rule = "introduction";
    drafts.push_back(std::move(draft));
  }
}

}  // namespace quoth::parse
