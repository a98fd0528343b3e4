#include "ingest-service/parse/attribution/uncued.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"

namespace quoth::parse {
namespace {

// Quoted stretches of fewer words are often no statement; they need the shape
// of an utterance.
constexpr uint32_t kWordsSure = 7;

// Tokens between a cue and the second piece of its broken quotation.
constexpr uint32_t kBrokenReachMax = 60;

struct Letters {
  uint32_t words = 0, capitalised = 0, lower = 0;
};

Letters Measure(const Frame& frame, TokenSpan span) {
  Letters shape;
  for (uint32_t i = span.begin; i < span.end; ++i) {
    const Word& w = frame.word(i);
    if (!w.is_word) continue;
    ++shape.words;
    const Token& token = frame.sentences->tokens[i];
    if (token.capitalised) {
      ++shape.capitalised;
    } else if (token.range.size() > 3) {
      ++shape.lower;
    }
  }
  return shape;
}

uint32_t BlockOf(const Frame& frame, uint32_t token) {
  return frame.sentences->sentences[frame.word(token).sentence].block;
}

bool FirstOfBlock(const Frame& frame, uint32_t token) {
  for (uint32_t i = token; i-- > 0;) {
    if (BlockOf(frame, i) != BlockOf(frame, token)) return true;
    if (frame.word(i).is_word) return false;
  }
  return true;
}

bool LastOfBlock(const Frame& frame, uint32_t end) {
  for (uint32_t i = end; i < frame.words.words.size(); ++i) {
    if (BlockOf(frame, i) != BlockOf(frame, end - 1)) return true;
    if (frame.word(i).is_word) return false;
  }
  return true;
}

bool IsQuoteMark(WordClass tag) {
  return tag == WordClass::kQuoteOpen || tag == WordClass::kQuoteClose ||
         tag == WordClass::kMark;
}

bool EndsAsUtterance(const Frame& frame, const Quote& quote, TokenSpan words) {
  for (uint32_t i = words.end; i < frame.words.words.size(); ++i) {
    const Token& token = frame.sentences->tokens[i];
    if (token.range.begin >= quote.range.end) return false;
    const WordClass tag = frame.word(i).tag;
    if (tag == WordClass::kComma || tag == WordClass::kStop ||
        tag == WordClass::kDash || tag == WordClass::kSemicolon) {
      return true;
    }
  }
  return false;
}

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

// A person, or a name of several words that pronouns take for one.
bool MayBePrincipal(const Chain& chain) {
  if (chain.name.empty()) return false;
  if (chain.kind == EntityKind::kPerson) return true;
  const bool gendered =
      chain.gender == Gender::kMale || chain.gender == Gender::kFemale;
  return chain.kind == EntityKind::kUnknown && gendered &&
         chain.name.find(' ') != std::string::npos;
}

bool SameName(std::string_view a, std::string_view b) {
  return !a.empty() && a == b;
}

}  // namespace

bool LooksSaid(const Frame& frame, const Quote& quote, TokenSpan words) {
  const Letters shape = Measure(frame, words);
  if (shape.words == 0) return false;
  const bool titled = shape.lower == 0 && shape.words <= 8 && shape.words > 1;
  const bool first = FirstOfBlock(frame, words.begin);
  const bool last = LastOfBlock(frame, words.end);
  if (first && last) return true;
  if (shape.words >= kWordsSure) return !titled;
  // What stands before, quotation marks aside.
  int64_t at = static_cast<int64_t>(words.begin) - 1;
  while (at >= 0 && IsQuoteMark(frame.word(at).tag)) --at;
  const Word& before = frame.word(at);
  const bool placed =
      first || before.sentence != frame.word(words.begin).sentence ||
      before.tag == WordClass::kComma || before.tag == WordClass::kColon ||
      before.tag == WordClass::kDash || before.tag == WordClass::kStop ||
      before.tag == WordClass::kSemicolon;
  if (!placed || !EndsAsUtterance(frame, quote, words)) return false;
  if (titled && !first && shape.words > 1) return false;
  return frame.sentences->tokens[words.begin].capitalised || first;
}

int32_t PrincipalSpeaker(const Frame& frame, const Metadata& metadata,
                         const std::vector<Draft>& drafts) {
  const Mentions& mentions = *frame.mentions;
  absl::flat_hash_map<int32_t, float> scores;
  uint32_t early = 0;  // Blocks of prose seen.
  uint32_t last_block = UINT32_MAX;
  for (const Mention& m : mentions.mentions) {
    if (m.chain == kNone || m.quoted) continue;
    const Chain& chain = mentions.chains[m.chain];
    if (!MayBePrincipal(chain)) continue;
    bool author = false;
    for (const std::string& name : metadata.authors) {
      author |= SameName(name, chain.name);
    }
    if (author) continue;
    const uint32_t block = frame.sentences->sentences[m.sentence].block;
    const BlockKind kind = frame.layout->blocks[block].kind;
    if (kind == BlockKind::kByline || kind == BlockKind::kBoilerplate) continue;
    if (kind == BlockKind::kParagraph && block != last_block) {
      ++early;
      last_block = block;
    }
    float weight = 1;
    if (kind == BlockKind::kTitle) weight = 6;
    if (kind == BlockKind::kSummary ||
        (early <= 2 && kind != BlockKind::kHeading))
      weight = 3;
    scores[m.chain] += weight;
  }
  for (const Draft& d : drafts) {
    if (d.chain != kNone && scores.contains(d.chain)) scores[d.chain] += 2;
  }
  int32_t best = kNone;
  float first = 0, second = 0;
  for (const auto& [chain, score] : scores) {
    if (score > first || (score == first && chain < best)) {
      second = first;
      first = score;
      best = chain;
    } else {
      second = std::max(second, score);
    }
  }
  // One mention in the lead is enough where nobody else is named.
  const float needed = second == 0 ? 3 : 4;
  return first >= needed && first >= 1.6f * second ? best : kNone;
}

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

void AddUncuedQuotes(const Frame& frame, const Metadata& metadata,
                     std::vector<Draft>& drafts) {
  const bool apart = MarksStandApart(frame);
  if (apart) KeepStretchesApart(frame, drafts);
  const Coverage coverage(frame, drafts);
  std::vector<std::pair<const Quote*, TokenSpan>> uncued;
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
    const bool said = apart ? EndsAsUtterance(frame, quote, words) ||
                                  words.end - words.begin >= kWordsSure
                            : LooksSaid(frame, quote, words);
    if (said) uncued.push_back({&quote, words});
  }
  if (uncued.empty()) return;
  const int32_t principal = PrincipalSpeaker(frame, metadata, drafts);
  // Cued drafts by their last token, to find the one above a quotation.
  std::vector<std::pair<uint32_t, std::size_t>> by_end;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    uint32_t end = drafts[i].spans.back().end;
    if (!drafts[i].cue.empty()) end = std::max(end, drafts[i].cue.end);
    by_end.emplace_back(end, i);
  }
  std::sort(by_end.begin(), by_end.end());
  std::size_t headed = 0;
  for (const auto& [quote, words] : uncued) {
    headed +=
        FirstOfBlock(frame, words.begin) &&
        frame.layout->blocks[BlockOf(frame, words.begin)].section != kNone;
  }
  std::vector<std::pair<std::size_t, TokenSpan>> joined;
  std::vector<Draft> found;
  Draft previous;  // Of the uncued quotation above.
  uint32_t previous_block = UINT32_MAX;
  for (const auto& [quote, words] : uncued) {
    Draft draft;
    draft.spans = {words};
    draft.calibrated = true;
    draft.rule = "uncued-quote";
    const uint32_t block = BlockOf(frame, words.begin);
    const auto above = std::upper_bound(by_end.begin(), by_end.end(),
                                        std::pair(words.begin, SIZE_MAX));
    const Draft* before =
        above == by_end.begin() ? nullptr : &drafts[std::prev(above)->second];
    uint32_t before_block =
        before ? BlockOf(frame, std::prev(above)->first - 1) : UINT32_MAX;
    const bool alone =
        FirstOfBlock(frame, words.begin) && LastOfBlock(frame, words.end);
    if (previous_block != UINT32_MAX &&
        (before == nullptr || previous_block > before_block)) {
      before = &previous;
      before_block = previous_block;
    }
    const int32_t section = frame.layout->blocks[block].section;
    const bool same_section =
        before != nullptr && before_block < frame.layout->blocks.size() &&
        frame.layout->blocks[before_block].section == section;
    // "A," X said, and looked up. "B.": one quotation in two pieces.
    if (!apart && before != nullptr && before != &previous &&
        before_block == block && !before->cue.empty() &&
        before->spans.size() == 1 &&
        before->spans[0].end <= before->cue.begin &&
        words.begin - before->cue.end <= kBrokenReachMax &&
        QuotedShare(frame, before->spans) > 0.9f) {
      joined.emplace_back(std::prev(above)->second, words);
      continue;
    }
    if (SourceByLabel(frame, words, draft)) {
      draft.confidence = 0.85f;
    } else if (headed >= 2 && section != kNone && alone && principal != kNone &&
               !same_section) {
      draft.rule = "headed-quote";
      draft.chain = principal;
      draft.speaker_rule = "principal-speaker";
      draft.confidence = 0.8f;
    } else if (before != nullptr && before->chain != kNone &&
               (before_block == block || before_block + 1 == block) &&
               QuotedShare(frame, before->spans) > 0.5f) {
      draft.source = before->source;
      draft.mention = before->mention;
      draft.chain = before->chain;
      draft.speaker_rule = "same-speaker";
      draft.confidence = before_block == block ? 0.7f : 0.6f;
    } else if (principal != kNone) {
      draft.chain = principal;
      draft.speaker_rule = "principal-speaker";
      draft.confidence = 0.5f;
    } else {
      draft.speaker_rule = "unknown";
      draft.confidence = 0.3f;
    }
    previous = draft;
    previous_block = BlockOf(frame, words.end - 1);
    found.push_back(std::move(draft));
  }
  for (const auto& [index, words] : joined) {
    drafts[index].spans.push_back(words);
  }
  for (Draft& draft : found) drafts.push_back(std::move(draft));
}

}  // namespace quoth::parse
