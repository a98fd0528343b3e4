// Attribute(): the order of its parts.
#include <algorithm>
#include <numeric>

#include "ingest-service/parse/attribution/attribute_with.h"
#include "ingest-service/parse/attribution/beside.h"
#include "ingest-service/parse/attribution/continuation.h"
#include "ingest-service/parse/attribution/drafts.h"
#include "ingest-service/parse/attribution/lists.h"
#include "ingest-service/parse/attribution/proposals.h"
#include "ingest-service/parse/attribution/turns.h"
#include "ingest-service/parse/attribution/uncued.h"
#include "ingest-service/parse/attribution/unmarked.h"
#include "ingest-service/parse/lexicons.h"

namespace quoth::parse {
namespace {

// More statements than any real document of the size limit has.
constexpr std::size_t kStatementsMax = 200'000;

std::vector<Draft> DraftsOf(const Frame& frame, const AttributionModel& model,
                            Parts parts) {
  std::vector<Draft> drafts;
  for (const Proposal& p : ProposeStatements(frame, model, parts)) {
    Draft draft;
    draft.spans = p.spans;
    draft.cue = {p.cue, p.cue + 1};
    draft.source = p.source;
    draft.mention = p.mention;
    if (p.mention != kNone) {
      draft.chain = frame.mentions->mentions[p.mention].chain;
    }
    draft.confidence = p.confidence * p.source_confidence;
    draft.rule = p.by_clause ? "clause" : "cue-model";
    draft.speaker_rule = p.source.empty() ? "none-named" : "source-model";
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

// Inside a turn or a direct quotation most verbs of saying tell the speaker's
// own story. A statement of somebody else's is taken from there only when the
// report is plain: a named person, an act of speech, told as one occasion, its
// words introduced by "that", a colon or marks.
bool ReportsAnother(const Frame& frame, const Draft& draft) {
  if (draft.cue.empty() || draft.mention == kNone) return false;
  const Mention& source = frame.mentions->mentions[draft.mention];
  const Word& cue = frame.word(draft.cue.begin);
  if (source.form != MentionForm::kName || source.kind != EntityKind::kPerson ||
      cue.act != 1) {
    return false;
  }
  // "has been saying": a habit, not an occasion.
  if (cue.tag == WordClass::kVerbIng) return false;
  const uint32_t begin = draft.spans[0].begin;
  const WordClass first = frame.word(begin).tag;
  const WordClass before = frame.word(static_cast<int64_t>(begin) - 1).tag;
  return first == WordClass::kThat || before == WordClass::kThat ||
         before == WordClass::kColon || before == WordClass::kQuoteOpen;
}

// Drops what only seems said inside of what is said: always inside a turn or a
// direct quotation, elsewhere when the statement around it is the surer one.
void DropInnerStories(const Frame& frame, std::vector<Draft>& drafts) {
  struct Around {
    TokenSpan span;
    float confidence;  // 2 for quotations and plain clauses: surer than any.
  };
  std::vector<Around> around;
  for (const Draft& d : drafts) {
    const bool direct = d.kind || QuotedShare(frame, d.spans) > 0.9f;
    for (TokenSpan s : d.spans) {
      around.push_back({s, direct || d.rule == "clause" ? 2 : d.confidence});
    }
  }
  std::sort(around.begin(), around.end(), [](const Around& a, const Around& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin
                                        : a.span.end > b.span.end;
  });
  std::erase_if(drafts, [&](const Draft& d) {
    if (d.cue.empty()) return false;
    const uint32_t cue = d.cue.begin;
    const uint32_t block =
        frame.sentences->sentences[frame.word(cue).sentence].block;
    bool inner = frame.layout->blocks[block].kind == BlockKind::kTurn;
    auto after = std::upper_bound(
        around.begin(), around.end(), cue,
        [](uint32_t at, const Around& x) { return at < x.span.begin; });
    // Spans nest little, so what holds the cue begins not far before it.
    for (int steps = 0; !inner && after != around.begin() && steps < 24;
         ++steps) {
      --after;
      inner = after->span.end > cue && after->confidence > d.confidence;
    }
    return inner && !ReportsAnother(frame, d);
  });
}

// All that is told by position and form, in this order.
void ApplyRules(const Frame& frame, const Metadata& metadata,
                const CueLexicon& cues, std::vector<Draft>& drafts) {
  SettleContents(frame, cues, drafts);
  SettleByClause(frame, drafts);
  AddUncuedQuotes(frame, metadata, drafts);
  AddDashSpeech(frame, drafts);
  AddBlockQuotes(frame, drafts);
  AddAnswers(frame, metadata, drafts);
  DropInnerStories(frame, drafts);
  AddContinuations(frame, drafts);
}

StatementKind KindOf(const Frame& frame, const std::vector<TokenSpan>& spans) {
  const float quoted = QuotedShare(frame, spans);
  if (quoted > 0.9f) return StatementKind::kDirect;
  return quoted > 0 ? StatementKind::kMixed : StatementKind::kIndirect;
}

// Words of a cue beside its head: "pointed [out]", "[according] to".
TokenSpan WholeCue(const Frame& frame, const CueLexicon& cues, uint32_t head) {
  const Word& w = frame.word(head);
  const Word& next = frame.word(head + 1);
  if (next.sentence == w.sentence && cues.FindPair(w.form, next.form)) {
    return {head, head + 2};
  }
  return {head, head + 1};
}

// Who was told, asked, informed: the mention right behind such a cue.
int32_t AddresseeOf(const Frame& frame, const CueEntry* entry,
                    const Draft& draft) {
  if (entry == nullptr || !entry->addressee) return kNone;
  const uint32_t after = draft.cue.end;
  if (after >= frame.mention_begin.size()) return kNone;
  const int32_t mention = frame.mention_begin[after];
  if (mention == kNone || mention == draft.mention) return kNone;
  for (TokenSpan s : draft.spans) {
    if (after >= s.begin && after < s.end) return kNone;
  }
  return frame.word(after).sentence == frame.word(draft.cue.begin).sentence
             ? mention
             : kNone;
}

SpeechAct ActOf(const Frame& frame, const CueEntry* entry, const Draft& draft) {
  SpeechAct act = entry != nullptr ? entry->act : SpeechAct::kSpeech;
  const WordClass first = frame.word(draft.spans[0].begin).tag;
  // "asked him to leave" is a demand, not a question.
  if (act == SpeechAct::kQuestion && first == WordClass::kTo) {
    act = SpeechAct::kSpeech;
  }
  return act;
}

Attribution Finish(const Frame& frame, const AttributionModel& model,
                   const CueLexicon& cues, const Draft& draft) {
  Attribution a;
  a.kind = draft.kind ? *draft.kind : KindOf(frame, draft.spans);
  a.spans = ShownRanges(frame, draft.spans, a.kind);
  if (!draft.cue.empty()) {
    const TokenSpan cue = WholeCue(frame, cues, draft.cue.begin);
    const uint32_t head = frame.word(cue.begin).form;
    const CueEntry* entry =
        cue.end - cue.begin > 1
            ? cues.FindPair(head, frame.word(cue.begin + 1).form)
            : cues.Find(head);
    a.cue = BytesOf(frame, cue);
    a.act = ActOf(frame, entry, draft);
    // Words in marks were said, whatever the verb: X saw it so: "...".
    if (a.kind == StatementKind::kDirect && a.act != SpeechAct::kQuestion) {
      a.act = SpeechAct::kSpeech;
    }
    a.addressee = AddresseeOf(frame, entry, draft);
  }
  a.source = BytesOf(frame, draft.source);
  a.mention = draft.mention;
  a.chain = draft.chain;
  a.continuation = draft.continuation;
  a.confidence = draft.calibrated
                     ? draft.confidence
                     : model.Calibrated(draft.confidence,
                                        a.kind == StatementKind::kDirect);
  a.rule = draft.rule;
  a.speaker_rule = draft.speaker_rule;
  a.block =
      frame.sentences->sentences[frame.word(draft.spans[0].begin).sentence]
          .block;
  a.section = frame.layout->blocks[a.block].section;
  return a;
}

// By first span, outer before nested; then each knows the one around it.
void OrderAndNest(std::vector<Attribution>& statements) {
  const auto hull = [](const Attribution& a) {
    return Range{a.spans.front().begin, a.spans.back().end};
  };
  std::stable_sort(statements.begin(), statements.end(),
                   [&](const Attribution& a, const Attribution& b) {
                     const Range x = hull(a), y = hull(b);
                     return x.begin != y.begin ? x.begin < y.begin
                                               : x.end > y.end;
                   });
  std::vector<int32_t> around;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const Range range = hull(statements[i]);
    while (!around.empty() && hull(statements[around.back()]).end < range.end) {
      around.pop_back();
    }
    if (!around.empty()) statements[i].nested_in = around.back();
    around.push_back(static_cast<int32_t>(i));
  }
}

}  // namespace

Attributions AttributeWith(const DecodedDocument& document,
                           const Layout& layout, const Metadata& metadata,
                           const Sentences& sentences, const Mentions& mentions,
                           const AttributionModel& model,
                           const CueLexicon& cues, Issues& issues,
                           Parts parts) {
  const Quotes quotes = PairQuotes(document, layout, issues);
  const Frame frame =
      BuildFrame(document, layout, sentences, quotes, mentions, cues);
  std::vector<Draft> drafts = DraftsOf(frame, model, parts);
  if (parts.rules) ApplyRules(frame, metadata, cues, drafts);
  Attributions result;
  for (const Draft& draft : drafts) {
    Attribution a = Finish(frame, model, cues, draft);
    if (!a.spans.empty()) result.statements.push_back(std::move(a));
  }
  AddTurns(frame, metadata, drafts, result.statements);
  if (result.statements.size() > kStatementsMax) {
    issues.Add(IssueCode::kTooManyStatements, {},
               "more statements than the limit; the rest is left out");
    result.statements.resize(kStatementsMax);
  }
  OrderAndNest(result.statements);
  return result;
}

Attributions Attribute(const DecodedDocument& document, const Layout& layout,
                       const Metadata& metadata, const Sentences& sentences,
                       const Mentions& mentions, const Lexicons& lexicons,
                       Issues& issues) {
  return AttributeWith(document, layout, metadata, sentences, mentions,
                       lexicons.attribution_model(), lexicons.cues(), issues);
}

}  // namespace quoth::parse
