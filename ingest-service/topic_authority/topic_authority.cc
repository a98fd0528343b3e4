#include "ingest-service/topic_authority/topic_authority.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest-service/parse/concat.h"
#include "ingest-service/parse/record/topic_records.h"
#include "ingest-service/topic_authority/import_request.h"
#include "ingest-service/topic_authority/promoted_topics.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/absl_view.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

constexpr int kSampleMax = 10;
constexpr std::size_t kMessageBytesMax = 500;

std::vector<ImportedTopics> Views(const std::vector<TopicImport>& imports) {
  std::vector<ImportedTopics> views;
  views.reserve(imports.size());
  for (const TopicImport& import : imports) {
    views.push_back(ToImportedTopics(import.request));
  }
  return views;
}

// Puts the change where it belongs and returns it; null for the removal of
// what is not there.
TopicImport* Place(std::vector<TopicImport>& imports,
                   const v1::ImportTopicsRequest& request) {
  uint32_t next = 1;
  for (TopicImport& import : imports) {
    next = std::max(next, import.order + 1);
    if (import.request.source() != request.source()) continue;
    import.request = request;
    return &import;
  }
  if (request.remove()) return nullptr;
  return &imports.emplace_back(TopicImport{next, request});
}

// What is malformed is the request's content; the rest is as it was.
absl::Status AsContentError(const absl::Status& status) {
  const std::string message(
      kit::FromAbsl(status.message()).substr(0, kMessageBytesMax));
  if (absl::IsInvalidArgument(status)) {
    return kit::InvalidField("content", message);
  }
  if (absl::IsResourceExhausted(status)) {
    return kit::InvalidFieldWithReason(absl::StatusCode::kResourceExhausted,
                                       "VOCABULARY_TOO_LARGE", "content",
                                       message);
  }
  return status;
}

void FillReport(const LoadedKnowledge& knowledge, const std::string& source,
                v1::ImportTopicsResponse& response) {
  const parse::LoadReport& report = knowledge.vocabulary_report;
  for (const parse::LoadReport::Source& told : report.sources) {
    if (told.name != source) continue;
    response.set_imported(static_cast<uint32_t>(told.concepts));
    response.set_merged(static_cast<uint32_t>(told.merged));
    response.set_skipped_count(told.skipped);
  }
  for (const parse::LoadReport::Skipped& row : report.skipped) {
    if (row.source != source) continue;
    response.add_skipped(parse::Concat(
        row.line > 0 ? parse::Concat("line ", row.line, ": ") : std::string(),
        row.subject, row.subject.empty() ? "" : ": ", row.reason));
  }
  response.set_labels(report.labels);
  response.set_weak_labels(report.weak_labels);
  response.set_vocabulary_version(knowledge.vocabulary_version);
  response.set_topic_count(knowledge.vocabulary->size());
  const std::string own = parse::Concat("import:", source);
  for (uint32_t k = 0;
       k < knowledge.vocabulary->size() && response.sample_size() < kSampleMax;
       ++k) {
    if (knowledge.vocabulary_sources[knowledge.vocabulary->at(k).source] !=
        own) {
      continue;
    }
    *response.add_sample() = parse::TopicRecord(*knowledge.vocabulary, k,
                                                knowledge.vocabulary_sources);
  }
}

}  // namespace

TopicAuthority::TopicAuthority(KnowledgeOptions options, RecordLog& log,
                               LoadedKnowledge knowledge)
    : options_(std::move(options)),
      log_(log),
      knowledge_(
          std::make_shared<const LoadedKnowledge>(std::move(knowledge))) {}

absl::StatusOr<std::unique_ptr<TopicAuthority>> TopicAuthority::Open(
    const KnowledgeOptions& options, RecordLog& log) {
  absl::StatusOr<std::vector<TopicImport>> imports = log.ListTopicImports();
  if (!imports.ok()) return imports.status();
  absl::StatusOr<LoadedKnowledge> knowledge =
      LoadKnowledge(options, Views(*imports));
  if (!knowledge.ok()) return knowledge.status();
  absl::StatusOr<kit::Revision> published = log.PutVocabulary(
      std::string(kBuiltinTopics), knowledge->vocabulary_version,
      parse::VocabularyTopics(*knowledge->vocabulary,
                              knowledge->vocabulary_sources));
  if (!published.ok()) return published.status();
  return std::unique_ptr<TopicAuthority>(
      new TopicAuthority(options, log, *std::move(knowledge)));
}

absl::StatusOr<std::shared_ptr<const LoadedKnowledge>> TopicAuthority::Build(
    const std::vector<TopicImport>& imports) const {
  absl::StatusOr<LoadedKnowledge> built =
      WithImports(options_, *knowledge_.Get(), Views(imports));
  if (!built.ok()) return AsContentError(built.status());
  return std::make_shared<const LoadedKnowledge>(*std::move(built));
}

// Followers learn the topics before any statement carries them: published
// first, used then.
absl::StatusOr<kit::Revision> TopicAuthority::Adopt(
    std::shared_ptr<const LoadedKnowledge> knowledge, TopicImport change) {
  absl::StatusOr<kit::Revision> revision = log_.PutVocabulary(
      std::string(kBuiltinTopics), knowledge->vocabulary_version,
      parse::VocabularyTopics(*knowledge->vocabulary,
                              knowledge->vocabulary_sources),
      std::move(change));
  if (revision.ok()) knowledge_.Set(std::move(knowledge));
  return revision;
}

absl::StatusOr<v1::ImportTopicsResponse> TopicAuthority::Import(
    const v1::ImportTopicsRequest& request) {
  if (absl::Status status = CheckImport(request); !status.ok()) return status;
  const std::lock_guard lock(changing_);
  absl::StatusOr<std::vector<TopicImport>> imports = log_.ListTopicImports();
  if (!imports.ok()) return imports.status();
  TopicImport* const placed = Place(*imports, request);
  if (placed == nullptr) {
    return kit::NotFoundResource(parse::Concat("import:", request.source()));
  }
  TopicImport change = *placed;
  change.request.clear_validate_only();
  if (request.remove()) {
    std::erase_if(*imports, [&](const TopicImport& import) {
      return import.order == change.order;
    });
  }
  auto built = Build(*imports);
  if (!built.ok()) return built.status();
  v1::ImportTopicsResponse response;
  FillReport(**built, request.source(), response);
  if (request.validate_only()) return response;
  const absl::StatusOr<kit::Revision> revision =
      Adopt(*std::move(built), std::move(change));
  if (!revision.ok()) return revision.status();
  response.set_revision(kit::FormatRevision(*revision));
  return response;
}

absl::StatusOr<v1::PromoteTopicResponse> TopicAuthority::Promote(
    const v1::PromoteTopicRequest& request) {
  if (absl::Status status = CheckPromotion(request); !status.ok()) {
    return status;
  }
  const std::lock_guard lock(changing_);
  absl::StatusOr<std::vector<TopicImport>> imports = log_.ListTopicImports();
  if (!imports.ok()) return imports.status();
  const std::shared_ptr<const LoadedKnowledge> present = knowledge_.Get();
  const std::string own = parse::Concat("import:", kPromotedTopics);
  const auto is_promoted = [&own](const LoadedKnowledge& knowledge,
                                  int32_t topic) {
    return topic >= 0 &&
           knowledge.vocabulary_sources[knowledge.vocabulary->at(topic)
                                            .source] == own;
  };
  const std::string slug(PromotedSlug(request.name()));
  const int32_t known = present->vocabulary->FindSlug(slug);
  if (known >= 0 && !is_promoted(*present, known)) {
    return kit::WithReason(absl::StatusCode::kAlreadyExists, "TOPIC_EXISTS",
                           "the vocabulary has this topic already");
  }
  std::vector<std::string> broader;
  for (const std::string& name : request.broader()) {
    const int32_t parent = present->vocabulary->FindSlug(
        kit::ParseTopicName("broader", name)->slug);
    if (parent < 0) return kit::NotFoundResource(name);
    broader.push_back(present->vocabulary->at(parent).uri);
  }
  v1::ImportTopicsRequest import;
  import.set_source(std::string(kPromotedTopics));
  import.set_content_type("text/turtle");
  for (const TopicImport& kept : *imports) {
    if (kept.request.source() == kPromotedTopics) import = kept.request;
  }
  import.set_content(WithPromotedTopic(import.content(), request, broader));
  TopicImport change = *Place(*imports, import);
  auto built = Build(*imports);
  if (!built.ok()) return built.status();
  const int32_t made = (*built)->vocabulary->FindSlug(slug);
  if (!is_promoted(**built, made)) {
    return kit::InvalidField(
        "display_name",
        absl::StrCat("does not give the name ",
                     kit::ToAbsl(request.name().substr(0, 80))));
  }
  v1::PromoteTopicResponse response;
  *response.mutable_topic() =
      parse::TopicRecord(*(*built)->vocabulary, static_cast<uint32_t>(made),
                         (*built)->vocabulary_sources);
  response.set_vocabulary_version((*built)->vocabulary_version);
  const absl::StatusOr<kit::Revision> revision =
      Adopt(*std::move(built), std::move(change));
  if (!revision.ok()) return revision.status();
  response.set_revision(kit::FormatRevision(*revision));
  return response;
}

}  // namespace quoth::ingest
