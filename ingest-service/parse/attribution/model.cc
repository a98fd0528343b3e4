#include "ingest-service/parse/attribution/model.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "absl/status/status.h"
#include "ingest-service/parse/attribution/feature_hash.h"

namespace quoth::parse {
namespace {

constexpr std::string_view kMagic = "QUOTHAM2";
constexpr int kBitsMin = 4;
constexpr int kBitsMax = 22;
// Larger weights are cut: a coarser scale for all would cost more.
constexpr float kWeightMax = 4.0f;

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  bool Take(T& value) {
    if (bytes_.size() < sizeof(T)) return false;
    std::memcpy(&value, bytes_.data(), sizeof(T));
    bytes_.remove_prefix(sizeof(T));
    return true;
  }
  std::string_view TakeBytes(std::size_t count) {
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

template <typename T>
void Append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

absl::Status Broken(std::string reason) {
  return absl::DataLossError("attribution.weights: " + reason);
}

}  // namespace

AttributionModel::AttributionModel(int bits, float scale,
                                   std::vector<int8_t> weights, Curves curves)
    : bits_(bits),
      shift_(32 - bits),
      scale_(scale),
      weights_(std::move(weights)),
      curves_(std::move(curves)) {
  trained_ = std::any_of(weights_.begin(), weights_.end(),
                         [](int8_t w) { return w != 0; });
}

AttributionModel::AttributionModel(int bits, const std::vector<float>& weights,
                                   Curves curves)
    : AttributionModel(bits, 1, std::vector<int8_t>(weights.size()),
                       std::move(curves)) {
  float largest = 1e-6f;
  for (float w : weights) largest = std::max(largest, std::fabs(w));
  scale_ = std::min(largest, kWeightMax) / 127;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights_[i] = static_cast<int8_t>(
        std::lround(std::clamp(weights[i] / scale_, -127.f, 127.f)));
    trained_ |= weights_[i] != 0;
  }
}

float AttributionModel::SaltedScore(std::span<const uint32_t> features,
                                    uint32_t salt) const {
  int32_t sum = 0;
  for (uint32_t f : features) sum += weights_[Salted(f, salt) >> shift_];
  return scale_ * static_cast<float>(sum);
}

std::unique_ptr<const AttributionModel> AttributionModel::Empty() {
  return std::unique_ptr<const AttributionModel>(new AttributionModel(
      kBitsMin, 1, std::vector<int8_t>(1u << kBitsMin), {}));
}

absl::StatusOr<std::unique_ptr<const AttributionModel>>
AttributionModel::FromBytes(std::string_view bytes) {
  Reader reader(bytes);
  if (reader.TakeBytes(kMagic.size()) != kMagic) {
    return Broken("does not begin with QUOTHAM2");
  }
  uint8_t bits = 0;
  float scale = 0;
  if (!reader.Take(bits) || bits < kBitsMin || bits > kBitsMax) {
    return Broken("table size out of range");
  }
  if (!reader.Take(scale) || !std::isfinite(scale)) {
    return Broken("scale is not a number");
  }
  const std::string_view table = reader.TakeBytes(std::size_t{1} << bits);
  if (table.size() != std::size_t{1} << bits) {
    return Broken("ends inside the table");
  }
  std::vector<int8_t> weights(table.size());
  std::memcpy(weights.data(), table.data(), table.size());
  Curves curves;
  for (Curve* curve : {&curves.quoted, &curves.unquoted}) {
    uint8_t knots = 0;
    if (!reader.Take(knots)) return Broken("ends before the calibration");
    curve->resize(knots);
    for (std::size_t i = 0; i < knots; ++i) {
      auto& [raw, calibrated] = (*curve)[i];
      if (!reader.Take(raw) || !reader.Take(calibrated)) {
        return Broken("ends inside the calibration");
      }
      const bool rising = i == 0 || raw > (*curve)[i - 1].first;
      if (!std::isfinite(calibrated) || !rising) {
        return Broken("calibration does not rise");
      }
    }
  }
  if (!reader.empty()) return Broken("goes on after its end");
  return std::unique_ptr<const AttributionModel>(
      new AttributionModel(bits, scale, std::move(weights), std::move(curves)));
}

float AttributionModel::Calibrated(float raw, bool quoted) const {
  const Curve& curve = quoted ? curves_.quoted : curves_.unquoted;
  if (curve.empty()) return std::clamp(raw, 0.0f, 1.0f);
  if (raw <= curve.front().first) return curve.front().second;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const auto& [x1, y1] = curve[i];
    if (raw > x1) continue;
    const auto& [x0, y0] = curve[i - 1];
    return y0 + (y1 - y0) * (raw - x0) / (x1 - x0);
  }
  return curve.back().second;
}

std::string AttributionModel::ToBytes() const {
  std::string bytes(kMagic);
  Append(bytes, static_cast<uint8_t>(bits_));
  Append(bytes, scale_);
  bytes.append(reinterpret_cast<const char*>(weights_.data()), weights_.size());
  for (const Curve* curve : {&curves_.quoted, &curves_.unquoted}) {
    Append(bytes, static_cast<uint8_t>(curve->size()));
    for (const auto& [raw, calibrated] : *curve) {
      Append(bytes, raw);
      Append(bytes, calibrated);
    }
  }
  return bytes;
}

}  // namespace quoth::parse
