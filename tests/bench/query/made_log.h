// A record log of any length for measuring: speakers and topics by Zipf's law,
// texts of a realistic length, the same for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "quoth/v1/change.pb.h"

namespace quoth::bench {

struct MadeLogOptions {
  std::uint64_t statements = 1'000'000;
  int statements_a_document = 12;
  int speakers = 20'000;
  int topics = 2'000;
  int broader_topics = 60;
  std::uint64_t seed = 1;
};

// Draws 0..n-1, the k-th with weight 1/(k+1).
class Zipf {
 public:
  explicit Zipf(int n);
  int Draw(std::mt19937_64& random) const;

 private:
  std::vector<double> sums_;
};

class MadeLog {
 public:
  explicit MadeLog(MadeLogOptions options);

  // The vocabulary first, then documents; false at the end.
  bool Next(quoth::v1::Change& change);
  std::uint64_t statement_bytes() const { return statement_bytes_; }

 private:
  struct Cast {
    std::vector<int> speakers;
    std::vector<int> topics;
  };
  void MakeVocabulary(quoth::v1::Change& change);
  // Returns the number of its speaker.
  int MakeStatement(const quoth::v1::Document& document, const Cast& cast,
                    int number, quoth::v1::Statement& statement);
  void MakeDocument(quoth::v1::Change& change);
  std::string Sentence(int words);

  const MadeLogOptions options_;
  std::mt19937_64 random_;
  Zipf speakers_;
  Zipf topics_;
  Zipf words_;
  std::uint64_t offset_ = 0;
  std::uint64_t made_ = 0;
  std::uint64_t statement_bytes_ = 0;
};

}  // namespace quoth::bench
