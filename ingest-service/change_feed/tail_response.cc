#include "ingest-service/change_feed/tail_response.h"

#include <utility>

#include "service-kit/revision/revision.h"

namespace quoth::ingest {

v1::TailResponse ToTailResponse(ChangePage page, uint64_t epoch) {
  v1::TailResponse response;
  for (v1::Change& change : page.changes) {
    *response.add_changes() = std::move(change);
  }
  response.set_revision(
      kit::FormatRevision({.epoch = epoch, .offset = page.last_offset}));
  response.set_caught_up(page.caught_up);
  response.set_epoch(kit::FormatEpoch(epoch));
  return response;
}

}  // namespace quoth::ingest
