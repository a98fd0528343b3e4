// The operator's speakers by name, in memory: what the parser resolves against.
#pragma once

#include <cstdint>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest-service/parse/lexicons.h"
#include "ingest-service/parse/speakers/known_speakers.h"
#include "quoth/v1/speaker.pb.h"

namespace quoth::ingest {

// The keys that a name is found by, as the parser makes them.
struct NameKeys {
  std::vector<std::string> full;  // Slugs of the whole name.
  std::string surname;            // Plain slug; empty when the name has none.
};
NameKeys KeysOfName(std::string_view name, v1::SpeakerKind kind,
                    const parse::Lexicons& lexicons);

// Safe to use from any thread.
class SpeakerDirectory final : public parse::KnownSpeakers {
 public:
  // `lexicons` outlives this.
  explicit SpeakerDirectory(const parse::Lexicons& lexicons)
      : lexicons_(lexicons) {}

  // Adds or replaces one record.
  void Put(const v1::Speaker& record);

  std::vector<parse::KnownSpeakerPtr> ByName(
      std::string_view slug) const override;
  std::vector<parse::KnownSpeakerPtr> BySurname(
      std::string_view slug) const override;
  parse::KnownSpeakerPtr BySlug(std::string_view slug) const override;

  // Slug of the record that has this identifier; empty when none has.
  std::string ByExternalId(const v1::ExternalId& id) const;
  // Slugs of those with this name in any spelling, in their order.
  std::vector<std::string> SlugsOfName(std::string_view name,
                                       v1::SpeakerKind kind) const;

  // Changes of speakers up to this offset of the log are in here.
  uint64_t offset() const;
  void SetOffset(uint64_t offset);

  const parse::Lexicons& lexicons() const { return lexicons_; }

 private:
  struct Entry {
    parse::KnownSpeakerPtr speaker;  // Null when merged away.
    std::string merged_into;         // Slug.
    std::vector<std::string> full;
    std::vector<std::string> surnames;
    std::vector<std::string> external;
  };
  using Slugs = std::vector<std::string>;  // Sorted.
  using Lists = absl::flat_hash_map<std::string, Slugs>;

  std::vector<parse::KnownSpeakerPtr> Find(const Lists& lists,
                                           std::string_view key) const;
  void TakeAway(const std::string& slug, const Entry& entry);

  const parse::Lexicons& lexicons_;
  mutable std::shared_mutex mutex_;  // Everything below.
  absl::flat_hash_map<std::string, Entry> entries_;
  Lists by_name_, by_surname_, by_external_;
  uint64_t offset_ = 0;
};

}  // namespace quoth::ingest
