#include "ingest-service/parse/attribution/beside.h"
#include "ingest-service/parse/attribution/unmarked.h"

namespace quoth::parse {
namespace {

// Running counts of tokens that a cue elsewhere claims.
std::vector<uint32_t> CountClaimed(const Frame& frame,
                                   const std::vector<Draft>& drafts) {
  const auto block_of = [&](uint32_t token) {
    return frame.sentences->sentences[frame.word(token).sentence].block;
  };
  std::vector<int32_t> delta(frame.words.words.size() + 1);
  for (const Draft& d : drafts) {
    for (TokenSpan s : d.spans) {
      if (!d.cue.empty() && block_of(d.cue.begin) == block_of(s.begin)) {
        continue;  // A story inside of what is quoted.
      }
      ++delta[s.begin], --delta[s.end];
    }
  }
  std::vector<uint32_t> claimed(delta.size() + 1);
  int32_t open = 0;
  for (std::size_t i = 0; i < delta.size(); ++i) {
    open += delta[i];
    claimed[i + 1] = claimed[i] + (open > 0 ? 1 : 0);
  }
  return claimed;
}

}  // namespace

void AddBlockQuotes(const Frame& frame, std::vector<Draft>& drafts) {
  const auto& sentences = frame.sentences->sentences;
  const std::vector<uint32_t> claimed = CountClaimed(frame, drafts);
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
    if (words.empty() || 2 * (claimed[words.end] - claimed[words.begin]) >
                             words.end - words.begin) {
      continue;
    }
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
