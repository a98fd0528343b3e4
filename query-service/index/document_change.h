// A document's change of the record log -> writes of the index: its statements
// put, replaced or taken away with everything that leads to them.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "query-service/index/change_batch.h"
#include "query-service/index/index_writer.h"
#include "quoth/v1/change.pb.h"

namespace quoth::query {

// INVALID_ARGUMENT: the change is malformed and nothing was written. A
// statement that is malformed alone is left out.
absl::Status PutDocument(IndexWriter& writer, ChangeBatch& batch,
                         const quoth::v1::Change& change, absl::Time now);
absl::Status DeleteDocument(IndexWriter& writer, ChangeBatch& batch,
                            const quoth::v1::Change& change, absl::Time now);
absl::Status PutSpeaker(IndexWriter& writer, ChangeBatch& batch,
                        const quoth::v1::Change& change);

// The number that stands for an outlet, whatever its case or script.
std::string OutletKeyOf(std::string_view outlet);

}  // namespace quoth::query
