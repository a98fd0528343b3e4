#include "ingest-service/parse/mentions/gazetteer.h"

#include <algorithm>

#include "ingest-service/parse/mentions/word_hash.h"
#include "ingest-service/parse/sentences/tokenizer.h"

namespace quoth::parse {

CaseRule Gazetteer::RuleOf(std::string_view phrase) {
  bool small = false;
  bool large = false;
  for (char c : phrase) {
    small |= c >= 'a' && c <= 'z';
    large |= c >= 'A' && c <= 'Z';
  }
  // Other alphabets have capitals too, but no acronym of theirs is a word.
  if (large && !small) return CaseRule::kAllCaps;
  const char first = phrase.empty() ? ' ' : phrase.front();
  return first >= 'a' && first <= 'z' ? CaseRule::kAny : CaseRule::kCapitalised;
}

bool Gazetteer::Add(std::string_view phrase, LexKind kind, CaseRule rule,
                    uint32_t index) {
  std::vector<Token> tokens;
  Tokenize(phrase, {0, static_cast<uint32_t>(phrase.size())}, tokens);
  if (tokens.empty() || tokens.size() > kPhraseWordsMax) return false;
  uint64_t hash = 0;
  uint64_t first = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const uint64_t word = HashWord(tokens[i].range.of(phrase));
    hash = i == 0 ? word : JoinHash(hash, word);
    if (i == 0) first = word;
  }
  if (tokens.size() > 1) slots_[first].lengths |= 1u << tokens.size();
  std::vector<LexEntry>& entries = building_[hash];
  for (const LexEntry& entry : entries) {
    if (entry.kind == kind && entry.index == index && entry.rule == rule) {
      return true;
    }
  }
  entries.push_back({kind, rule, index});
  return true;
}

void Gazetteer::Seal() {
  for (auto& [hash, entries] : building_) {
    Slot& slot = slots_[hash];
    slot.first = static_cast<uint32_t>(entries_.size());
    slot.count =
        static_cast<uint16_t>(std::min<std::size_t>(entries.size(), 0xFFFF));
    entries_.insert(entries_.end(), entries.begin(),
                    entries.begin() + slot.count);
  }
  building_.clear();
}

}  // namespace quoth::parse
