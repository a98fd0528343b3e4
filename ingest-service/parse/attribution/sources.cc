#include "ingest-service/parse/attribution/sources.h"

#include <algorithm>
#include <cmath>

#include "ingest-service/parse/attribution/feature_parts.h"

namespace quoth::parse {
namespace {

constexpr uint32_t kReachMax = 60;  // Tokens from the cue.

bool InContent(const std::vector<TokenSpan>& content, uint32_t token) {
  for (TokenSpan s : content) {
    if (token >= s.begin && token < s.end) return true;
  }
  return false;
}

bool MayHead(const Word& word) {
  if (!word.is_word) return false;
  switch (word.tag) {
    case WordClass::kLower:
    case WordClass::kVerbEd:
    case WordClass::kVerbIng:
    case WordClass::kEndsS:
    case WordClass::kName:
    case WordClass::kAllCaps:
    case WordClass::kNumber:
    case WordClass::kSubject:
    case WordClass::kObject:
    case WordClass::kPossessive:
    case WordClass::kPronounOther:
    case WordClass::kWho:
    case WordClass::kDeterminer:
    case WordClass::kTime:
      return true;
    default:
      return false;
  }
}

// The mention a token stands in: its code and where in it the token is.
uint32_t MentionAround(const Frame& frame, uint32_t token, bool& last) {
  const int32_t m = frame.mention_at[token];
  last = false;
  if (m == kNone) return 0;
  const Mention& mention = frame.mentions->mentions[m];
  last = mention.end_token == token + 1;
  return 1 + static_cast<uint32_t>(mention.form) * 8 +
         static_cast<uint32_t>(mention.kind);
}

// Where the nearest content lies, seen from the cue.
uint32_t ContentSide(uint32_t cue, const std::vector<TokenSpan>& content) {
  uint32_t side = 0;
  for (TokenSpan s : content) side |= s.end <= cue ? 1u : 2u;
  return side;
}

// The classes between and at two tokens, as features have them.
uint32_t PathBetween(const Frame& frame, int64_t a, int64_t b, int64_t limit) {
  return Path(frame, std::min(a, b), std::max(a, b) + 1, limit);
}

}  // namespace

std::vector<uint32_t> SourceCandidates(const Frame& frame, uint32_t cue,
                                       const std::vector<TokenSpan>& content) {
  std::vector<uint32_t> candidates;
  const Sentence& s = frame.sentences->sentences[frame.word(cue).sentence];
  const uint32_t from =
      std::max(s.first_token, cue > kReachMax ? cue - kReachMax : 0);
  const uint32_t to = std::min(s.end_token, cue + kReachMax);
  for (uint32_t i = from; i < to; ++i) {
    if (i == cue || !MayHead(frame.word(i)) || InContent(content, i)) continue;
    candidates.push_back(i);
  }
  return candidates;
}

void SourceFeatures(const Frame& frame, uint32_t cue,
                    const std::vector<TokenSpan>& content, uint32_t candidate,
                    FeatureList& out) {
  Emitter<8, FeatureList> emit(out);
  const int64_t t = candidate, k = cue;
  const Word& w = frame.word(t);
  const Word& p1 = frame.word(t - 1);
  const Word& n1 = frame.word(t + 1);
  const Word& n2 = frame.word(t + 2);
  const Word& c = frame.word(k);
  const bool before = t < k;
  const uint32_t d = DistanceStep(before ? k - t - 1 : t - k - 1);
  bool last = false;
  const uint32_t mention = MentionAround(frame, candidate, last);
  const uint32_t side = ContentSide(cue, content);
  uint32_t commas = 0, finite = 0, names = 0, subjects = 0;
  for (int64_t i = std::min(t, k) + 1; i < std::max(t, k); ++i) {
    const WordClass tag = frame.word(i).tag;
    commas += tag == WordClass::kComma;
    finite += tag == WordClass::kBe || tag == WordClass::kModal ||
              tag == WordClass::kHave || tag == WordClass::kDo ||
              tag == WordClass::kVerbEd;
    subjects += tag == WordClass::kSubject || tag == WordClass::kWho;
    names += frame.mention_begin[i] != kNone;
  }
  bool content_between = false;
  for (TokenSpan s : content) {
    if (before ? s.begin > t && s.end <= k : s.begin > k && s.end <= t) {
      content_between = true;
    }
  }
  commas = std::min(commas, 3u);
  finite = std::min(finite, 2u);
  names = std::min(names, 3u);
  emit(0, before, d);
  emit(1, before, d, U(w.tag));
  emit(2, before, d, mention, last);
  emit(3, before, U(w.tag), mention, last, side);
  emit(4, before, side, c.form);
  emit(5, before, d, c.form);
  emit(6, before, U(w.tag), c.form);
  emit(7, before, mention, c.form);
  emit(8, w.form);
  emit(9, w.form, before, std::min(d, 3u));
  emit(10, w.suffix, U(n1.tag), before);
  emit(11, U(p1.tag), U(w.tag), U(n1.tag), before);
  emit(12, p1.form, before, std::min(d, 4u));
  emit(13, n1.form, before, std::min(d, 4u));
  emit(14, before, PathBetween(frame, t, k, 6));
  emit(15, before, c.form, PathBetween(frame, t, k, 4));
  emit(16, before, commas, finite, names);
  emit(17, before, commas, names, mention, U(w.tag));
  emit(18, before, content_between, mention, U(w.tag));
  emit(19, before, side, U(frame.word(k - 1).tag), U(frame.word(k + 1).tag),
       std::min(d, 3u));
  emit(20, before, c.suffix, U(frame.word(k - 1).tag), U(frame.word(k + 1).tag),
       U(w.tag));
  emit(21, w.depth > 0, c.depth > 0, w.quote == c.quote);
  emit(22, U(n1.tag), U(n2.tag), U(w.tag), before);
  emit(23, w.suffix, mention, before);
  emit(24, before, subjects > 0, finite, mention, std::min(d, 5u));
  emit(25, frame.word(k - 1).form, before, std::min(d, 3u), U(w.tag));
  emit(26, frame.word(k + 1).form, before, std::min(d, 3u), U(w.tag));
  const Sentence& s = frame.sentences->sentences[c.sentence];
  emit(27, before, DistanceStep(t - s.first_token), mention, U(w.tag));
  emit(28, before, names, side, mention);
  emit(29, w.form, c.form);
  emit(30, c.act, before, std::min(d, 5u), U(w.tag), last);
  emit(31, c.act, before, mention, U(frame.word(k + 1).tag));
}

void NoSourceFeatures(const Frame& frame, uint32_t cue,
                      const std::vector<TokenSpan>& content, FeatureList& out) {
  Emitter<8, FeatureList> emit(out);
  const int64_t k = cue;
  const Word& c = frame.word(k);
  const uint32_t side = ContentSide(cue, content);
  emit(40);
  emit(41, c.form);
  emit(42, c.suffix, side);
  emit(43, c.form, side);
  emit(44, U(frame.word(k - 1).tag), U(frame.word(k + 1).tag), side);
  emit(45, U(frame.word(k - 1).tag), c.suffix, side);
  emit(46, frame.word(k - 1).form, c.suffix);
  emit(47, frame.word(k - 2).form, frame.word(k - 1).form);
  emit(48, frame.word(k + 1).form, side);
  emit(49, c.form, U(frame.word(k - 1).tag));
  const Sentence& s = frame.sentences->sentences[c.sentence];
  emit(51, c.act, U(frame.word(k - 1).tag), side);
  emit(50, DistanceStep(cue - s.first_token), side);
}

TokenSpan SourcePhrase(const Frame& frame, uint32_t head, int32_t& mention) {
  mention = frame.mention_at[head];
  if (mention != kNone) {
    const Mention& m = frame.mentions->mentions[mention];
    return {m.first_token, m.end_token};
  }
  const auto in_phrase = [&](int64_t at) {
    const Word& w = frame.word(at);
    if (w.sentence != frame.word(head).sentence) return false;
    switch (w.tag) {
      case WordClass::kLower:
      case WordClass::kEndsS:
      case WordClass::kName:
      case WordClass::kAllCaps:
      case WordClass::kNumber:
      case WordClass::kTitle:
      case WordClass::kClitic:
        return true;
      default:
        return false;
    }
  };
  TokenSpan span = {head, head + 1};
  const WordClass tag = frame.word(head).tag;
  if (tag == WordClass::kSubject || tag == WordClass::kObject ||
      tag == WordClass::kPossessive || tag == WordClass::kWho ||
      tag == WordClass::kPronounOther) {
    return span;
  }
  while (span.begin > 0 && head - span.begin < 6 && in_phrase(span.begin - 1)) {
    --span.begin;
  }
  if (span.begin > 0) {
    const WordClass before = frame.word(span.begin - 1).tag;
    if (before == WordClass::kDeterminer || before == WordClass::kPossessive) {
      --span.begin;
    }
  }
  return span;
}

SourceChoice ChooseSource(const Frame& frame, const AttributionModel& model,
                          uint32_t cue, const std::vector<TokenSpan>& content) {
  SourceChoice choice;
  FeatureList features;
  NoSourceFeatures(frame, cue, content, features);
  const std::vector<uint32_t> candidates =
      SourceCandidates(frame, cue, content);
  std::vector<float> scores = {model.Score(features)};
  for (uint32_t t : candidates) {
    features.clear();
    SourceFeatures(frame, cue, content, t, features);
    scores.push_back(model.Score(features));
  }
  const float high = *std::max_element(scores.begin(), scores.end());
  float total = 0;
  for (float& s : scores) total += s = std::exp(s - high);
  // Words of one mention vote together.
  float best = scores[0];
  for (std::size_t i = 0; i < candidates.size();) {
    const int32_t mention = frame.mention_at[candidates[i]];
    float sum = 0, top = 0;
    uint32_t head = candidates[i];
    std::size_t j = i;
    for (; j < candidates.size() &&
           (j == i ||
            (mention != kNone && frame.mention_at[candidates[j]] == mention));
         ++j) {
      sum += scores[j + 1];
      if (scores[j + 1] > top) top = scores[j + 1], head = candidates[j];
    }
    if (sum > best) {
      best = sum;
      choice.head = head;
      choice.span = {head, head + 1};
    }
    i = j;
  }
  choice.confidence = best / total;
  if (!choice.span.empty()) {
    choice.span = SourcePhrase(frame, choice.head, choice.mention);
  }
  return choice;
}

}  // namespace quoth::parse
