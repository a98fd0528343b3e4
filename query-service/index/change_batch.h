// One WriteBatch in the making, with the rows it changes, so that a later
// change of the batch sees what an earlier one did. Only the applier uses it.
#pragma once

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "query-service/index/index.h"
#include "query-service/index/posting_edits.h"
#include "service-kit/status/absl_view.h"

namespace quoth::query {

// Every posting key of a record, with the first byte of its value.
void VisitPostings(const RecordFacts& facts, std::string_view document,
                   StatementId id,
                   const std::function<void(const std::string& key,
                                            std::uint8_t bits)>& visit);

class ChangeBatch {
 public:
  ChangeBatch(const Index& index, const kit::Store& store,
              IndexPosition position)
      : index_(index),
        store_(store),
        position_(position),
        postings_(store, position.next_id) {}

  IndexPosition& position() { return position_; }
  rocksdb::WriteBatch& writes() { return writes_; }
  bool Touched(std::string_view document) const {
    return touched_.contains(kit::ToAbsl(document));
  }
  void Touch(std::string_view document) { touched_.emplace(document); }

  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);
  // Postings by their whole keys, written with Finish.
  PostingEdits& postings() { return postings_; }
  void Count(std::string key, std::int64_t by) {
    counters_[std::move(key)] += by;
  }

  // The number of a name, made when missing. 0 for an empty name.
  Ordinal Intern(OrdinalKind kind, std::string_view name);
  // Rows to be changed in place; empty ones with the slug when new.
  absl::StatusOr<SpeakerRow*> Speaker(Ordinal speaker, std::string_view slug);
  absl::StatusOr<TopicRow*> Topic(Ordinal topic, std::string_view slug);

  // The facts' postings and counts, added or taken away.
  absl::Status CountFacts(const RecordFacts& facts, int sign);
  // Writes postings, rows, lists and counters into the batch. Once, at the
  // end.
  absl::Status Finish();

  // New and erased names, for the reader's map once the batch is stored.
  const absl::flat_hash_map<std::string, Ordinal>& new_ordinals() const {
    return new_ordinals_;
  }
  const std::vector<std::string>& erased_ordinals() const {
    return erased_ordinals_;
  }

  WordsChange words;            // For the text index.
  bool topics_changed = false;  // Concepts were put or taken away.
  bool merges_changed = false;

 private:
  struct SpeakerChange {
    SpeakerRow before;
    SpeakerRow after;
    bool existed = false;
  };
  struct TopicChange {
    TopicRow before;
    TopicRow after;
    bool existed = false;
  };
  void FinishSpeaker(Ordinal speaker, const SpeakerChange& change);
  void FinishTopic(Ordinal topic, const TopicChange& change);
  void FinishList(OrdinalKind kind, std::string_view slug, Ordinal ordinal,
                  std::optional<std::uint64_t> count_before,
                  std::optional<std::uint64_t> count_after,
                  const std::vector<std::string>& folded_before,
                  const std::vector<std::string>& folded_after);
  void Forget(OrdinalKind kind, std::string_view slug);

  const Index& index_;
  const kit::Store& store_;
  IndexPosition position_;
  rocksdb::WriteBatch writes_;
  PostingEdits postings_;
  absl::flat_hash_set<std::string> touched_;
  std::map<std::string, std::int64_t>
      counters_;  // In key order: cheaper to insert.
  absl::flat_hash_map<std::string, Ordinal> new_ordinals_;  // By OrdinalKey.
  std::vector<std::string> erased_ordinals_;
  std::map<Ordinal, SpeakerChange> speakers_;
  std::map<Ordinal, TopicChange> topics_;
};

}  // namespace quoth::query
