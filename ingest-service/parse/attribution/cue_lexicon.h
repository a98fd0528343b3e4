// cues.tsv: what the words that introduce statements mean. The trained weights
// find cues; this tells the act, whether a person addressed may follow, and
// which particles belong to a cue ("pointed out").
#pragma once

#include <memory>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest-service/parse/attribution/attribution.h"

namespace quoth::parse {

struct CueEntry {
  SpeechAct act = SpeechAct::kSpeech;
  bool addressee = false;  // "told Reuters"
  bool noun = false;       // "emphasized the efforts to ..."
  bool clause = false;     // A noun phrase alone is no content: "thanked her"
  bool source_after = false;  // "according to Reuters"
};

class CueLexicon {
 public:
  // Contents of cues.tsv. An error names file, line and reason.
  static absl::StatusOr<std::unique_ptr<const CueLexicon>> Load(
      std::string_view contents);

  // By HashForm of a lower-case word. Null: not listed.
  const CueEntry* Find(uint32_t form) const;

  // A cue of two words, by the hashes of both. Null: not listed.
  const CueEntry* FindPair(uint32_t first, uint32_t second) const;

  std::size_t size() const { return single_.size() + pairs_.size(); }

 private:
  absl::flat_hash_map<uint32_t, CueEntry> single_;
  absl::flat_hash_map<uint64_t, CueEntry> pairs_;
};

}  // namespace quoth::parse
