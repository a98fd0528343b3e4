#include <algorithm>

#include "ingest-service/parse/attribution/beside.h"
#include "ingest-service/parse/attribution/unmarked.h"
#include "ingest-service/parse/attribution/utterances.h"

namespace quoth::parse {
namespace {

// Fewer openings may be a sign-off or a list.
constexpr std::size_t kOpeningsMin = 2;
constexpr uint32_t kSpeechTokensMax = 600;

struct Speech {
  TokenSpan words;  // All behind the dash, marks at the edges included.
  std::optional<QuoteClause> clause;
  std::vector<TokenSpan> spans;
  uint32_t block = 0;
};

// Is there a line break, or nothing, before the token in its block?
bool OpensLine(const Frame& frame, uint32_t token) {
  const uint32_t begin =
      frame.layout->blocks[BlockOf(frame, token)].range.begin;
  uint32_t at = frame.sentences->tokens[token].range.begin;
  while (at > begin) {
    const char c = frame.text[--at];
    if (c == '\n') return true;
    if (c != ' ' && c != '\t') return false;
  }
  return true;
}

bool IsDash(const Frame& frame, uint32_t token) {
  if (frame.word(token).tag != WordClass::kDash ||
      frame.word(token).depth > 0) {
    return false;
  }
  const Range range = frame.sentences->tokens[token].range;
  const std::string_view text =
      frame.text.substr(range.begin, range.end - range.begin);
  return text == "\xE2\x80\x94" || text == "\xE2\x80\x95" ||
         text == "\xE2\x80\x93" || text == "--";
}

// Dashes that open speech: first of their line, or behind "He said:".
std::vector<uint32_t> FindOpenings(const Frame& frame) {
  std::vector<uint32_t> openings;
  std::size_t lines = 0;
  for (uint32_t i = 0; i + 2 < frame.words.words.size(); ++i) {
    if (!IsDash(frame, i) || !frame.word(i + 1).is_word ||
        BlockOf(frame, i) != BlockOf(frame, i + 1)) {
      continue;
    }
    const BlockKind kind = frame.layout->blocks[BlockOf(frame, i)].kind;
    if (kind != BlockKind::kParagraph) continue;
    const bool first = OpensLine(frame, i);
    const bool behind_colon =
        i > 0 && frame.word(i - 1).tag == WordClass::kColon;
    if (!first && !behind_colon) continue;
    lines += first;
    openings.push_back(i);
  }
  if (lines < kOpeningsMin) openings.clear();
  return openings;
}

// Where the speech behind a dash ends at the latest: with its block, or with
// the first line that ends a sentence where lines are sentences.
uint32_t EndOfSpeech(const Frame& frame, uint32_t begin, bool lines) {
  const uint32_t block = BlockOf(frame, begin);
  uint32_t at = begin;
  while (at < frame.words.words.size() && BlockOf(frame, at) == block &&
         at - begin < kSpeechTokensMax) {
    if (at > begin && lines && OpensLine(frame, at) &&
        (frame.sentences->tokens[at].capitalised || IsDash(frame, at))) {
      break;
    }
    if (at > begin && IsDash(frame, at) &&
        frame.word(at - 1).tag == WordClass::kColon) {
      break;
    }
    ++at;
  }
  return at;
}

TokenSpan Trimmed(const Frame& frame, TokenSpan span) {
  while (span.begin < span.end && !frame.word(span.begin).is_word) ++span.begin;
  while (span.end > span.begin && !frame.word(span.end - 1).is_word) --span.end;
  return span;
}

// "Yes, said he, ..." : the first clause of saying behind a comma or a mark.
void CutByClause(const Frame& frame, Speech& speech) {
  for (uint32_t i = speech.words.begin + 1; i < speech.words.end; ++i) {
    const Word& before = frame.word(i - 1);
    if (!frame.word(i).is_word || before.is_word) continue;
    if (before.tag != WordClass::kComma && before.tag != WordClass::kStop) {
      continue;
    }
    if (before.tag == WordClass::kStop &&
        frame.text[frame.sentences->tokens[i - 1].range.begin] == '.') {
      continue;
    }
    auto clause = ClauseAt(frame, i, false);
    if (!clause || clause->end > speech.words.end) continue;
    // Followed by content it is a report inside of what is said.
    const uint32_t behind = std::max(clause->cue.end, clause->source.end);
    const WordClass next = frame.word(behind).tag;
    if (behind < clause->end &&
        (next == WordClass::kThat || next == WordClass::kSubject ||
         next == WordClass::kTo)) {
      continue;
    }
    uint32_t end = clause->end;
    for (uint32_t j = behind; j < end; ++j) {
      if (frame.word(j).tag == WordClass::kComma) {
        end = j;
        break;
      }
    }
    const TokenSpan left = Trimmed(frame, {speech.words.begin, i});
    const TokenSpan right = Trimmed(frame, {end, speech.words.end});
    if (left.empty()) continue;
    speech.spans = {left};
    if (!right.empty()) speech.spans.push_back(right);
    speech.clause = clause;
    return;
  }
  speech.spans = {Trimmed(frame, speech.words)};
}

// "Stephen had answered: -- A gentleman."
void ByIntroduction(const Frame& frame, Speech& speech) {
  if (speech.clause || speech.spans[0].empty()) return;
  const uint32_t dash = speech.words.begin - 1;
  if (dash == 0 || frame.word(dash - 1).tag != WordClass::kColon) return;
  speech.clause = ClauseBefore(frame, {dash, speech.words.end});
}

std::vector<Speech> ReadSpeeches(const Frame& frame) {
  const std::vector<uint32_t> openings = FindOpenings(frame);
  std::vector<Speech> speeches;
  // Where several openings share a block its lines are the paragraphs.
  for (std::size_t i = 0; i < openings.size(); ++i) {
    const uint32_t block = BlockOf(frame, openings[i]);
    const bool lines =
        (i > 0 && BlockOf(frame, openings[i - 1]) == block) ||
        (i + 1 < openings.size() && BlockOf(frame, openings[i + 1]) == block);
    Speech speech;
    speech.block = block;
    speech.words.begin = openings[i] + 1;
    speech.words.end = EndOfSpeech(frame, speech.words.begin, lines);
    if (i + 1 < openings.size()) {
      speech.words.end = std::min(speech.words.end, openings[i + 1]);
    }
    CutByClause(frame, speech);
    ByIntroduction(frame, speech);
    if (!speech.spans[0].empty()) speeches.push_back(std::move(speech));
  }
  return speeches;
}

}  // namespace

void AddDashSpeech(const Frame& frame, std::vector<Draft>& drafts) {
  const std::vector<Speech> speeches = ReadSpeeches(frame);
  const auto cued = std::count_if(speeches.begin(), speeches.end(),
                                  [](const Speech& s) { return !!s.clause; });
  if (cued == 0 || speeches.size() < kOpeningsMin) return;
  // What the model made of these words knew nothing of dashes.
  std::erase_if(drafts, [&](const Draft& d) {
    const uint32_t at = d.cue.empty() ? d.spans[0].begin : d.cue.begin;
    const auto after = std::upper_bound(
        speeches.begin(), speeches.end(), at,
        [](uint32_t t, const Speech& s) { return t < s.words.begin; });
    if (after == speeches.begin()) {
      return !speeches.empty() && speeches[0].clause &&
             speeches[0].clause->cue == d.cue;
    }
    if (at < std::prev(after)->words.end) return true;
    return after != speeches.end() && after->clause &&
           after->clause->cue == d.cue;
  });
  for (const Speech& speech : speeches) {
    Draft draft;
    draft.spans = speech.spans;
    draft.kind = StatementKind::kDirect;
    draft.calibrated = true;
    draft.rule = "dash-speech";
    draft.speaker_rule = "unknown";
    draft.confidence = 0.5f;
    if (speech.clause) {
      draft.cue = speech.clause->cue;
      draft.source = speech.clause->source;
      draft.mention = speech.clause->mention;
      if (draft.mention != kNone) {
        draft.chain = frame.mentions->mentions[draft.mention].chain;
      }
      draft.speaker_rule = "beside-quote";
      draft.confidence = 0.85f;
    }
    drafts.push_back(std::move(draft));
  }
}

}  // namespace quoth::parse
