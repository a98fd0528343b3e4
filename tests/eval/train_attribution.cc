// Trains the weights of attribution on a corpus with gold statements.
//
//   train_attribution --out=attribution.weights train.jsonl
//
// The features are those of attribution/features.h, so trainer and parser
// always agree. Logistic regression (is it a cue?) and a log-linear choice of
// content, both by AdaGrad over hashed features.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>

#include "ingest-service/parse/attribution/attribute_with.h"
#include "ingest-service/parse/attribution/content.h"
#include "ingest-service/parse/attribution/sources.h"
#include "tests/eval/corpus.h"
#include "tests/eval/stages.h"

namespace quoth::eval {
namespace {

using namespace quoth::parse;

int kBits = 20;

// One trained table with AdaGrad's sums.
class Learner {
 public:
  Learner() : weights_(1u << kBits), squares_(1u << kBits, 1e-4f) {}
  float Weight(uint32_t f) const { return weights_[f >> (32 - kBits)]; }
  void Step(uint32_t f, float gradient) {
    const uint32_t i = f >> (32 - kBits);
    const float g = gradient + l2 * weights_[i];
    squares_[i] += g * g;
    weights_[i] -= rate * g / std::sqrt(squares_[i]);
  }
  const std::vector<float>& weights() const { return weights_; }
  float rate = 0.1f;
  float l2 = 1e-5f;

 private:
  std::vector<float> weights_, squares_;
};

struct GoldContent {
  uint32_t cue = 0;
  TokenSpan left, right;
  int quote = -1;
};

struct TrainingDocument {
  GoldDocument gold;
  Staged staged;
  Quotes quotes;
  Frame frame;
  std::vector<GoldContent> contents;
  std::vector<bool> ignore;  // Tokens of a gold cue that are not its head.
};

TokenSpan TokensOf(const Frame& frame, Range range) {
  const auto& tokens = frame.sentences->tokens;
  auto it = std::lower_bound(
      tokens.begin(), tokens.end(), range.begin,
      [](const Token& t, uint32_t at) { return t.range.end <= at; });
  uint32_t begin = static_cast<uint32_t>(it - tokens.begin());
  uint32_t end = begin;
  while (end < tokens.size() && tokens[end].range.begin < range.end) ++end;
  while (begin < end && !frame.word(begin).is_word) ++begin;
  while (end > begin && !frame.word(end - 1).is_word) --end;
  if (begin < end && frame.word(end).tag == WordClass::kClitic &&
      tokens[end].range.begin < range.end) {
    ++end;
  }
  return {begin, end};
}

// The marks of a cue without words: ":", "-".
TokenSpan MarksOf(const Frame& frame, Range range) {
  const auto& tokens = frame.sentences->tokens;
  const auto it = std::lower_bound(
      tokens.begin(), tokens.end(), range.begin,
      [](const Token& t, uint32_t at) { return t.range.end <= at; });
  const uint32_t begin = static_cast<uint32_t>(it - tokens.begin());
  uint32_t end = begin;
  while (end < tokens.size() && tokens[end].range.begin < range.end) ++end;
  return {begin, end};
}

// How often each form is a whole gold cue, part of one, and anywhere.
struct CueCounts {
  std::map<uint32_t, std::array<float, 3>> forms;
  float Headness(uint32_t form) const {
    const auto it = forms.find(form);
    if (it == forms.end()) return 0;
    return (it->second[0] + 0.3f * it->second[1]) / (it->second[2] + 5);
  }
};

CueCounts CountCues(const std::vector<TrainingDocument>& documents) {
  CueCounts counts;
  for (const TrainingDocument& d : documents) {
    for (const Word& w : d.frame.words.words) ++counts.forms[w.form][2];
    for (const GoldQuote& q : d.gold.quotes) {
      const TokenSpan cue = TokensOf(d.frame, q.cue);
      for (uint32_t i = cue.begin; i < cue.end; ++i) {
        auto& c = counts.forms[d.frame.word(i).form];
        ++c[1];
        if (cue.end - cue.begin == 1) ++c[0];
      }
    }
  }
  return counts;
}

void FindGoldContents(TrainingDocument& d, const CueCounts& counts) {
  d.ignore.assign(d.frame.words.words.size(), false);
  std::map<uint32_t, GoldContent> by_cue;
  for (std::size_t q = 0; q < d.gold.quotes.size(); ++q) {
    const GoldQuote& quote = d.gold.quotes[q];
    TokenSpan cue = TokensOf(d.frame, quote.cue);
    if (cue.empty()) cue = MarksOf(d.frame, quote.cue);
    int64_t head = -1;
    float best = -1;
    for (uint32_t i = cue.begin; i < cue.end; ++i) {
      if (!MayBeCue(d.frame.word(i))) continue;
      d.ignore[i] = true;
      const float h = counts.Headness(d.frame.word(i).form);
      if (h > best) best = h, head = i;
    }
    if (head < 0) continue;
    GoldContent content;
    content.cue = static_cast<uint32_t>(head);
    content.quote = static_cast<int>(q);
    for (Range span : quote.spans) {
      const TokenSpan t = TokensOf(d.frame, span);
      if (t.empty()) continue;
      TokenSpan& side = t.begin > content.cue ? content.right : content.left;
      if (side.empty()) {
        side = t;
      } else {
        side.begin = std::min(side.begin, t.begin);
        side.end = std::max(side.end, t.end);
      }
    }
    if (content.left.empty() && content.right.empty()) continue;
    const auto size = [](const GoldContent& c) {
      return c.left.end - c.left.begin + c.right.end - c.right.begin;
    };
    auto [it, fresh] = by_cue.emplace(content.cue, content);
    if (!fresh && size(content) > size(it->second)) it->second = content;
  }
  for (const auto& [cue, content] : by_cue) {
    d.contents.push_back(content);
    d.ignore[cue] = false;
  }
}

const GoldContent* GoldAt(const TrainingDocument& d, uint32_t token) {
  const auto it = std::lower_bound(
      d.contents.begin(), d.contents.end(), token,
      [](const GoldContent& c, uint32_t t) { return c.cue < t; });
  return it != d.contents.end() && it->cue == token ? &*it : nullptr;
}

float Sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

// ---- Is it a cue? ----

// Hides which word a cue is, so that what the lexicon says of it must do: so
// cues that the corpus hardly has are found too.
class HiddenCue {
 public:
  HiddenCue(TrainingDocument& d, uint32_t token, bool hide)
      : word_(d.frame.words.words[token]), kept_(word_) {
    if (hide && word_.act != 0) {
      word_.form = HashForm("#");
      word_.suffix = HashForm("#");
    }
  }
  ~HiddenCue() { word_ = kept_; }

 private:
  Word& word_;
  Word kept_;
};

float Sum(const Learner& learner, const FeatureList& features, uint32_t salt) {
  float sum = 0;
  for (uint32_t f : features) sum += learner.Weight(Salted(f, salt));
  return sum;
}

using CueFeatureFunction = void (*)(const Frame&, uint32_t, FeatureList&);

void TrainCues(const std::vector<TrainingDocument*>& documents,
               CueFeatureFunction features_of, uint32_t salt, float threshold,
               Learner& learner, int epochs, std::mt19937& random) {
  std::vector<TrainingDocument*> order = documents;
  FeatureList features;
  std::uniform_real_distribution<float> chance(0, 1);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    double loss = 0;
    int64_t n = 0, gold = 0, passed = 0, missed = 0;
    for (TrainingDocument* d : order) {
      for (uint32_t i = 0; i < d->frame.words.words.size(); ++i) {
        if (!MayBeCue(d->frame.word(i)) || d->ignore[i]) continue;
        features.clear();
        const HiddenCue hidden(*d, i, chance(random) < 0.2f);
        features_of(d->frame, i, features);
        const bool label = GoldAt(*d, i) != nullptr;
        const float score = Sum(learner, features, salt);
        const float p = Sigmoid(score);
        loss -= std::log(std::max(1e-6f, label ? p : 1 - p));
        ++n;
        gold += label;
        passed += score >= threshold;
        missed += label && score < threshold;
        const float g = p - (label ? 1.f : 0.f);
        if (std::fabs(g) < 1e-3f) continue;
        for (uint32_t f : features) learner.Step(Salted(f, salt), g);
      }
    }
    std::fprintf(stderr,
                 "cue epoch %d: loss %.4f, %lld tokens, %lld gold, passed "
                 "%lld, missed %lld\n",
                 epoch, loss / n, (long long)n, (long long)gold,
                 (long long)passed, (long long)missed);
  }
}

// ---- Which words are its content? ----

struct SideData {
  Boundaries boundaries;
  std::vector<FeatureList> begin_features, end_features;
  struct Pair {
    uint16_t begin, end;
    uint32_t first_feature;
  };
  std::vector<Pair> pairs;
  std::vector<uint32_t> pair_features;
  uint32_t features_per_pair = 0;
  int gold = -1;  // Index into pairs.
};

struct Instance {
  FeatureList cue;
  SideData sides[2];
  Shape gold = Shape::kNothing;
};

SideData MakeSide(const Frame& frame, Side side, uint32_t cue, TokenSpan gold) {
  SideData data;
  FindBoundaries(frame, side, cue, data.boundaries);
  for (uint32_t b : data.boundaries.begins) {
    BeginFeatures(frame, side, cue, b, data.begin_features.emplace_back());
  }
  for (uint32_t e : data.boundaries.ends) {
    EndFeatures(frame, side, cue, e, data.end_features.emplace_back());
  }
  for (uint16_t b = 0; b < data.boundaries.begins.size(); ++b) {
    for (uint16_t e = 0; e < data.boundaries.ends.size(); ++e) {
      const TokenSpan span = {data.boundaries.begins[b],
                              data.boundaries.ends[e]};
      if (span.empty()) continue;
      if (span == gold) data.gold = static_cast<int>(data.pairs.size());
      data.pairs.push_back(
          {b, e, static_cast<uint32_t>(data.pair_features.size())});
      FeatureList features;
      PairFeatures(frame, side, cue, span, features);
      data.pair_features.insert(data.pair_features.end(), features.begin(),
                                features.end());
      data.features_per_pair = static_cast<uint32_t>(features.size());
    }
  }
  return data;
}

float Sum(const Learner& learner, const uint32_t* features, std::size_t count) {
  float sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += learner.Weight(features[i]);
  return sum;
}

struct SideRun {
  std::vector<float> scores;
  float log_total = -1e30f;
};

SideRun Forward(const Learner& learner, const SideData& side) {
  SideRun run;
  std::vector<float> begins, ends;
  for (const FeatureList& f : side.begin_features)
    begins.push_back(Sum(learner, f.data(), f.size()));
  for (const FeatureList& f : side.end_features)
    ends.push_back(Sum(learner, f.data(), f.size()));
  float high = -1e30f;
  for (const SideData::Pair& p : side.pairs) {
    run.scores.push_back(begins[p.begin] + ends[p.end] +
                         Sum(learner, &side.pair_features[p.first_feature],
                             side.features_per_pair));
    high = std::max(high, run.scores.back());
  }
  if (run.scores.empty()) return run;
  double total = 0;
  for (float s : run.scores) total += std::exp(s - high);
  run.log_total = high + static_cast<float>(std::log(total));
  return run;
}

// Gradient: `share` is the model's probability that this side is used; `gold`
// that it is used in truth.
void Backward(Learner& learner, const SideData& side, const SideRun& run,
              float share, bool gold) {
  if (run.scores.empty()) return;
  std::vector<float> begins(side.begin_features.size()),
      ends(side.end_features.size());
  for (std::size_t i = 0; i < side.pairs.size(); ++i) {
    float g = share * std::exp(run.scores[i] - run.log_total);
    if (gold && static_cast<int>(i) == side.gold) g -= 1;
    begins[side.pairs[i].begin] += g;
    ends[side.pairs[i].end] += g;
    if (std::fabs(g) < 2e-3f) continue;
    const uint32_t* f = &side.pair_features[side.pairs[i].first_feature];
    for (uint32_t j = 0; j < side.features_per_pair; ++j) learner.Step(f[j], g);
  }
  for (std::size_t i = 0; i < begins.size(); ++i) {
    if (std::fabs(begins[i]) < 1e-3f) continue;
    for (uint32_t f : side.begin_features[i]) learner.Step(f, begins[i]);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (std::fabs(ends[i]) < 1e-3f) continue;
    for (uint32_t f : side.end_features[i]) learner.Step(f, ends[i]);
  }
}

double TrainOn(Learner& learner, const Instance& instance) {
  const SideRun left = Forward(learner, instance.sides[0]);
  const SideRun right = Forward(learner, instance.sides[1]);
  const bool has_left = !left.scores.empty();
  const bool has_right = !right.scores.empty();
  float logits[4] = {0, -1e30f, -1e30f, -1e30f};
  if (has_left)
    logits[1] =
        Sum(learner, instance.cue, ShapeSalt(Shape::kLeft)) + left.log_total;
  if (has_right)
    logits[2] =
        Sum(learner, instance.cue, ShapeSalt(Shape::kRight)) + right.log_total;
  if (has_left && has_right)
    logits[3] = Sum(learner, instance.cue, ShapeSalt(Shape::kBoth)) +
                left.log_total + right.log_total;
  const float high = *std::max_element(logits, logits + 4);
  double total = 0;
  for (float l : logits) total += std::exp(l - high);
  float p[4];
  for (int i = 0; i < 4; ++i)
    p[i] = static_cast<float>(std::exp(logits[i] - high) / total);
  const int gold = static_cast<int>(instance.gold);
  double loss = -std::log(std::max(1e-6f, p[gold]));
  const bool gold_left = gold & 1, gold_right = gold & 2;
  if (gold_left) loss -= left.scores[instance.sides[0].gold] - left.log_total;
  if (gold_right)
    loss -= right.scores[instance.sides[1].gold] - right.log_total;
  Backward(learner, instance.sides[0], left, p[1] + p[3], gold_left);
  Backward(learner, instance.sides[1], right, p[2] + p[3], gold_right);
  for (int shape = 1; shape < 4; ++shape) {
    const float g = p[shape] - (shape == gold ? 1.f : 0.f);
    if (std::fabs(g) < 1e-3f) continue;
    for (uint32_t f : instance.cue)
      learner.Step(Salted(f, 200u + static_cast<uint32_t>(shape)), g);
  }
  return loss;
}

void MakeInstances(const std::vector<TrainingDocument*>& documents,
                   const Learner& learner, float hidden_share,
                   std::mt19937& random, std::vector<Instance>& instances) {
  std::uniform_real_distribution<float> chance(0, 1);
  int64_t unreachable = 0, gold_count = 0;
  for (TrainingDocument* d : documents) {
    for (uint32_t i = 0; i < d->frame.words.words.size(); ++i) {
      if (!MayBeCue(d->frame.word(i)) || d->ignore[i]) continue;
      const GoldContent* gold = GoldAt(*d, i);
      Instance instance;
      CueFeatures(d->frame, i, instance.cue);
      const float score = Sum(learner, instance.cue, kCueSalt);
      if (!gold && score < kCueScoreMin) continue;
      const HiddenCue hidden(*d, i, chance(random) < hidden_share);
      instance.cue.clear();
      CueFeatures(d->frame, i, instance.cue);
      const GoldContent nothing;
      const GoldContent& g = gold ? *gold : nothing;
      instance.sides[0] = MakeSide(d->frame, Side::kLeft, i, g.left);
      instance.sides[1] = MakeSide(d->frame, Side::kRight, i, g.right);
      if (gold) {
        ++gold_count;
        const bool left = !g.left.empty(), right = !g.right.empty();
        if ((left && instance.sides[0].gold < 0) ||
            (right && instance.sides[1].gold < 0)) {
          ++unreachable;
          continue;
        }
        instance.gold = static_cast<Shape>((left ? 1 : 0) + (right ? 2 : 0));
      }
      instances.push_back(std::move(instance));
    }
  }
  std::fprintf(stderr, "%zu instances, %lld gold, %lld out of reach\n",
               instances.size(), (long long)gold_count, (long long)unreachable);
}

void TrainContent(std::vector<Instance>& instances, Learner& learner,
                  int epochs, std::mt19937& random) {
  std::vector<uint32_t> order(instances.size());
  std::iota(order.begin(), order.end(), 0u);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    double loss = 0;
    for (uint32_t i : order) loss += TrainOn(learner, instances[i]);
    std::fprintf(stderr, "content epoch %d: loss %.4f\n", epoch,
                 loss / static_cast<double>(order.size()));
  }
}

// ---- Whose is it? ----

struct SourceInstance {
  FeatureList none;
  std::vector<FeatureList> candidates;
  std::vector<bool> gold;  // By candidate; all false: none of them.
};

std::vector<SourceInstance> MakeSourceInstances(
    const std::vector<TrainingDocument*>& documents) {
  std::vector<SourceInstance> instances;
  int64_t none = 0, lost = 0;
  for (TrainingDocument* d : documents) {
    for (const GoldContent& g : d->contents) {
      std::vector<TokenSpan> content;
      if (!g.left.empty()) content.push_back(g.left);
      if (!g.right.empty()) content.push_back(g.right);
      const TokenSpan source =
          TokensOf(d->frame, d->gold.quotes[g.quote].speaker);
      SourceInstance instance;
      NoSourceFeatures(d->frame, g.cue, content, instance.none);
      bool any = false;
      for (uint32_t t : SourceCandidates(d->frame, g.cue, content)) {
        SourceFeatures(d->frame, g.cue, content, t,
                       instance.candidates.emplace_back());
        instance.gold.push_back(t >= source.begin && t < source.end);
        any |= instance.gold.back();
      }
      if (source.empty())
        ++none;
      else if (!any) {
        ++lost;
        continue;
      }
      instances.push_back(std::move(instance));
    }
  }
  std::fprintf(stderr, "%zu sources, %lld none, %lld out of reach\n",
               instances.size(), (long long)none, (long long)lost);
  return instances;
}

double TrainOn(Learner& learner, const SourceInstance& instance) {
  std::vector<float> p = {
      Sum(learner, instance.none.data(), instance.none.size())};
  for (const FeatureList& f : instance.candidates)
    p.push_back(Sum(learner, f.data(), f.size()));
  const float high = *std::max_element(p.begin(), p.end());
  float total = 0;
  for (float& x : p) total += x = std::exp(x - high);
  float gold_total = 0;
  const bool none = std::none_of(instance.gold.begin(), instance.gold.end(),
                                 [](bool b) { return b; });
  for (std::size_t i = 0; i < p.size(); ++i) {
    p[i] /= total;
    if (i == 0 ? none : instance.gold[i - 1]) gold_total += p[i];
  }
  gold_total = std::max(gold_total, 1e-6f);
  for (std::size_t i = 0; i < p.size(); ++i) {
    float g = p[i];
    if (i == 0 ? none : instance.gold[i - 1]) g -= p[i] / gold_total;
    if (std::fabs(g) < 1e-3f) continue;
    for (uint32_t f : i == 0 ? instance.none : instance.candidates[i - 1])
      learner.Step(f, g);
  }
  return -std::log(gold_total);
}

void TrainSources(std::vector<SourceInstance>& instances, Learner& learner,
                  int epochs, std::mt19937& random) {
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(instances.begin(), instances.end(), random);
    double loss = 0;
    for (const SourceInstance& i : instances) loss += TrainOn(learner, i);
    std::fprintf(stderr, "source epoch %d: loss %.4f\n", epoch,
                 loss / static_cast<double>(instances.size()));
  }
}

// ---- How sure is it? ----

// Statements of held-out documents: raw confidence and whether they are right,
// in content (Jaccard of tokens >= 0.8) and in source.
using Outcome = std::pair<float, bool>;
struct HeldOut {
  std::vector<Outcome> quoted, unquoted;
};

bool RightBy(const TrainingDocument& d, const Attribution& a) {
  const auto tokens = [&](const std::vector<Range>& spans) {
    std::set<uint32_t> set;
    for (Range r : spans) {
      const TokenSpan t = TokensOf(d.frame, r);
      for (uint32_t i = t.begin; i < t.end; ++i)
        if (d.frame.word(i).is_word) set.insert(i);
    }
    return set;
  };
  const std::set<uint32_t> found = tokens(a.spans);
  for (const GoldQuote& q : d.gold.quotes) {
    const std::set<uint32_t> gold = tokens(q.spans);
    std::size_t common = 0;
    for (uint32_t t : gold) common += found.contains(t);
    const std::size_t all = gold.size() + found.size() - common;
    if (all == 0 || common < 0.8 * static_cast<double>(all)) continue;
    if (q.speaker.empty() ? a.source.empty() : a.source.overlaps(q.speaker))
      return true;
  }
  return false;
}

HeldOut Outcomes(const std::vector<TrainingDocument*>& documents,
                 const AttributionModel& model, const CueLexicon& cues) {
  HeldOut outcomes;
  for (TrainingDocument* d : documents) {
    const Attributions found = AttributeWith(
        d->staged.decoded, d->staged.layout, d->staged.metadata,
        d->staged.sentences, d->staged.mentions, model, cues, d->staged.issues);
    for (const Attribution& a : found.statements) {
      if (a.rule != "cue-model" && a.rule != "clause") continue;
      (a.kind == StatementKind::kDirect ? outcomes.quoted : outcomes.unquoted)
          .emplace_back(a.confidence, RightBy(*d, a));
    }
  }
  return outcomes;
}

// Bins of equal size, made monotone by pooling neighbours.
AttributionModel::Curve Calibrate(std::vector<Outcome> outcomes) {
  constexpr std::size_t kBins = 24;
  std::sort(outcomes.begin(), outcomes.end());
  struct Bin {
    double raw = 0, right = 0, count = 0;
  };
  std::vector<Bin> bins;
  for (std::size_t b = 0; b < kBins; ++b) {
    Bin bin;
    for (std::size_t i = b * outcomes.size() / kBins;
         i < (b + 1) * outcomes.size() / kBins; ++i) {
      bin.raw += outcomes[i].first;
      bin.right += outcomes[i].second;
      ++bin.count;
    }
    if (bin.count == 0) continue;
    bins.push_back(bin);
    while (bins.size() > 1 &&
           bins[bins.size() - 2].right / bins[bins.size() - 2].count >=
               bins.back().right / bins.back().count) {
      Bin& left = bins[bins.size() - 2];
      left.raw += bins.back().raw;
      left.right += bins.back().right;
      left.count += bins.back().count;
      bins.pop_back();
    }
  }
  AttributionModel::Curve knots;
  for (const Bin& bin : bins) {
    knots.emplace_back(static_cast<float>(bin.raw / bin.count),
                       static_cast<float>(bin.right / bin.count));
    std::fprintf(stderr, "calibration %.3f -> %.3f (%.0f)\n",
                 knots.back().first, knots.back().second, bin.count);
  }
  return knots;
}

// The whole of training on some documents.
struct Recipe {
  int cue_epochs = 3, content_epochs = 3, source_epochs = 4;
  float hidden_share = 0.3f;
};

void Train(const std::vector<TrainingDocument*>& documents,
           const Recipe& recipe, unsigned seed, Learner& learner) {
  std::mt19937 random(seed);
  TrainCues(documents, CheapCueFeatures, kCheapSalt, kCheapScoreMin, learner,
            recipe.cue_epochs, random);
  TrainCues(documents, CueFeatures, kCueSalt, kCueScoreMin, learner,
            recipe.cue_epochs, random);
  // The words that pass as cues are taken from a model that has not seen their
  // document, as they will be in use.
  std::vector<Instance> instances;
  for (std::size_t fold = 0; fold < 2; ++fold) {
    std::vector<TrainingDocument*> seen, unseen;
    for (std::size_t i = 0; i < documents.size(); ++i)
      (i % 2 == fold ? unseen : seen).push_back(documents[i]);
    Learner half;
    TrainCues(seen, CueFeatures, kCueSalt, kCueScoreMin, half,
              recipe.cue_epochs, random);
    MakeInstances(unseen, half, recipe.hidden_share, random, instances);
  }
  TrainContent(instances, learner, recipe.content_epochs, random);
  std::vector<SourceInstance> sources = MakeSourceInstances(documents);
  TrainSources(sources, learner, recipe.source_epochs, random);
}

// The mean of several runs: one run depends on the order of its documents more
// than on anything worth knowing.
std::vector<float> TrainMean(const std::vector<TrainingDocument*>& documents,
                             const Recipe& recipe, unsigned runs) {
  std::vector<float> mean(1u << kBits);
  for (unsigned run = 0; run < runs; ++run) {
    Learner learner;
    Train(documents, recipe, run + 1, learner);
    for (std::size_t i = 0; i < mean.size(); ++i)
      mean[i] += learner.weights()[i] / static_cast<float>(runs);
  }
  return mean;
}

int Main(int argc, char** argv) {
  std::string out, path, lexicon = "ingest-service/lexicon";
  Recipe recipe;
  bool calibrate = true;
  unsigned runs = 3;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg.rfind("--out=", 0) == 0)
      out = arg.substr(6);
    else if (arg.rfind("--lexicon=", 0) == 0)
      lexicon = arg.substr(10);
    else if (arg.rfind("--runs=", 0) == 0)
      runs = static_cast<unsigned>(std::stoul(arg.substr(7)));
    else if (arg == "--uncalibrated")
      calibrate = false;
    else if (arg.rfind("--hidden=", 0) == 0)
      recipe.hidden_share = std::stof(arg.substr(9));
    else if (arg.rfind("--bits=", 0) == 0)
      kBits = std::stoi(arg.substr(7));
    else if (arg.rfind("--epochs=", 0) == 0)
      recipe.content_epochs = std::stoi(arg.substr(9));
    else
      path = arg;
  }
  auto corpus = ReadCorpus(path);
  if (!corpus.ok()) {
    std::fprintf(stderr, "%s\n",
                 std::string(corpus.status().message()).c_str());
    return 1;
  }
  const auto lexicons = LoadLexicons(lexicon, "");
  if (!lexicons.ok()) {
    std::fprintf(stderr, "%s\n", lexicons.status().ToString().c_str());
    return 1;
  }
  std::vector<TrainingDocument> documents(corpus->size());
  for (std::size_t i = 0; i < corpus->size(); ++i) {
    TrainingDocument& d = documents[i];
    d.gold = std::move((*corpus)[i]);
    d.staged = RunStages(d.gold.text, **lexicons);
    d.quotes = PairQuotes(d.staged.decoded, d.staged.layout, d.staged.issues);
    d.frame = BuildFrame(d.staged.decoded, d.staged.layout, d.staged.sentences,
                         d.quotes, d.staged.mentions, (*lexicons)->cues());
  }
  const CueCounts counts = CountCues(documents);
  std::vector<TrainingDocument*> all;
  for (TrainingDocument& d : documents) {
    FindGoldContents(d, counts);
    all.push_back(&d);
  }
  AttributionModel::Curves knots;
  if (calibrate) {
    std::vector<TrainingDocument*> most, held;
    for (std::size_t i = 0; i < all.size(); ++i)
      (i % 4 == 3 ? held : most).push_back(all[i]);
    const std::vector<float> mean = TrainMean(most, recipe, runs);
    HeldOut outcomes =
        Outcomes(held, AttributionModel(kBits, mean, {}), (*lexicons)->cues());
    knots.quoted = Calibrate(std::move(outcomes.quoted));
    knots.unquoted = Calibrate(std::move(outcomes.unquoted));
  }
  const AttributionModel model(kBits, TrainMean(all, recipe, runs), knots);
  std::ofstream(out, std::ios::binary) << model.ToBytes();
  return 0;
}

}  // namespace
}  // namespace quoth::eval

int main(int argc, char** argv) { return quoth::eval::Main(argc, argv); }
