// Given names, their genders, spellings and short forms.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest-service/parse/mentions/gazetteer.h"
#include "ingest-service/parse/mentions/mentions.h"

namespace quoth::parse {

class NameLexicon {
 public:
  struct GivenName {
    std::string name;
    Gender gender = Gender::kUnknown;
  };

  static absl::StatusOr<std::unique_ptr<const NameLexicon>> Load(
      std::string_view given_names, std::string_view name_variants,
      Gazetteer& gazetteer);

  const std::vector<GivenName>& given_names() const { return given_; }
  // By any case and accents; null when unknown.
  const GivenName* Find(std::string_view given) const;
  // The spelling to show: "Sergei" -> "Sergey"; others as they are.
  std::string_view CanonicalSpelling(std::string_view given) const;
  // As above, but also for spellings that are kept when shown: "Mohamed" ->
  // "Mohammed".
  std::string_view KeySpelling(std::string_view given) const;
  // One hash for all spellings of a name: Sergei and Sergey, Mohamed and
  // Muhammad; the word's own for others.
  uint64_t SpellingKey(uint64_t given_hash) const;
  // Could these be one person's given name? Spellings, short forms, initials
  // are not decided here.
  bool SameGivenName(uint64_t a, uint64_t b) const;

 private:
  std::vector<GivenName> given_;
  absl::flat_hash_map<uint64_t, std::string> shown_;
  absl::flat_hash_map<uint64_t, uint64_t> key_;
  absl::flat_hash_map<uint64_t, std::string> key_name_;
  absl::flat_hash_map<uint64_t, uint32_t> by_hash_;
  // Short form -> long forms ("ed" -> "edward").
  absl::flat_hash_map<uint64_t, std::vector<uint64_t>> long_forms_;
};

}  // namespace quoth::parse
