// The vocabulary as records: what the query service knows of topics.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest-service/parse/topics/vocabulary.h"
#include "quoth/v1/topic.pb.h"

namespace quoth::parse {

// "topics/new-start"
std::string TopicResourceName(std::string_view slug);

// One record per concept that statements can be tagged with, in the
// vocabulary's order. `sources` has Topic.source by Concept::source.
std::vector<quoth::v1::Topic> VocabularyTopics(
    const Vocabulary& vocabulary, const std::vector<std::string>& sources);

// That of one concept.
quoth::v1::Topic TopicRecord(const Vocabulary& vocabulary, uint32_t index,
                             const std::vector<std::string>& sources);

}  // namespace quoth::parse
