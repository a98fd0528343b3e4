// The trained weights of attribution: one table of hashed features shared by
// the cue, span and source decisions, and the curve that turns raw scores into
// calibrated confidence.
//
// File: "QUOTHAM2", uint8 table bits, float32 scale, 2^bits int8 weights, then
// two curves, for quoted and for unquoted statements: uint8 number of knots and
// that many pairs of float32 (raw, calibrated), raw rising. Little-endian. Made
// by tests/eval/train_attribution.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace quoth::parse {

class AttributionModel {
 public:
  // Knots (raw, calibrated), raw rising.
  using Curve = std::vector<std::pair<float, float>>;
  struct Curves {
    Curve quoted, unquoted;
  };

  // Copies what it needs. An error says what is wrong with the bytes.
  static absl::StatusOr<std::unique_ptr<const AttributionModel>> FromBytes(
      std::string_view bytes);

  // All weights zero; for tests and for the first round of training.
  static std::unique_ptr<const AttributionModel> Empty();

  // `weights` has 2^bits values; they are rounded to bytes of one scale.
  AttributionModel(int bits, const std::vector<float>& weights, Curves curves);

  float Score(std::span<const uint32_t> features) const {
    int32_t sum = 0;
    for (uint32_t f : features) sum += weights_[f >> shift_];
    return scale_ * static_cast<float>(sum);
  }
  // A sink of features (feature_hash.h) that adds up their weights.
  class Sum {
   public:
    explicit Sum(const AttributionModel& model)
        : weights_(model.weights_.data()),
          shift_(model.shift_),
          scale_(model.scale_) {}
    void operator()(uint32_t feature) { sum_ += weights_[feature >> shift_]; }
    float score() const { return scale_ * static_cast<float>(sum_); }

   private:
    const int8_t* weights_;
    int shift_;
    float scale_;
    int32_t sum_ = 0;
  };

  // Of the same features as one decision sees them (Salted of features.h).
  float SaltedScore(std::span<const uint32_t> features, uint32_t salt) const;

  // Probability that a statement with this raw probability is right. Piecewise
  // linear between the knots; raw itself when there are none.
  float Calibrated(float raw, bool quoted) const;

  bool trained() const { return trained_; }
  std::string ToBytes() const;

 private:
  AttributionModel(int bits, float scale, std::vector<int8_t> weights,
                   Curves curves);

  int bits_;
  int shift_;
  bool trained_ = false;
  float scale_ = 1;
  std::vector<int8_t> weights_;  // Small, so that they stay in the cache.
  Curves curves_;
};

}  // namespace quoth::parse
