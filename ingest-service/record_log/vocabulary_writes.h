// Publishing a vocabulary: its chunks as changes, all in one batch.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest-service/record_log/commit_queue.h"
#include "ingest-service/record_log/record_log.h"

namespace quoth::ingest {

// A chunk's topics, serialised, at most; a larger topic goes alone.
inline constexpr std::size_t kVocabularyChunkBytesMax = 256 << 10;

// Serialises and cuts in the caller's thread. Always at least one chunk.
std::unique_ptr<PendingWrite> MakeVocabularyWrite(
    std::string source, std::string version, std::vector<v1::Topic> topics,
    std::optional<TopicImport> import, WriteDone<kit::Revision> done);

}  // namespace quoth::ingest
