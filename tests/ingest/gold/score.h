// Holds statements that were found against those a careful reader finds.
//
// tests/data/gold/score.py defines the same figures for use by hand.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace quoth::gold {

// Of the statements that must be found (optional ones count neither way).
struct Count {
  int need = 0;
  int content = 0;  // Words right: Jaccard of the word tokens >= 0.8.
  int found = 0;    // Content and speaker right.
};

struct Score {
  Count all;
  int said = 0;  // Statements given, less those that lie in optional ones.
  int good = 0;  // Of them, those that match one of the reader's.
  int kind = 0;  // Of Count::content.
  int documents = 0;
  // Of the documents that have the field; and given where there is none.
  std::map<std::string, Count> fields;  // need, found; content = invented.
  std::map<std::string, Count> phenomena;

  double recall() const { return Ratio(all.found, all.need); }
  double precision() const { return Ratio(good, said); }
  double kind_accuracy() const { return Ratio(kind, all.content); }
  double speaker_accuracy() const { return Ratio(all.found, all.content); }
  static double Ratio(int a, int b) {
    return b == 0 ? 0 : static_cast<double>(a) / b;
  }
};

// `gold` is a line of gold.jsonl, `found` one of quoth-parse --jsonl, both
// with offsets in code points of the gold's text.
void AddDocument(const nlohmann::json& gold, const nlohmann::json& found,
                 Score& score);

std::string Table(const Score& score);

}  // namespace quoth::gold
