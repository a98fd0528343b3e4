// A stretch of the log as followers receive it.
#pragma once

#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/change_feed_service.pb.h"

namespace quoth::ingest {

v1::TailResponse ToTailResponse(ChangePage page, uint64_t epoch);

}  // namespace quoth::ingest
