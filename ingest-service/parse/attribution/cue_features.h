// Features of a word that may be a cue (features.h), for any sink of hashes.
#pragma once

#include <algorithm>

#include "ingest-service/parse/attribution/feature_parts.h"

namespace quoth::parse {

// Few and cheap: most words end there.
template <typename Sink>
void CheapCueFeatures(const Frame& frame, uint32_t cue, Sink& out) {
  Emitter<9, Sink> emit(out);
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

template <typename Sink>
void CueFeatures(const Frame& frame, uint32_t cue, Sink& out) {
  Emitter<1, Sink> emit(out);
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
  emit(19, U(w.tag), frame.EndCode(k - 1), U(n1.tag));
  emit(20, w.form, frame.EndCode(k - 1));
  emit(21, w.form, frame.BeginCode(k + 1));
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
  emit(39, w.act, frame.EndCode(k - 1), U(n1.tag));
  emit(40, w.act, Up(that_right, 6), U(p1.tag));
  emit(41, w.act, U(n1.tag), U(n2.tag), U(w.tag));
  emit(42, w.act, Up(quotes_left, 1), Up(quotes_right, 1), next_quoted);
}

}  // namespace quoth::parse
