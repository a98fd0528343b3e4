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
// vocabulary's order. `source` as Topic.source.
std::vector<quoth::v1::Topic> VocabularyTopics(const Vocabulary& vocabulary,
                                               std::string_view source);

}  // namespace quoth::parse
