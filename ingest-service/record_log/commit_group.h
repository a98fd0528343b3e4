// One synced WriteBatch in the making: the writes of several clients, each
// with its own offset, all or none.
//
// Used by the commit queue's one thread only, so what it reads cannot change
// under it.
#pragma once

#include <rocksdb/write_batch.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ingest-service/record_log/keys.h"
#include "quoth/v1/change.pb.h"
#include "service-kit/store/store.h"

namespace quoth::ingest {

class CommitGroup {
 public:
  // Offsets are given from `next_offset` on.
  CommitGroup(const kit::Store& store, uint64_t next_offset, absl::Time now)
      : store_(store), next_offset_(next_offset), now_(now) {}

  // State before this group: writes of one group never share a key.
  absl::StatusOr<std::optional<std::string>> Get(Family family,
                                                 std::string_view key) const;
  absl::StatusOr<std::optional<Head>> ReadHead(const Subject& subject) const;

  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);

  // The offset the next AddChange gives.
  uint64_t next_offset() const { return next_offset_; }
  std::string RevisionToken(uint64_t offset) const;
  uint64_t epoch() const { return store_.epoch(); }
  absl::Time now() const { return now_; }

  // Writes the change, its subject's head, and takes the former change away.
  // `change` carries its event trimmed to names; offset and time are set here.
  uint64_t AddChange(const Subject& subject, const std::optional<Head>& former,
                     v1::Change change,
                     const std::optional<Head::Live>& live = std::nullopt);

  // The offset of the last change of a speaker, this group's included.
  absl::StatusOr<uint64_t> SpeakersEnd();
  void SetSpeakersEnd(uint64_t offset);

  // A write that fails while it adds takes back what it added.
  void SetSavePoint();
  void RollBack();

  rocksdb::WriteBatch& batch() { return batch_; }

 private:
  const kit::Store& store_;
  rocksdb::WriteBatch batch_;
  uint64_t next_offset_;
  uint64_t saved_offset_ = 0;
  std::optional<uint64_t> speakers_end_;  // Once read or set.
  std::optional<uint64_t> saved_speakers_end_;
  absl::Time now_;
};

}  // namespace quoth::ingest
