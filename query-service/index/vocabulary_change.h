// A vocabulary of the record log -> topics of the index, and statements found
// by the right broader topics again.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "query-service/index/change_batch.h"
#include "query-service/index/index_writer.h"
#include "quoth/v1/change.pb.h"

namespace quoth::query {

// Broader topics of the direct ones with the bits they inherit, ascending.
std::vector<RecordTopic> InheritedTopics(const std::vector<RecordTopic>& direct,
                                         const TopicGraph& graph);

// `batch` is empty but for the position. Chunks before the last are kept until
// it comes. With the last, topics are replaced at once; when what is broader
// than what has changed, statements are expanded anew in batches of their own,
// while lookups go on. Stopped in the middle, the same change goes on there.
absl::Status PutVocabulary(IndexWriter& writer, ChangeBatch& batch,
                           const quoth::v1::Change& change,
                           std::size_t statements_a_batch);

}  // namespace quoth::query
