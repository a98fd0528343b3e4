// The lookups of quoth-find: each asks, pages through and prints.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "query-service/find/resolve.h"

namespace quoth::find {

struct OutputOptions {
  bool json = false;
  int limit = 50;  // Records in all; 0 = no bound.
  int page_size = 200;
  int width = 120;
};

struct StatementQuery {
  std::vector<std::string> speakers;  // As people name them.
  std::vector<std::string> topics;
  bool all_topics = false;
  bool exact_topics = false;
  std::string since;  // 2021, 2021-01, 2021-01-18; inclusive.
  std::string until;
  std::vector<std::string> kinds;  // direct, mixed, indirect, turn
  std::vector<std::string> outlets;
  std::vector<std::string> documents;  // Ids or resource names.
  float confidence_min = 0;
  std::string expression;  // AIP-160; joined with the rest by AND.
  bool newest_first = false;
  bool oldest_first = false;
  std::string words;  // Not empty: by relevance, with these words.
};

struct ListQuery {
  std::string prefix;
  bool by_name = false;
  bool include_unused = false;  // Topics only.
};

// The filter that the query means: names resolved by the server, dates and
// kinds read. What names were taken for is said on standard error.
absl::StatusOr<quoth::v1::StatementFilter> MakeFilter(
    const Caller& caller, const StatementQuery& query);

// Each returns how many records were printed. Errors are the server's, or
// INVALID_ARGUMENT for what was typed.
absl::StatusOr<int> FindStatements(const Caller& caller,
                                   const StatementQuery& query,
                                   const OutputOptions& output);
// By relevance unless an order is asked for, with the words marked.
absl::StatusOr<int> SearchStatements(const Caller& caller,
                                     const StatementQuery& query,
                                     const OutputOptions& output);
absl::StatusOr<int> FindSpeakers(const Caller& caller, const ListQuery& query,
                                 const OutputOptions& output);
absl::StatusOr<int> FindTopics(const Caller& caller, const ListQuery& query,
                               const OutputOptions& output);
absl::StatusOr<int> ShowStatement(const Caller& caller, const std::string& name,
                                  const OutputOptions& output);
// The same statement in other documents.
absl::StatusOr<int> FindReports(const Caller& caller, const std::string& name,
                                const OutputOptions& output);
absl::StatusOr<int> ShowSpeaker(const Caller& caller, const std::string& words,
                                const OutputOptions& output);
absl::StatusOr<int> ShowTopic(const Caller& caller, const std::string& words,
                              const OutputOptions& output);
// With `text`, the normalised text follows.
absl::StatusOr<int> ShowDocument(const Caller& caller, const std::string& id,
                                 bool text, const OutputOptions& output);

}  // namespace quoth::find
