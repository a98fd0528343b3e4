#include "ingest-service/parse/attribution/lists.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/attribution/beside.h"

namespace quoth::parse {
namespace {

// Cues of one list; more are a list of something else.
constexpr int kCuesMax = 6;
// Further cues are looked for so many tokens behind the first.
constexpr uint32_t kReachMax = 300;

bool Finite(const Frame& frame, TokenSpan span) {
  return frame.totals[span.end].finite > frame.totals[span.begin].finite;
}

TokenSpan WithoutMarks(const Frame& frame, TokenSpan span) {
  while (span.begin < span.end && !frame.word(span.begin).is_word) ++span.begin;
  while (span.end > span.begin && !frame.word(span.end - 1).is_word) --span.end;
  return span;
}

// "the fact that", "the opinion that": the clause is what was said.
void DropNoun(const Frame& frame, TokenSpan& span) {
  static constexpr uint32_t kNouns[] = {
      HashForm("fact"),       HashForm("opinion"),    HashForm("hope"),
      HashForm("view"),       HashForm("conviction"), HashForm("confidence"),
      HashForm("belief"),     HashForm("certainty"),  HashForm("idea"),
      HashForm("impression"), HashForm("concern"),    HashForm("regret")};
  uint32_t at = span.begin;
  if (frame.word(at).tag == WordClass::kDeterminer ||
      frame.word(at).tag == WordClass::kPossessive) {
    ++at;
  }
  if (at + 3 >= span.end || frame.word(at + 1).tag != WordClass::kThat) return;
  if (std::find(std::begin(kNouns), std::end(kNouns), frame.word(at).form) ==
      std::end(kNouns)) {
    return;
  }
  span.begin = at + 1;
}

// The second verb of a list that begins at `at` ("and pointed out that"), or 0.
uint32_t NextCue(const Frame& frame, uint32_t at, const Word& first,
                 uint32_t end) {
  const Word& w = frame.word(at);
  const bool coordinated = w.tag == WordClass::kCoordinator;
  const bool parted = w.tag == WordClass::kComma &&
                      frame.word(at + 1).tag != WordClass::kCoordinator;
  if (!coordinated && !parted) return 0;
  uint32_t verb = at + 1;
  while (verb < end && (frame.word(verb).tag == WordClass::kAdverb ||
                        frame.word(verb).tag == WordClass::kTurnAdverb)) {
    ++verb;
  }
  const Word& v = frame.word(verb);
  if (verb + 2 >= end || v.act == 0 || v.depth > 0) return 0;
  const WordClass next = frame.word(verb + (v.pair_cue ? 2 : 1)).tag;
  // ", adding that", ", noting that".
  if (parted) {
    return v.tag == WordClass::kVerbIng && v.act == 1 &&
                   next == WordClass::kThat
               ? verb
               : 0;
  }
  const bool past = v.tag == WordClass::kVerbEd || v.tag == WordClass::kLower;
  const bool first_past =
      first.tag == WordClass::kVerbEd || first.tag == WordClass::kLower;
  if (v.tag != WordClass::kEndsS && !past) return 0;
  if (past != first_past) return 0;
  if (next == WordClass::kThat) return verb;
  const bool phrase =
      next == WordClass::kDeterminer || next == WordClass::kPossessive;
  return v.act == 1 && (v.noun_cue || v.addressee_cue) && phrase ? verb : 0;
}

// "; the company says ...", ", and he noted that ...": another clause with a
// cue of its own.
bool OtherClause(const Frame& frame,
                 const absl::flat_hash_map<uint32_t, std::size_t>& known,
                 uint32_t at) {
  const WordClass tag = frame.word(at).tag;
  if (tag != WordClass::kSemicolon && tag != WordClass::kCoordinator &&
      tag != WordClass::kDash) {
    return false;
  }
  const auto clause = ClauseAt(frame, at + 1, false);
  return clause && clause->source.begin == at + 1 &&
         known.contains(clause->cue.begin);
}

void InheritSource(const Draft& from, Draft& to) {
  if (!to.source.empty()) return;
  to.source = from.source;
  to.mention = from.mention;
  to.chain = from.chain;
  to.speaker_rule = from.speaker_rule;
}

// Splits a draft at further cues; theirs go to `more`.
void SplitList(const Frame& frame,
               const absl::flat_hash_map<uint32_t, std::size_t>& known,
               std::size_t index, std::vector<Draft>& drafts,
               std::vector<Draft>& more) {
  Draft& draft = drafts[index];
  if (draft.cue.empty() || draft.spans.size() != 1) return;
  TokenSpan& span = draft.spans[0];
  if (span.begin < draft.cue.begin) return;
  const Word first = frame.word(draft.cue.begin);
  const uint32_t end = span.end;
  Draft* open = &draft;
  const Draft whole = draft;
  int cues = 0;
  more.reserve(more.size() + kCuesMax);
  for (uint32_t i = span.begin + 1;
       i + 2 < std::min(end, span.begin + kReachMax) && cues < kCuesMax; ++i) {
    if (frame.word(i).depth > 0) continue;
    if (OtherClause(frame, known, i)) {
      const TokenSpan kept = WithoutMarks(frame, {open->spans[0].begin, i});
      if (!kept.empty()) open->spans[0] = kept;
      return;
    }
    const uint32_t cue = NextCue(frame, i, first, end);
    if (cue == 0) continue;
    open->spans[0] = WithoutMarks(frame, {open->spans[0].begin, i});
    if (open->spans[0].empty()) open->spans[0] = {i - 1, i};
    ++cues;
    i = cue;
    if (const auto it = known.find(cue); it != known.end()) {
      // The model has its content already, perhaps not its source.
      InheritSource(whole, drafts[it->second]);
      return;
    }
    Draft next = whole;
    next.cue = {cue, cue + 1};
    next.spans[0] =
        WithoutMarks(frame, {cue + (frame.word(cue).pair_cue ? 2u : 1u), end});
    next.rule = "cue-list";
    next.confidence = whole.confidence * 0.9f;
    if (next.spans[0].empty()) return;
    more.push_back(std::move(next));
    open = &more.back();
  }
}

// "Nobody said", "did the senator say that ...?": told as not said, or asked.
bool NotSaid(const Frame& frame, const Draft& draft) {
  if (draft.cue.empty() || draft.kind || QuotedShare(frame, draft.spans) > 0) {
    return false;
  }
  static constexpr uint32_t kNobody = HashForm("nobody");
  static constexpr uint32_t kNotOne = HashForm("none");
  if (!draft.source.empty()) {
    const uint32_t form = frame.word(draft.source.begin).form;
    if (form == kNobody || form == kNotOne) return true;
  }
  const uint32_t cue = draft.cue.begin;
  const Sentence& sentence =
      frame.sentences->sentences[frame.word(cue).sentence];
  const Range last = frame.sentences->tokens[sentence.end_token - 1].range;
  if (frame.word(cue).tag != WordClass::kLower ||
      frame.text[last.begin] != '?') {
    return false;
  }
  for (uint32_t i = cue; i-- > sentence.first_token && cue - i < 10;) {
    if (frame.word(i).tag == WordClass::kDo) return true;
  }
  return false;
}

// A noun phrase behind a verb that needs a clause to report: "thanked her",
// "answered a question"; a lone function word behind any.
bool TellsOnlyAnAct(const Frame& frame, const CueLexicon& cues,
                    const Draft& draft) {
  if (draft.cue.empty() || draft.kind || QuotedShare(frame, draft.spans) > 0) {
    return false;
  }
  for (TokenSpan s : draft.spans) {
    if (Finite(frame, s)) return false;
  }
  const TokenSpan span = draft.spans[0];
  const WordClass first = frame.word(span.begin).tag;
  if (draft.spans.size() == 1 && span.end == span.begin + 1) {
    if (first != WordClass::kLower && first != WordClass::kName &&
        first != WordClass::kAllCaps && first != WordClass::kVerbIng) {
      return true;
    }
  }
  const CueEntry* entry = cues.Find(frame.word(draft.cue.begin).form);
  return entry != nullptr && entry->clause && first != WordClass::kTo &&
         first != WordClass::kThat && first != WordClass::kVerbIng &&
         !frame.word(draft.cue.begin).pair_cue && span.begin > draft.cue.begin;
}

}  // namespace

void SettleContents(const Frame& frame, const CueLexicon& cues,
                    std::vector<Draft>& drafts) {
  absl::flat_hash_map<uint32_t, std::size_t> known;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!drafts[i].cue.empty()) known.emplace(drafts[i].cue.begin, i);
  }
  std::vector<Draft> more;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (drafts[i].kind || QuotedShare(frame, drafts[i].spans) > 0.9f) continue;
    SplitList(frame, known, i, drafts, more);
  }
  for (Draft& draft : more) drafts.push_back(std::move(draft));
  for (Draft& draft : drafts) {
    if (!draft.cue.empty() && draft.spans[0].begin > draft.cue.begin) {
      DropNoun(frame, draft.spans[0]);
    }
  }
  std::erase_if(drafts, [&](const Draft& d) {
    return d.spans[0].empty() || NotSaid(frame, d) ||
           TellsOnlyAnAct(frame, cues, d);
  });
}

}  // namespace quoth::parse
