// Features of where content begins and ends and of both together
// (features.h), for any sink of hashes.
#pragma once

#include <algorithm>

#include "ingest-service/parse/attribution/feature_parts.h"

namespace quoth::parse {

template <Side kSide, typename Sink>
[[gnu::always_inline]] inline void BeginFeatures(const Frame& frame,
                                                 uint32_t cue, uint32_t begin,
                                                 Sink& out) {
  Emitter<kSide == Side::kLeft ? 2 : 3, Sink> emit(out);
  const int64_t b = begin;
  const Word& w = frame.word(b);
  const Word& p1 = frame.word(b - 1);
  const Word& p2 = frame.word(b - 2);
  const Word& n1 = frame.word(b + 1);
  const Word& c = frame.word(cue);
  const int64_t gap = kSide == Side::kRight ? b - cue - 1 : cue - b - 1;
  const uint32_t d = DistanceStep(gap);
  const bool starts = frame.word(b).first;
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
  emit(22, frame.BeginCode(b), frame.EndCode(b - 1));
  emit(23, outside, frame.words.words[begin].sentence > c.sentence,
       IsQuoteOpen(frame, b - 1));
  const Totals between = kSide == Side::kRight ? Count(frame, cue + 1, begin)
                                               : Count(frame, begin, cue);
  emit(24, Up(between.commas, 3), Up(between.quotes, 2), Up(between.finite, 2));
  emit(25, Up(between.finite, 3), Up(between.mentions, 2), d);
  if constexpr (kSide == Side::kRight) {
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

template <Side kSide, typename Sink>
[[gnu::always_inline]] inline void EndFeatures(const Frame& frame, uint32_t cue,
                                               uint32_t end, Sink& out) {
  Emitter<kSide == Side::kLeft ? 4 : 5, Sink> emit(out);
  const int64_t e = end;
  const Word& l1 = frame.word(e - 1);
  const Word& l2 = frame.word(e - 2);
  const Word& w = frame.word(e);
  const Word& n1 = frame.word(e + 1);
  const Word& n2 = frame.word(e + 2);
  const Word& c = frame.word(cue);
  const int64_t gap = kSide == Side::kRight ? e - cue - 1 : cue - e;
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
  emit(21, frame.EndCode(e - 1), frame.BeginCode(e), U(w.tag));
  emit(22, U(w.tag), frame.BeginCode(e + 1), U(n1.tag));
  const Totals between = kSide == Side::kRight ? Count(frame, cue + 1, end)
                                               : Count(frame, end, cue);
  emit(23, Up(between.commas, 3), Up(between.finite, 2), U(w.tag));
  emit(24, Up(between.finite, 3), d);
  emit(25, Up(between.brackets, 2), Up(between.quotes, 3));
  emit(33, c.act, left == 0, U(w.tag));
  emit(34, c.act, w.form, d / 2);
  if constexpr (kSide == Side::kLeft) {
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

template <Side kSide, typename Sink>
[[gnu::always_inline]] inline void PairFeatures(const Frame& frame,
                                                uint32_t cue, TokenSpan span,
                                                Sink& out) {
  Emitter<kSide == Side::kLeft ? 6 : 7, Sink> emit(out);
  const Word& b = frame.word(span.begin);
  const Word& p1 = frame.word(static_cast<int64_t>(span.begin) - 1);
  const Word& l1 = frame.word(span.end - 1);
  const Word& e = frame.word(span.end);
  const Word& c = frame.word(cue);
  const uint32_t length = DistanceStep(span.end - span.begin);
  const bool starts = frame.word(span.begin).first;
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
