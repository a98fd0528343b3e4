// Start here. The vocabularies that clients and operators bring: imported,
// kept in the record log, built together with the built-in topics, published to
// followers, and used for whatever is parsed next.
//
//   import_request.h   what a good request is
//   promoted_topics.h  candidates that became topics, as one more import
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest-service/knowledge/present_knowledge.h"
#include "ingest-service/record_log/record_log.h"
#include "quoth/v1/ingest_service.pb.h"

namespace quoth::ingest {

// Safe to use from any thread. Changes come one after the other; each builds
// the whole vocabulary anew (a fraction of a second) before anything changes.
class TopicAuthority {
 public:
  // Builds the vocabulary with what the log keeps of former imports and
  // publishes it when it differs from what was published last. `log` outlives
  // this. Fails as LoadKnowledge does.
  static absl::StatusOr<std::unique_ptr<TopicAuthority>> Open(
      const KnowledgeOptions& options, RecordLog& log);

  const PresentKnowledge& knowledge() const { return knowledge_; }

  // Block until durable. INVALID_ARGUMENT with the field, for content with line
  // and reason; NOT_FOUND and ALREADY_EXISTS as ingest_service.proto says.
  // After an error nothing has changed.
  absl::StatusOr<v1::ImportTopicsResponse> Import(
      const v1::ImportTopicsRequest& request);
  absl::StatusOr<v1::PromoteTopicResponse> Promote(
      const v1::PromoteTopicRequest& request);

 private:
  TopicAuthority(KnowledgeOptions options, RecordLog& log,
                 LoadedKnowledge knowledge);

  absl::StatusOr<std::shared_ptr<const LoadedKnowledge>> Build(
      const std::vector<TopicImport>& imports) const;
  absl::StatusOr<kit::Revision> Adopt(
      std::shared_ptr<const LoadedKnowledge> knowledge, TopicImport change);

  const KnowledgeOptions options_;
  RecordLog& log_;
  PresentKnowledge knowledge_;
  std::mutex changing_;  // Held from reading the imports to adopting new ones.
};

}  // namespace quoth::ingest
