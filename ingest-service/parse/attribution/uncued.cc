#include "ingest-service/parse/attribution/uncued.h"

#include <algorithm>
#include <optional>

#include "ingest-service/parse/attribution/beside.h"
#include "ingest-service/parse/attribution/principal.h"
#include "ingest-service/parse/attribution/utterances.h"

namespace quoth::parse {
namespace {

// Tokens between a cue and the second piece of its broken quotation.
constexpr uint32_t kBrokenReachMax = 60;

// The mention that begins or ends beside a token, for labels.
int32_t MentionEndingAt(const Frame& frame, int64_t token) {
  return token < 0 ? kNone : frame.mention_end[static_cast<std::size_t>(token)];
}
int32_t MentionBeginningAt(const Frame& frame, uint32_t token) {
  return token >= frame.mention_begin.size() ? kNone
                                             : frame.mention_begin[token];
}

bool MaySpeak(const Mention& m) {
  return m.form == MentionForm::kName && m.kind != EntityKind::kPlace;
}

void SetSource(const Frame& frame, int32_t mention, Draft& draft) {
  const Mention& m = frame.mentions->mentions[mention];
  draft.mention = mention;
  draft.chain = m.chain;
  draft.source = {m.first_token, m.end_token};
}

// "NAME: "..."" and ""..." - NAME".
bool SourceByLabel(const Frame& frame, TokenSpan words, Draft& draft) {
  int64_t at = static_cast<int64_t>(words.begin) - 1;
  while (at >= 0 && frame.word(at).tag == WordClass::kQuoteOpen) --at;
  if (at >= 0 && frame.word(at).tag == WordClass::kColon &&
      BlockOf(frame, static_cast<uint32_t>(at)) ==
          BlockOf(frame, words.begin)) {
    const int32_t m = MentionEndingAt(frame, at - 1);
    if (m != kNone && MaySpeak(frame.mentions->mentions[m])) {
      SetSource(frame, m, draft);
      draft.speaker_rule = "label-before";
      return true;
    }
  }
  uint32_t after = words.end;
  while (after < frame.words.words.size() && !frame.word(after).is_word &&
         frame.word(after).tag != WordClass::kDash) {
    ++after;
  }
  if (frame.word(after).tag == WordClass::kDash) {
    const int32_t m = MentionBeginningAt(frame, after + 1);
    if (m != kNone && MaySpeak(frame.mentions->mentions[m])) {
      SetSource(frame, m, draft);
      draft.speaker_rule = "label-after";
      return true;
    }
  }
  return false;
}

// Share of a quotation's words that drafts have already.
class Coverage {
 public:
  Coverage(const Frame& frame, const std::vector<Draft>& drafts)
      : taken_(frame.words.words.size() + 1) {
    std::vector<int32_t> delta(taken_.size() + 1);
    for (const Draft& d : drafts) {
      for (TokenSpan s : d.spans) ++delta[s.begin], --delta[s.end];
    }
    int32_t open = 0;
    for (std::size_t i = 0; i + 1 < taken_.size(); ++i) {
      open += delta[i];
      taken_[i + 1] = taken_[i] + (open > 0 ? 1 : 0);
    }
  }
  float Of(TokenSpan span) const {
    return static_cast<float>(taken_[span.end] - taken_[span.begin]) /
           static_cast<float>(span.end - span.begin);
  }

 private:
  std::vector<uint32_t> taken_;
};

}  // namespace

bool MarksStandApart(const Frame& frame) {
  std::size_t apart = 0, all = 0;
  for (const Quote& quote : frame.quotes->quotes) {
    if (quote.depth > 0 || !quote.opened) continue;
    const uint32_t first = frame.quotes->pieces[quote.first_piece].begin;
    ++all;
    apart += first > quote.range.begin && frame.text[first - 1] == ' ';
  }
  return all > 0 && apart * 10 >= all * 9;
}

void KeepStretchesApart(const Frame& frame, std::vector<Draft>& drafts) {
  std::vector<Draft> result;
  for (Draft& draft : drafts) {
    if (QuotedShare(frame, draft.spans) <= 0) {
      result.push_back(std::move(draft));
      continue;
    }
    for (TokenSpan span : draft.spans) {
      for (uint32_t i = span.begin; i < span.end;) {
        const int32_t quote = frame.word(i).quote;
        if (quote == kNone) {
          ++i;
          continue;
        }
        const TokenSpan words =
            WordsOfQuote(frame, frame.quotes->quotes[quote]);
        Draft stretch = draft;
        stretch.spans = {words};
        if (!words.empty()) result.push_back(std::move(stretch));
        i = std::max(i + 1, words.end);
      }
    }
  }
  drafts = std::move(result);
}

namespace {

using Candidate = std::pair<const Quote*, TokenSpan>;

// Is the quotation said, by its form or because a clause beside it says so?
bool Said(const Frame& frame, const Quote& quote, TokenSpan words, bool apart) {
  if (apart) {
    return EndsAsUtterance(frame, quote, words) ||
           words.end - words.begin >= kWordsSure;
  }
  if (LooksSaid(frame, quote, words)) return true;
  auto clause = ClauseAfter(frame, quote, words);
  if (!clause && EndsAsUtterance(frame, quote, words)) {
    clause = ClauseBefore(frame, words);
  }
  return clause && clause->saying && !clause->source.empty();
}

std::vector<Candidate> FindUncued(const Frame& frame,
                                  const std::vector<Draft>& drafts,
                                  bool apart) {
  const Coverage coverage(frame, drafts);
  std::vector<Candidate> uncued;
  for (const Quote& quote : frame.quotes->quotes) {
    if (quote.depth > 0) continue;
    const TokenSpan words = WordsOfQuote(frame, quote);
    if (words.empty() || coverage.Of(words) > 0.35f) continue;
    const BlockKind kind =
        frame.layout->blocks[BlockOf(frame, words.begin)].kind;
    if (kind == BlockKind::kTurn || kind == BlockKind::kHeading ||
        kind == BlockKind::kTitle || kind == BlockKind::kCaption) {
      continue;
    }
    if (Said(frame, quote, words, apart)) uncued.push_back({&quote, words});
  }
  return uncued;
}

// Finds whose each uncued quotation is, in text order.
class Attributing {
 public:
  Attributing(const Frame& frame, const Metadata& metadata,
              std::vector<Draft>& drafts, bool apart)
      : frame_(frame), drafts_(drafts), apart_(apart) {
    principal_ = PrincipalSpeaker(frame, metadata, drafts);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      uint32_t end = drafts[i].spans.back().end;
      if (!drafts[i].cue.empty()) end = std::max(end, drafts[i].cue.end);
      by_end_.emplace_back(end, i);
    }
    std::sort(by_end_.begin(), by_end_.end());
  }

  void Run(const std::vector<Candidate>& uncued) {
    for (const auto& [quote, words] : uncued) {
      headed_ += FirstOfBlock(frame_, words.begin) && Section(words) != kNone;
    }
    for (const auto& [quote, words] : uncued) Settle(*quote, words);
    for (const auto& [index, words] : joined_) {
      drafts_[index].spans.push_back(words);
    }
    for (Draft& draft : found_) drafts_.push_back(std::move(draft));
  }

 private:
  // The statement above a quotation, cued or not.
  struct Above {
    const Draft* draft = nullptr;
    uint32_t block = UINT32_MAX;
    std::size_t index = 0;  // Into drafts_, when it is a cued one.
    bool cued = false;
  };

  int32_t Section(TokenSpan words) const {
    return frame_.layout->blocks[BlockOf(frame_, words.begin)].section;
  }

  Above FindAbove(TokenSpan words) const {
    Above above;
    const auto it = std::upper_bound(by_end_.begin(), by_end_.end(),
                                     std::pair(words.begin, SIZE_MAX));
    if (it != by_end_.begin()) {
      const auto& [end, index] = *std::prev(it);
      above = {&drafts_[index], BlockOf(frame_, end - 1), index, true};
    }
    if (!found_.empty() &&
        (above.draft == nullptr || last_block_ > above.block)) {
      above = {&found_.back(), last_block_, 0, false};
    }
    return above;
  }

  // "A," X said, and looked up. "B.": one quotation in two pieces.
  bool Join(const Above& above, const Quote& quote, TokenSpan words) {
    if (apart_) return false;
    if (last_clause_ && ContinuesBehind(frame_, *last_clause_, words) &&
        !ClauseAfter(frame_, quote, words)) {
      found_.back().spans.push_back(words);
      last_block_ = BlockOf(frame_, words.end - 1);
      return true;
    }
    if (!above.cued || above.block != BlockOf(frame_, words.begin)) {
      return false;
    }
    const Draft& before = *above.draft;
    if (before.cue.empty() || before.spans.size() != 1 ||
        before.spans[0].end > before.cue.begin ||
        words.begin - before.cue.end > kBrokenReachMax ||
        QuotedShare(frame_, before.spans) <= 0.9f) {
      return false;
    }
    joined_.emplace_back(above.index, words);
    return true;
  }

  void Settle(const Quote& quote, TokenSpan words) {
    const Above above = FindAbove(words);
    if (Join(above, quote, words)) return;
    Draft draft;
    draft.spans = {words};
    draft.calibrated = true;
    draft.rule = "uncued-quote";
    last_clause_.reset();
    if (!ByLabelOrClause(quote, words, draft)) ByContext(above, words, draft);
    last_block_ = BlockOf(frame_, words.end - 1);
    found_.push_back(std::move(draft));
  }

  bool ByLabelOrClause(const Quote& quote, TokenSpan words, Draft& draft) {
    if (SourceByLabel(frame_, words, draft)) {
      draft.confidence = 0.85f;
      return true;
    }
    auto clause = ClauseAfter(frame_, quote, words);
    const bool after = clause.has_value();
    if (!after) clause = ClauseBefore(frame_, words);
    if (!clause) return false;
    draft.cue = clause->cue;
    draft.source = clause->source;
    draft.mention = clause->mention;
    if (draft.mention != kNone) {
      draft.chain = frame_.mentions->mentions[draft.mention].chain;
    }
    draft.rule = "quote-clause";
    draft.speaker_rule = after ? "beside-quote" : "introduction";
    draft.confidence = clause->saying ? 0.85f : 0.7f;
    if (after) last_clause_ = clause;
    return true;
  }

  void ByContext(const Above& above, TokenSpan words, Draft& draft) const {
    const uint32_t block = BlockOf(frame_, words.begin);
    const int32_t section = Section(words);
    const bool alone =
        FirstOfBlock(frame_, words.begin) && LastOfBlock(frame_, words.end);
    const bool same_section =
        above.draft != nullptr && above.block < frame_.layout->blocks.size() &&
        frame_.layout->blocks[above.block].section == section;
    if (headed_ >= 2 && section != kNone && alone && principal_ != kNone &&
        !same_section) {
      draft.rule = "headed-quote";
      draft.chain = principal_;
      draft.speaker_rule = "principal-speaker";
      draft.confidence = 0.8f;
    } else if (above.draft != nullptr && above.draft->chain != kNone &&
               (above.block == block || above.block + 1 == block) &&
               QuotedShare(frame_, above.draft->spans) > 0.5f) {
      draft.source = above.draft->source;
      draft.mention = above.draft->mention;
      draft.chain = above.draft->chain;
      draft.speaker_rule = "same-speaker";
      draft.confidence = above.block == block ? 0.7f : 0.6f;
    } else if (principal_ != kNone) {
      draft.chain = principal_;
      draft.speaker_rule = "principal-speaker";
      draft.confidence = 0.5f;
    } else {
      draft.speaker_rule = "unknown";
      draft.confidence = 0.3f;
    }
  }

  const Frame& frame_;
  std::vector<Draft>& drafts_;
  const bool apart_;
  int32_t principal_ = kNone;
  std::size_t headed_ = 0;  // Quotations that open a paragraph of a section.
  // Cued drafts by their last token, to find the one above a quotation.
  std::vector<std::pair<uint32_t, std::size_t>> by_end_;
  std::vector<std::pair<std::size_t, TokenSpan>> joined_;
  std::vector<Draft> found_;
  uint32_t last_block_ = UINT32_MAX;        // Of found_.back().
  std::optional<QuoteClause> last_clause_;  // Behind found_.back().
};

}  // namespace

void AddUncuedQuotes(const Frame& frame, const Metadata& metadata,
                     std::vector<Draft>& drafts) {
  const bool apart = MarksStandApart(frame);
  if (apart) KeepStretchesApart(frame, drafts);
  const std::vector<Candidate> uncued = FindUncued(frame, drafts, apart);
  if (uncued.empty()) return;
  Attributing(frame, metadata, drafts, apart).Run(uncued);
}

}  // namespace quoth::parse
