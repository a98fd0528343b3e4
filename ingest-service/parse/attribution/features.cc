#include "ingest-service/parse/attribution/features.h"

#include <algorithm>

namespace quoth::parse {
namespace {

uint32_t U(WordClass tag) { return static_cast<uint32_t>(tag); }

class Emitter {
 public:
  Emitter(FeatureList& out, uint32_t family) : out_(out), family_(family) {}

  template <typename... Values>
  [[gnu::always_inline]] void operator()(uint32_t number, Values... values) {
    FeatureHash hash(family_ * 64 + number);
    ((hash << static_cast<uint32_t>(values)), ...);
    out_.push_back(hash.value());
  }

 private:
  FeatureList& out_;
  uint32_t family_;
};

// What mention begins or ends at a token: 0 none, else form and kind.
uint32_t MentionCode(const Frame& frame, int32_t mention) {
  if (mention == kNone) return 0;
  const Mention& m = frame.mentions->mentions[mention];
  return 1 + static_cast<uint32_t>(m.form) * 8 + static_cast<uint32_t>(m.kind);
}
uint32_t MentionBeginCode(const Frame& frame, int64_t token) {
  if (token < 0 || token >= static_cast<int64_t>(frame.mention_begin.size())) {
    return 0;
  }
  return MentionCode(frame, frame.mention_begin[token]);
}
uint32_t MentionEndCode(const Frame& frame, int64_t token) {
  if (token < 0 || token >= static_cast<int64_t>(frame.mention_end.size())) {
    return 0;
  }
  return MentionCode(frame, frame.mention_end[token]);
}

bool IsFinite(WordClass tag) {
  return tag == WordClass::kBe || tag == WordClass::kModal ||
         tag == WordClass::kHave || tag == WordClass::kDo ||
         tag == WordClass::kVerbEd || tag == WordClass::kEndsS;
}

Totals Count(const Frame& frame, uint32_t begin, uint32_t end) {
  if (end <= begin) return {};
  const Totals& x = frame.totals[begin];
  const Totals& y = frame.totals[end];
  return {y.commas - x.commas,     y.stops - x.stops,
          y.finite - x.finite,     y.quotes - x.quotes,
          y.mentions - x.mentions, y.subjects - x.subjects,
          y.brackets - x.brackets, y.colons - x.colons};
}

void AddTotals(Frame& frame) {
  frame.totals.resize(frame.words.words.size() + 1);
  Totals t;
  for (std::size_t i = 0; i < frame.words.words.size(); ++i) {
    switch (const WordClass tag = frame.words.words[i].tag; tag) {
      case WordClass::kComma:
        ++t.commas;
        break;
      case WordClass::kStop:
        ++t.stops;
        break;
      case WordClass::kColon:
      case WordClass::kSemicolon:
        ++t.colons;
        break;
      case WordClass::kQuoteOpen:
      case WordClass::kQuoteClose:
        ++t.quotes;
        break;
      case WordClass::kBracketOpen:
      case WordClass::kBracketClose:
        ++t.brackets;
        break;
      case WordClass::kSubject:
        ++t.subjects;
        break;
      default:
        t.finite += IsFinite(tag);
    }
    t.mentions += frame.mention_begin[i] != kNone;
    frame.totals[i + 1] = t;
  }
}

uint32_t Up(uint32_t value, uint32_t limit) { return std::min(value, limit); }

// The classes of a short run of tokens, one value; 0 when it is long.
uint32_t Path(const Frame& frame, int64_t begin, int64_t end, int64_t limit) {
  if (end - begin > limit || end < begin) return 0;
  FeatureHash hash(7);
  for (int64_t i = begin; i < end; ++i) hash << U(frame.word(i).tag);
  return hash.value() | 1;
}

uint32_t DepthStep(const Frame& frame, int64_t at, int64_t from) {
  const Word& a = frame.word(at);
  const Word& b = frame.word(from);
  if (a.depth == 0 && b.depth == 0) return 0;
  if (a.quote == b.quote) return 1;
  if (a.depth > 0 && b.depth == 0) return 2;
  if (a.depth == 0) return 3;
  return 4;
}

bool SentenceBegins(const Frame& frame, int64_t token) {
  return frame.word(token).first;
}

// Words left in the sentence from `end`, capped.
uint32_t WordsToEnd(const Frame& frame, uint32_t end, uint32_t cap) {
  const Word& last = frame.word(static_cast<int64_t>(end) - 1);
  const Word& next = frame.word(end);
  if (next.sentence != last.sentence || end >= frame.words.words.size()) {
    return 0;
  }
  return std::min<uint32_t>(next.left, cap);
}

bool IsQuoteOpen(const Frame& frame, int64_t token) {
  return frame.word(token).tag == WordClass::kQuoteOpen;
}

}  // namespace

uint32_t DistanceStep(int64_t d) {
  if (d < 0) return 15;
  if (d <= 6) return static_cast<uint32_t>(d);
  if (d <= 8) return 7;
  if (d <= 11) return 8;
  if (d <= 15) return 9;
  if (d <= 22) return 10;
  if (d <= 32) return 11;
  if (d <= 50) return 12;
  return 13;
}

Frame BuildFrame(const DecodedDocument& document, const Layout& layout,
                 const Sentences& sentences, const Quotes& quotes,
                 const Mentions& mentions, const CueLexicon& cues) {
  Frame frame;
  frame.text = document.text;
  frame.layout = &layout;
  frame.sentences = &sentences;
  frame.quotes = &quotes;
  frame.mentions = &mentions;
  frame.words = ReadWords(document.text, sentences, quotes, cues);
  frame.mention_begin.assign(sentences.tokens.size(), kNone);
  frame.mention_end.assign(sentences.tokens.size(), kNone);
  frame.mention_at.assign(sentences.tokens.size(), kNone);
  for (std::size_t i = 0; i < mentions.mentions.size(); ++i) {
    const Mention& m = mentions.mentions[i];
    if (m.end_token <= m.first_token || m.end_token > sentences.tokens.size()) {
      continue;
    }
    // Outer ones come first and keep their place.
    int32_t& begin = frame.mention_begin[m.first_token];
    int32_t& end = frame.mention_end[m.end_token - 1];
    if (begin == kNone) begin = static_cast<int32_t>(i);
    if (end == kNone) end = static_cast<int32_t>(i);
    if (frame.mention_at[m.first_token] != kNone) continue;  // An inner one.
    for (uint32_t t = m.first_token; t < m.end_token; ++t) {
      frame.mention_at[t] = static_cast<int32_t>(i);
    }
  }
  AddTotals(frame);
  return frame;
}

void CheapCueFeatures(const Frame& frame, uint32_t cue, FeatureList& out) {
  Emitter emit(out, 9);
  const int64_t k = cue;
  const Word& w = frame.word(k);
  const Word& p1 = frame.word(k - 1);
  const Word& n1 = frame.word(k + 1);
  emit(0, w.form);
  emit(1, w.suffix);
  emit(2, w.form, U(p1.tag));
  emit(3, w.form, U(n1.tag));
  emit(4, U(w.tag), U(p1.tag), U(n1.tag));
  emit(5, w.suffix, U(p1.tag));
  emit(6, w.act, U(w.tag));
  emit(7, w.act, U(p1.tag), U(n1.tag));
}

void CueFeatures(const Frame& frame, uint32_t cue, FeatureList& out) {
  Emitter emit(out, 1);
  const int64_t k = cue;
  const Word& w = frame.word(k);
  const Word& p1 = frame.word(k - 1);
  const Word& p2 = frame.word(k - 2);
  const Word& n1 = frame.word(k + 1);
  const Word& n2 = frame.word(k + 2);
  emit(0);
  emit(1, w.form);
  emit(2, w.suffix);
  emit(3, w.suffix, U(p1.tag));
  emit(4, w.suffix, U(n1.tag));
  emit(5, w.form, p1.form);
  emit(6, w.form, n1.form);
  emit(7, w.form, U(p1.tag));
  emit(8, w.form, U(n1.tag));
  emit(9, w.form, U(p1.tag), U(n1.tag));
  emit(10, U(p2.tag), U(p1.tag), U(w.tag));
  emit(11, U(w.tag), U(n1.tag), U(n2.tag));
  emit(12, U(p1.tag), U(w.tag), U(n1.tag));
  emit(13, w.form, U(p2.tag), U(p1.tag));
  emit(14, w.form, U(n1.tag), U(n2.tag));
  emit(15, p1.form);
  emit(16, n1.form);
  emit(17, p2.form, p1.form);
  emit(18, n1.form, n2.form);
  emit(19, U(w.tag), MentionEndCode(frame, k - 1), U(n1.tag));
  emit(20, w.form, MentionEndCode(frame, k - 1));
  emit(21, w.form, MentionBeginCode(frame, k + 1));
  emit(22, w.depth > 0, U(w.tag));
  emit(23, w.depth > 0, w.form);
  // How the sentence stands: its length, quotes left and right, its ends.
  const Sentence& s = frame.sentences->sentences[w.sentence];
  const uint32_t before = cue - s.first_token;
  const uint32_t after = s.end_token - cue - 1;
  emit(24, DistanceStep(before), DistanceStep(after));
  emit(25, w.form, DistanceStep(before) / 2, DistanceStep(after) / 2);
  uint32_t quotes_left = 0, quotes_right = 0, commas_left = 0, commas_right = 0;
  uint32_t that_right = 0, to_right = 0;
  const Totals left =
      Count(frame, cue > s.first_token + 40 ? cue - 40 : s.first_token, cue);
  quotes_left = left.quotes;
  commas_left = left.commas;
  for (uint32_t i = cue + 1; i < std::min(s.end_token, cue + 40); ++i) {
    const WordClass tag = frame.word(i).tag;
    quotes_right +=
        tag == WordClass::kQuoteClose || tag == WordClass::kQuoteOpen;
    commas_right += tag == WordClass::kComma;
    if (tag == WordClass::kThat && that_right == 0) that_right = i - cue;
    if (tag == WordClass::kTo && to_right == 0) to_right = i - cue;
  }
  const bool next_quoted =
      s.end_token < frame.words.words.size() && IsQuoteOpen(frame, s.end_token);
  const bool begins_quoted = frame.word(s.first_token).depth > 0;
  emit(26, Up(quotes_left, 2), Up(quotes_right, 2), next_quoted, begins_quoted);
  emit(27, w.form, Up(quotes_left, 1), Up(quotes_right, 1), next_quoted);
  emit(28, U(w.tag), Up(commas_left, 2), Up(commas_right, 2));
  emit(29, w.form, Up(that_right, 6));
  emit(30, w.suffix, Up(to_right, 4));
  emit(31, U(w.tag), Up(that_right, 6), Up(to_right, 3));
  emit(32, w.form, frame.word(k + 1).form, frame.word(k + 2).form);
  emit(33, w.form, frame.word(k - 1).form, frame.word(k + 1).form);
  emit(34, w.form, n2.form);
  emit(35, w.form, p2.form);
  const Block& block = frame.layout->blocks[s.block];
  emit(36, static_cast<uint32_t>(block.kind), U(w.tag));
  emit(37, U(p1.tag), U(n1.tag), Up(quotes_left, 1), Up(quotes_right, 1));
  // The same by what the lexicon says, for words too rare to have weights.
  emit(38, w.act, U(w.tag), U(p1.tag), U(n1.tag));
  emit(39, w.act, MentionEndCode(frame, k - 1), U(n1.tag));
  emit(40, w.act, Up(that_right, 6), U(p1.tag));
  emit(41, w.act, U(n1.tag), U(n2.tag), U(w.tag));
  emit(42, w.act, Up(quotes_left, 1), Up(quotes_right, 1), next_quoted);
}

void BeginFeatures(const Frame& frame, Side side, uint32_t cue, uint32_t begin,
                   FeatureList& out) {
  Emitter emit(out, side == Side::kLeft ? 2 : 3);
  const int64_t b = begin;
  const Word& w = frame.word(b);
  const Word& p1 = frame.word(b - 1);
  const Word& p2 = frame.word(b - 2);
  const Word& n1 = frame.word(b + 1);
  const Word& c = frame.word(cue);
  const int64_t gap = side == Side::kRight ? b - cue - 1 : cue - b - 1;
  const uint32_t d = DistanceStep(gap);
  const bool starts = SentenceBegins(frame, b);
  const bool outside = w.sentence != c.sentence;
  emit(0);
  emit(1, w.form);
  emit(2, U(w.tag));
  emit(3, p1.form);
  emit(4, U(p1.tag));
  emit(5, U(p1.tag), U(w.tag));
  emit(6, p1.form, w.form);
  emit(7, U(p2.tag), U(p1.tag), U(w.tag));
  emit(8, U(p1.tag), U(w.tag), U(n1.tag));
  emit(9, d);
  emit(10, d, U(p1.tag));
  emit(11, d, U(w.tag));
  emit(12, d, c.form);
  emit(13, d, U(frame.word(cue + 1).tag), U(w.tag));
  emit(14, c.form, w.form);
  emit(15, c.form, U(w.tag));
  emit(16, c.form, p1.form);
  emit(17, c.form, U(p1.tag), U(w.tag));
  emit(18, starts, outside, U(p1.tag));
  emit(19, starts, c.form);
  emit(20, DepthStep(frame, b, cue), IsQuoteOpen(frame, b - 1), d);
  emit(21, DepthStep(frame, b, cue), IsQuoteOpen(frame, b - 1), U(p1.tag));
  emit(22, MentionBeginCode(frame, b), MentionEndCode(frame, b - 1));
  emit(23, outside, frame.words.words[begin].sentence > c.sentence,
       IsQuoteOpen(frame, b - 1));
  const Totals between = side == Side::kRight ? Count(frame, cue + 1, begin)
                                              : Count(frame, begin, cue);
  emit(24, Up(between.commas, 3), Up(between.quotes, 2), Up(between.finite, 2));
  emit(25, Up(between.finite, 3), Up(between.mentions, 2), d);
  if (side == Side::kRight) {
    emit(26, Path(frame, cue + 1, b + 1, 6));
    emit(27, c.form, Path(frame, cue + 1, b, 5));
    emit(28, U(c.tag), Path(frame, cue, b + 2, 6));
  } else {
    const Sentence& s = frame.sentences->sentences[c.sentence];
    emit(26, Path(frame, s.first_token, b, 5), U(w.tag));
    emit(27, DistanceStep(b - s.first_token), U(p1.tag));
    emit(28, Path(frame, b, cue, 5), U(p1.tag));
  }
  emit(29, w.form, n1.form);
  emit(30, U(p1.tag), U(w.tag), U(c.tag), d);
  emit(31, c.act, U(p1.tag), U(w.tag), d);
  emit(32, c.act, w.form, std::min(d, 2u));
}

void EndFeatures(const Frame& frame, Side side, uint32_t cue, uint32_t end,
                 FeatureList& out) {
  Emitter emit(out, side == Side::kLeft ? 4 : 5);
  const int64_t e = end;
  const Word& l1 = frame.word(e - 1);
  const Word& l2 = frame.word(e - 2);
  const Word& w = frame.word(e);
  const Word& n1 = frame.word(e + 1);
  const Word& n2 = frame.word(e + 2);
  const Word& c = frame.word(cue);
  const int64_t gap = side == Side::kRight ? e - cue - 1 : cue - e;
  const uint32_t d = DistanceStep(gap);
  const uint32_t left = WordsToEnd(frame, end, 12);
  const bool outside = l1.sentence != c.sentence;
  const bool closes = l1.depth > w.depth || w.tag == WordClass::kQuoteClose ||
                      n1.tag == WordClass::kQuoteClose;
  emit(0);
  emit(1, l1.form);
  emit(2, U(l1.tag));
  emit(3, w.form);
  emit(4, U(w.tag));
  emit(5, U(l1.tag), U(w.tag));
  emit(6, l1.form, w.form);
  emit(7, U(w.tag), U(n1.tag));
  emit(8, U(w.tag), U(n1.tag), U(n2.tag));
  emit(9, w.form, n1.form);
  emit(10, U(l2.tag), U(l1.tag), U(w.tag));
  emit(11, d, U(w.tag));
  emit(12, Up(left, 12), U(w.tag));
  emit(13, left == 0, outside, closes);
  emit(14, left == 0, c.form);
  emit(15, c.form, U(w.tag));
  emit(16, c.form, w.form);
  emit(17, DepthStep(frame, e - 1, cue), closes, U(w.tag));
  emit(18, DepthStep(frame, e - 1, cue), closes, left == 0);
  emit(19, w.form, n1.form, n2.form);
  emit(20, U(w.tag), n1.form);
  emit(21, MentionEndCode(frame, e - 1), MentionBeginCode(frame, e), U(w.tag));
  emit(22, U(w.tag), MentionBeginCode(frame, e + 1), U(n1.tag));
  const Totals between = side == Side::kRight ? Count(frame, cue + 1, end)
                                              : Count(frame, end, cue);
  emit(23, Up(between.commas, 3), Up(between.finite, 2), U(w.tag));
  emit(24, Up(between.finite, 3), d);
  emit(25, Up(between.brackets, 2), Up(between.quotes, 3));
  emit(33, c.act, left == 0, U(w.tag));
  emit(34, c.act, w.form, d / 2);
  if (side == Side::kLeft) {
    emit(26, Path(frame, e, cue, 7));
    emit(27, c.form, Path(frame, e, cue, 5));
    emit(28, Path(frame, e, cue + 2, 8), c.form);
    emit(29, d, c.form);
    emit(30, Up(between.mentions, 2), d, U(w.tag));
  } else {
    const uint32_t sentence = l1.sentence;
    const uint32_t last = frame.sentences->sentences[sentence].end_token;
    emit(26, Path(frame, e, last, 4));
    const Totals rest = Count(frame, end, last);
    emit(27, Up(rest.finite, 2), Up(rest.commas, 2), U(w.tag));
    emit(28, Up(rest.quotes, 2), U(w.tag));
    emit(29, c.form, w.form, n1.form);
    emit(30, Up(rest.finite, 2), Up(rest.subjects, 1), w.form);
    emit(31, Up(left, 12), w.form);
  }
}

void PairFeatures(const Frame& frame, Side side, uint32_t cue, TokenSpan span,
                  FeatureList& out) {
  Emitter emit(out, side == Side::kLeft ? 6 : 7);
  const Word& b = frame.word(span.begin);
  const Word& p1 = frame.word(static_cast<int64_t>(span.begin) - 1);
  const Word& l1 = frame.word(span.end - 1);
  const Word& e = frame.word(span.end);
  const Word& c = frame.word(cue);
  const uint32_t length = DistanceStep(span.end - span.begin);
  const bool starts = SentenceBegins(frame, span.begin);
  const bool ends = WordsToEnd(frame, span.end, 1) == 0;
  // Does it take whole quotations, or cut one?
  const bool opens = IsQuoteOpen(frame, static_cast<int64_t>(span.begin) - 1);
  const bool closes = l1.depth > e.depth || e.tag == WordClass::kQuoteClose ||
                      frame.word(span.end + 1).tag == WordClass::kQuoteClose;
  uint32_t fit = 0;
  if (b.depth == 0 && l1.depth == 0)
    fit = 1;
  else if (b.quote == l1.quote)
    fit = opens && closes ? 2 : opens ? 3 : closes ? 4 : 5;
  else if (b.depth == 0)
    fit = closes ? 6 : 7;
  else if (l1.depth == 0)
    fit = opens ? 8 : 9;
  else
    fit = opens && closes ? 10 : 11;
  const Totals in = Count(frame, span.begin, span.end);
  emit(0, length);
  emit(1, length, c.form);
  emit(2, length, U(b.tag));
  emit(3, starts, ends, fit);
  emit(4, fit, U(c.tag));
  emit(5, U(b.tag), U(e.tag));
  emit(6, b.form, ends, U(e.tag));
  emit(7, c.form, starts, ends);
  emit(8, Up(in.finite, 2), U(b.tag), U(e.tag));
  emit(9, Up(in.commas, 3), U(e.tag), U(p1.tag));
  emit(10, Up(in.stops, 2), fit);
  emit(11, Up(in.finite, 2), c.form);
  emit(12, U(p1.tag), U(e.tag), fit);
  emit(13, in.brackets % 2, in.quotes % 2, fit);
  emit(14, b.form, e.form);
  emit(15, Up(in.finite, 2), Up(in.subjects, 1), b.form);
  emit(16, c.act, b.form, ends);
  emit(17, c.act, length, ends);
}

}  // namespace quoth::parse
