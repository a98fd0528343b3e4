// Applies changes of the record log to the index: the one writer.
//
// What one call is given is stored in one WriteBatch with the position after
// it (a batch that touches a document twice, or holds a vocabulary, is parted).
// A change at or before the position is skipped, so that repeats do no harm.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "query-service/index/index.h"
#include "quoth/v1/change_feed_service.pb.h"

namespace quoth::query {

struct ApplierOptions {
  // How long replaced statements can be found by pages begun before, and how
  // far back watchers may resume.
  absl::Duration keep_changes = absl::Hours(1);
  std::uint64_t keep_changes_max = 1'000'000;
  // Statements of one batch while topics are expanded anew.
  std::size_t reexpand_batch = 2'000;
};

struct ApplyCounts {
  std::uint64_t documents = 0;
  std::uint64_t statements = 0;
  std::uint64_t skipped =
      0;  // Changes that could not be understood; said in the log.
};

class Applier {
 public:
  Applier(std::shared_ptr<Index> index, ApplierOptions options = {});
  ~Applier();

  // An error means that nothing after the index's position was applied; the
  // index must be opened again if it is DATA_LOSS. `now` is for retention.
  absl::Status Apply(const quoth::v1::TailResponse& response, absl::Time now);

  // Remembers that the index has been level with the log.
  absl::Status MarkComplete();

  // Takes away what `keep_changes` no longer asks for. Called by Apply now and
  // then; cheap when there is nothing.
  absl::Status Prune(absl::Time now);

  const ApplyCounts& counts() const { return counts_; }

 private:
  std::shared_ptr<Index> index_;
  ApplierOptions options_;
  ApplyCounts counts_;
  absl::Time last_prune_ = absl::InfinitePast();
};

}  // namespace quoth::query
