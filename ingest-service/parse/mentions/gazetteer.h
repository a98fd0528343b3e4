// All names and phrases that the lexicons know, looked up by the hashes of
// their words: one probe for each word of a text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace quoth::parse {

enum class LexKind : uint8_t {
  kFunction,      // index: a WordClass.
  kGivenName,     // Into NameLexicon.
  kTitle,         // Into RoleLexicon::titles().
  kRole,          // Into RoleLexicon::forms().
  kPlace,         // Into PlaceLexicon::places().
  kDemonym,       // The place that the adjective belongs to.
  kPeople,        // The place whose people are meant: "Russians".
  kOrganisation,  // Into OrganisationLexicon::organisations().
  kFigure,        // Into AuthorityLexicon::figures(): a whole name.
};

enum class CaseRule : uint8_t {
  kAny,          // "foreign minister"
  kCapitalised,  // "Moscow": at least its first word has a capital.
  kAllCaps,      // "WHO", "US"
};

struct LexEntry {
  LexKind kind;
  CaseRule rule;
  uint32_t index;
};

class Gazetteer {
 public:
  // What one hash leads to: entries of exactly this phrase, and the lengths of
  // longer phrases that begin with it, as bits (bit n: n words), when the hash
  // is that of a single word.
  struct Slot {
    uint32_t lengths = 0;
    uint32_t first = 0;
    uint16_t count = 0;
  };
  static constexpr uint32_t kPhraseWordsMax = 12;

  // Before Seal(). Empty phrases and those with too many words are left out;
  // false then.
  bool Add(std::string_view phrase, LexKind kind, CaseRule rule,
           uint32_t index);
  // The rule that the spelling of a name suggests.
  static CaseRule RuleOf(std::string_view phrase);
  void Seal();

  // Null when no phrase is, or begins with, this.
  const Slot* Find(uint64_t hash) const {
    const auto found = slots_.find(hash);
    return found == slots_.end() ? nullptr : &found->second;
  }
  std::span<const LexEntry> Entries(const Slot& slot) const {
    return {entries_.data() + slot.first, slot.count};
  }

 private:
  absl::flat_hash_map<uint64_t, Slot> slots_;
  absl::flat_hash_map<uint64_t, std::vector<LexEntry>> building_;
  std::vector<LexEntry> entries_;
};

}  // namespace quoth::parse
