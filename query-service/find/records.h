// Records as rows of a table, as pages and as JSON.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "quoth/v1/document.pb.h"
#include "quoth/v1/query_service.pb.h"
#include "quoth/v1/speaker.pb.h"
#include "quoth/v1/statement.pb.h"
#include "quoth/v1/topic.pb.h"

namespace quoth::find {

// One line, fields named as in the .proto files.
std::string ToJsonLine(const google::protobuf::Message& record);

std::string StatementTable(const std::vector<quoth::v1::Statement>& statements,
                           int width);
// Two lines each: when, who, where; then the words, in bold on a terminal.
std::string SearchResults(const std::vector<quoth::v1::SearchResult>& results,
                          int width);
// With the day of publication and the outlet, which reports differ in.
std::string ReportTable(const std::vector<quoth::v1::Statement>& statements,
                        int width);
std::string SpeakerTable(const std::vector<quoth::v1::Speaker>& speakers,
                         int width);
std::string TopicTable(const std::vector<quoth::v1::Topic>& topics, int width);

std::string StatementPage(const quoth::v1::Statement& statement, int width);
std::string SpeakerPage(const quoth::v1::Speaker& speaker, int width);
std::string TopicPage(const quoth::v1::Topic& topic, int width);
std::string DocumentPage(const quoth::v1::Document& document, int width);

}  // namespace quoth::find
