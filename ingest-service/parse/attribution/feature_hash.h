// Hashing of features to 32 bits; the model takes the upper ones.
#pragma once

#include <cstdint>

namespace quoth::parse {

// The same feature seen from one decision.
constexpr uint32_t Salted(uint32_t feature, uint32_t salt) {
  return (feature ^ (salt * 0x9E3779B9u)) * 0x85EBCA6Bu;
}
// Mixes a feature's number and its values.
class FeatureHash {
 public:
  explicit constexpr FeatureHash(uint32_t number) : h_(number * 0x9E3779B1u) {}
  constexpr FeatureHash& operator<<(uint32_t value) {
    h_ = (h_ ^ value) * 0x01000193u;
    h_ ^= h_ >> 15;
    return *this;
  }
  constexpr uint32_t value() const {
    return (h_ * 0x85EBCA6Bu) ^ (h_ >> 13) * 0xC2B2AE35u;
  }

 private:
  uint32_t h_;
};

}  // namespace quoth::parse
