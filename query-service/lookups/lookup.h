// The lookups of QueryService: request and index in, serialized response out.
// No gRPC here: the unary handlers, the lookup stream and tests call the same
// functions.
//
// Errors name the field that is wrong; work stops at the caller's deadline.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "query-service/index/index.h"
#include "query-service/planner/interrupt.h"
#include "quoth/v1/query_service.pb.h"

namespace quoth::query {

// One call's view of the index.
struct LookupScope {
  explicit LookupScope(const Index& index, Interrupt interrupt = {})
      : index(index),
        position(index.position()),
        read_at(kit::FormatRevision(position.applied)),
        interrupt(std::move(interrupt)) {}

  const Index& index;
  const IndexPosition
      position;  // Taken before anything is read: what was read is no older.
  const std::string read_at;
  Interrupt interrupt;
};

// All give the serialized response message of their method.
using Looked = absl::StatusOr<std::string>;

Looked GetDocument(LookupScope& scope,
                   const quoth::v1::GetDocumentRequest& request);
Looked GetStatement(LookupScope& scope,
                    const quoth::v1::GetStatementRequest& request);
Looked BatchGetStatements(LookupScope& scope,
                          const quoth::v1::BatchGetStatementsRequest& request);
Looked ListStatements(LookupScope& scope,
                      const quoth::v1::ListStatementsRequest& request);
Looked SearchStatements(LookupScope& scope,
                        const quoth::v1::SearchStatementsRequest& request);
Looked GetSpeaker(LookupScope& scope,
                  const quoth::v1::GetSpeakerRequest& request);
Looked ListSpeakers(LookupScope& scope,
                    const quoth::v1::ListSpeakersRequest& request);
Looked GetTopic(LookupScope& scope, const quoth::v1::GetTopicRequest& request);
Looked ListTopics(LookupScope& scope,
                  const quoth::v1::ListTopicsRequest& request);
Looked ResolveSpeaker(LookupScope& scope,
                      const quoth::v1::ResolveSpeakerRequest& request);
Looked ResolveTopic(LookupScope& scope,
                    const quoth::v1::ResolveTopicRequest& request);
Looked CountStatements(LookupScope& scope,
                       const quoth::v1::CountStatementsRequest& request);
Looked ListReports(LookupScope& scope,
                   const quoth::v1::ListReportsRequest& request);

// One message of an export: serialized, and whether more follows `resume`.
struct ExportPage {
  std::string message;
  std::string resume;  // Empty after the last.
};
absl::StatusOr<ExportPage> ExportStatements(
    LookupScope& scope, const quoth::v1::ExportStatementsRequest& request);

// False when the lookup may take long enough to be kept off a thread that
// other calls wait for.
bool IsQuick(const quoth::v1::ListStatementsRequest& request);

}  // namespace quoth::query
