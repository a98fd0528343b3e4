// Mentions -> chains: names first, over the whole document, since headlines
// name people by surname before the text names them in full; then nominals and
// pronouns in reading order.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "ingest-service/parse/mentions/found_mention.h"
#include "ingest-service/parse/mentions/pronoun_model.h"

namespace quoth::parse {

// A chain while it grows.
struct Entity {
  EntityKind kind = EntityKind::kUnknown;
  Gender gender = Gender::kUnknown;
  bool gender_sure = false;  // From a title or a lexicon, not from a pronoun.
  bool plural = false;
  bool full_name = false;  // Two words or more.
  bool titled = false;
  int32_t figure = kNone;
  int32_t organisation = kNone;
  int32_t place = kNone;
  uint32_t name_mention = 0;  // The mention with the best form.
  uint32_t name_words = 0;    // Words of that form.
  std::vector<RoleFact> roles;
  std::vector<uint64_t> words;  // Hashes of the name.
  // As reading goes on:
  uint32_t count = 0;
  int32_t last = kNone;          // Last mention.
  int32_t last_outside = kNone;  // Last one outside quotations.
  bool in_title = false;
};

// Told of each pronoun decision: for training and for explanations.
struct PronounChoice {
  uint32_t mention = 0;
  int32_t chosen = kNone;                 // Entity.
  std::vector<int32_t> candidates;        // Entities.
  std::vector<PronounFeatures> features;  // One for each candidate.
};
using PronounObserver = std::function<void(const PronounChoice&)>;

class ChainBuilder {
 public:
  ChainBuilder(const DocumentWords& words, FoundMentions& found,
               PronounObserver observer = nullptr);

  // Sets chain, rule and confidence of each mention.
  void Run();
  std::vector<Entity>& entities() { return entities_; }

 private:
  // chain_names.cc
  void NamePeople();
  void NameSingles();
  void NameBodies();
  int32_t FindFullName(const FoundMention& mention);
  int32_t FindSurname(uint32_t index, std::string_view& rule,
                      float& confidence);
  bool MayBeSurname(const FoundMention& mention) const;
  int32_t FindFirstWord(const FoundMention& mention, uint64_t word,
                        std::string_view& rule, float& confidence) const;
  int32_t AuthorityFor(uint64_t surname,
                       const std::vector<RoleFact>& roles) const;
  Gender GenderOf(int32_t figure) const;
  int32_t NewEntity(uint32_t index);
  void Join(uint32_t index, int32_t entity, std::string_view rule,
            float confidence);
  std::vector<uint64_t> NameWords(const FoundMention& mention) const;
  bool BesideReporting(const FoundMention& mention) const;
  void SettleKinds();
  void LearnRoles();
  void LearnCounterparts();

  // nominal_coreference.cc
  struct Holder {
    int32_t entity;
    float score;
    float second;  // The next best one's.
  };
  void ResolveNominal(uint32_t index);
  bool LinkPerson(uint32_t index, const RoleFact& asked);
  bool LinkBody(uint32_t index, const RoleFact& asked);
  bool LinkLearned(uint32_t index);
  bool LinkLastTwo(uint32_t index);
  void Link(uint32_t index, int32_t entity, std::string_view rule,
            float confidence);
  Holder FindHolder(uint32_t index, const RoleFact& asked) const;
  int32_t HeadOfDepartment(uint32_t index, const RoleFact& asked) const;
  uint64_t PortfolioOf(uint32_t index, const RoleFact& asked) const;
  bool Leads(const RoleFact& role) const;
  bool HasWord(const RoleFact& role, uint64_t word) const;
  int32_t OnlyPerson(uint32_t index, const RoleFact& asked) const;
  float RoleScore(const FoundMention& nominal, const RoleFact& asked,
                  const Entity& entity, uint32_t at) const;

  // coreference.cc
  void ReadOn();
  void ResolvePronoun(uint32_t index);
  void ResolveRelative(uint32_t index);
  PronounFeatures Describe(uint32_t index, int32_t entity, uint32_t rank) const;
  bool IsCredit(const FoundMention& mention) const;
  void Saw(uint32_t index);

  const DocumentWords& words_;
  FoundMentions& found_;
  PronounObserver observer_;
  const Lexicons& lexicons_;
  std::vector<Entity> entities_;
  absl::flat_hash_map<uint64_t, absl::InlinedVector<int32_t, 2>> by_surname_;
  absl::flat_hash_map<uint64_t, absl::InlinedVector<int32_t, 2>> by_given_;
  absl::flat_hash_map<uint64_t, absl::InlinedVector<int32_t, 2>> by_first_;
  absl::flat_hash_map<uint64_t, int32_t> bodies_;      // By lexicon or words.
  absl::flat_hash_map<uint64_t, int32_t> body_first_;  // By the first word.
  absl::flat_hash_map<uint64_t, int32_t> body_last_;   // By the last word.
  std::vector<int32_t> with_roles_;                    // People who have roles.
  absl::flat_hash_map<uint64_t, int32_t>
      nominals_;                         // Last entity of a description.
  std::vector<int32_t> recent_;          // Entities, latest last; no repeats.
  std::vector<int32_t> recent_outside_;  // As named outside quotations.
  uint32_t people_seen_ = 0;             // Named in full so far.
  int32_t person_seen_ = kNone;          // The last of them.
  int32_t last_reporter_ = kNone;
  uint32_t last_reporter_sentence_ = 0;
};

}  // namespace quoth::parse
