// Hashing of features to 32 bits; the model takes the upper ones.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quoth::parse {

// The same feature seen from one decision.
constexpr uint32_t Salted(uint32_t feature, uint32_t salt) {
  return (feature ^ (salt * 0x9E3779B9u)) * 0x85EBCA6Bu;
}

// Mixes a feature's number and its values. Upper bits are the good ones.
class FeatureHash {
 public:
  explicit constexpr FeatureHash(uint32_t number) : h_(number * 0x9E3779B1u) {}
  [[gnu::always_inline]] constexpr FeatureHash& operator<<(uint32_t value) {
    h_ = (((h_ << 5) | (h_ >> 27)) ^ value) * 0x9E3779B1u;
    return *this;
  }
  constexpr uint32_t value() const { return (h_ ^ (h_ >> 15)) * 0x85EBCA6Bu; }

 private:
  uint32_t h_;
};

// Gives a family of features their numbers and hands their hashes on to
// `sink(uint32_t)`: a list for training, a sum of weights in use.
template <uint32_t kFamily, typename Sink>
class Emitter {
 public:
  explicit Emitter(Sink& sink) : sink_(sink) {}

  template <typename... Values>
  [[gnu::always_inline]] void operator()(uint32_t number, Values... values) {
    FeatureHash hash(kFamily * 64 + number);
    ((hash << static_cast<uint32_t>(values)), ...);
    sink_(hash.value());
  }

 private:
  Sink& sink_;
};

// The features of one decision; room for the largest set, never checked in use.
class FeatureList {
 public:
  static constexpr std::size_t kMax = 48;

  void operator()(uint32_t feature) { features_[size_++] = feature; }
  void clear() { size_ = 0; }
  std::size_t size() const { return size_; }
  const uint32_t* data() const { return features_; }
  const uint32_t* begin() const { return features_; }
  const uint32_t* end() const { return features_ + size_; }

 private:
  uint32_t size_ = 0;
  uint32_t features_[kMax];
};

}  // namespace quoth::parse
