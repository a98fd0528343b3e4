#include "ingest-service/handlers/ingest_service.h"

#include <utility>

#include "ingest-service/handlers/answer.h"
#include "ingest-service/handlers/ingest_documents_call.h"
#include "ingest-service/handlers/refused_stream.h"
#include "ingest-service/record_log/fingerprints.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

absl::StatusOr<v1::Document> ReadView(const RecordLog& log,
                                      const v1::GetDocumentRequest& request) {
  const absl::StatusOr<kit::DocumentName> name =
      kit::ParseDocumentName("name", request.name());
  if (!name.ok()) return name.status();
  if (!v1::DocumentView_IsValid(request.view())) {
    return kit::InvalidField("view", "is not a known view");
  }
  const bool full = request.view() == v1::DOCUMENT_VIEW_FULL;
  absl::StatusOr<StoredDocument> stored =
      log.ReadDocument(name->id, {.text = full, .source = full});
  if (!stored.ok()) return stored.status();
  if (full) {
    stored->document.set_text(std::move(stored->text));
    stored->document.set_source(std::move(*stored->source.mutable_content()));
  }
  return std::move(stored->document);
}

absl::StatusOr<DocumentDeletion> ToDeletion(
    const v1::DeleteDocumentRequest& request) {
  absl::StatusOr<kit::DocumentName> name =
      kit::ParseDocumentName("name", request.name());
  if (!name.ok()) return name.status();
  absl::Status status = CheckRequestId("request_id", request.request_id());
  if (!status.ok()) return status;
  const absl::StatusOr<EtagCondition> condition =
      ParseEtagCondition("etag", request.etag());
  if (!condition.ok()) return condition.status();
  DocumentDeletion deletion{.id = std::move(name->id),
                            .condition = *condition,
                            .allow_missing = request.allow_missing()};
  if (!request.request_id().empty()) {
    deletion.request = {request.request_id(), RequestFingerprint(request)};
  }
  return deletion;
}

}  // namespace

IngestServiceHandler::IngestServiceHandler(Intake& intake, kit::Log log)
    : intake_(intake), log_(std::move(log)) {}

grpc::ServerUnaryReactor* IngestServiceHandler::IngestDocument(
    grpc::CallbackServerContext* context,
    const v1::IngestDocumentRequest* request,
    v1::IngestDocumentResponse* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  intake_.Ingest(*request, WantedBy(context),
                 [this, reactor,
                  response](absl::StatusOr<v1::IngestDocumentResponse> result) {
                   if (result.ok()) *response = *std::move(result);
                   FinishCall(reactor, result.status(), log_, "IngestDocument");
                 });
  return reactor;
}

grpc::ServerBidiReactor<v1::IngestDocumentsRequest,
                        v1::IngestDocumentsResponse>*
IngestServiceHandler::IngestDocuments(grpc::CallbackServerContext* context) {
  return StartIngestDocuments(intake_, context, log_);
}

grpc::ServerUnaryReactor* IngestServiceHandler::ParseDocument(
    grpc::CallbackServerContext* context,
    const v1::ParseDocumentRequest* request,
    v1::ParseDocumentResponse* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  intake_.Parse(request->document(), WantedBy(context),
                [this, reactor,
                 response](absl::StatusOr<v1::ParseDocumentResponse> result) {
                  if (result.ok()) *response = *std::move(result);
                  FinishCall(reactor, result.status(), log_, "ParseDocument");
                });
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::GetDocument(
    grpc::CallbackServerContext* context, const v1::GetDocumentRequest* request,
    v1::Document* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  absl::StatusOr<v1::Document> document = ReadView(intake_.log(), *request);
  if (document.ok()) *response = *std::move(document);
  FinishCall(reactor, document.status(), log_, "GetDocument");
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::DeleteDocument(
    grpc::CallbackServerContext* context,
    const v1::DeleteDocumentRequest* request,
    v1::DeleteDocumentResponse* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  absl::StatusOr<DocumentDeletion> deletion = ToDeletion(*request);
  if (!deletion.ok()) {
    FinishCall(reactor, deletion.status(), log_, "DeleteDocument");
    return reactor;
  }
  intake_.log().DeleteDocument(
      *std::move(deletion),
      [this, reactor, response](absl::StatusOr<kit::Revision> revision) {
        if (revision.ok()) {
          response->set_revision(kit::FormatRevision(*revision));
        }
        FinishCall(reactor, revision.status(), log_, "DeleteDocument");
      });
  return reactor;
}

// ---- calls that a later version brings

grpc::ServerWriteReactor<v1::ReparseDocumentsResponse>*
IngestServiceHandler::ReparseDocuments(grpc::CallbackServerContext*,
                                       const v1::ReparseDocumentsRequest*) {
  return new RefusedStream<v1::ReparseDocumentsResponse>(EndOfStream(
      kit::NotImplemented("ReparseDocuments"), log_, "ReparseDocuments"));
}

grpc::ServerUnaryReactor* IngestServiceHandler::PutSpeaker(
    grpc::CallbackServerContext* context, const v1::PutSpeakerRequest*,
    v1::PutSpeakerResponse*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  FinishCall(reactor, kit::NotImplemented("PutSpeaker"), log_, "PutSpeaker");
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::GetSpeaker(
    grpc::CallbackServerContext* context, const v1::GetSpeakerRequest*,
    v1::Speaker*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  FinishCall(reactor, kit::NotImplemented("GetSpeaker"), log_, "GetSpeaker");
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::ListSpeakers(
    grpc::CallbackServerContext* context, const v1::ListSpeakersRequest*,
    v1::ListSpeakersResponse*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  FinishCall(reactor, kit::NotImplemented("ListSpeakers"), log_,
             "ListSpeakers");
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::MergeSpeakers(
    grpc::CallbackServerContext* context, const v1::MergeSpeakersRequest*,
    v1::MergeSpeakersResponse*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  FinishCall(reactor, kit::NotImplemented("MergeSpeakers"), log_,
             "MergeSpeakers");
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::ImportSpeakers(
    grpc::CallbackServerContext* context, const v1::ImportSpeakersRequest*,
    v1::ImportSpeakersResponse*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  FinishCall(reactor, kit::NotImplemented("ImportSpeakers"), log_,
             "ImportSpeakers");
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::ImportTopics(
    grpc::CallbackServerContext* context, const v1::ImportTopicsRequest*,
    v1::ImportTopicsResponse*) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  FinishCall(reactor, kit::NotImplemented("ImportTopics"), log_,
             "ImportTopics");
  return reactor;
}

grpc::ServerWriteReactor<v1::BackupResponse>* IngestServiceHandler::Backup(
    grpc::CallbackServerContext*, const v1::BackupRequest*) {
  return new RefusedStream<v1::BackupResponse>(
      EndOfStream(kit::NotImplemented("Backup"), log_, "Backup"));
}

}  // namespace quoth::ingest
