#include "ingest-service/handlers/ingest_service.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "ingest-service/authority/speaker_authority.h"
#include "ingest-service/handlers/answer.h"
#include "ingest-service/handlers/ingest_documents_call.h"
#include "ingest-service/handlers/refused_stream.h"
#include "ingest-service/handlers/reparse_call.h"
#include "ingest-service/record_log/fingerprints.h"
#include "service-kit/names/names.h"
#include "service-kit/revision/revision.h"
#include "service-kit/status/status.h"

namespace quoth::ingest {
namespace {

// How long a change of speakers waits for documents to follow, and what is left
// of a call's time for its answer then.
constexpr absl::Duration kSettleWaitMax = absl::Seconds(10);
constexpr absl::Duration kSettleAnswerTime = absl::Milliseconds(500);

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

IngestServiceHandler::IngestServiceHandler(Intake& intake, Authority& authority,
                                           Settler& settler, kit::Log log,
                                           TopicAuthority* topics)
    : intake_(intake),
      authority_(authority),
      settler_(settler),
      log_(std::move(log)),
      topics_(topics) {}

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
  if (document.ok()) {
    *response = *std::move(document);
    const DocumentParser& parser = intake_.parser();
    response->set_outdated(
        response->parser_version() != parser.parser_version() ||
        response->vocabulary_version() != parser.vocabulary_version());
  }
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

grpc::ServerWriteReactor<v1::ReparseDocumentsResponse>*
IngestServiceHandler::ReparseDocuments(
    grpc::CallbackServerContext* context,
    const v1::ReparseDocumentsRequest* request) {
  return StartReparseCall(intake_, context, *request, log_);
}

// Runs `work`, which may wait for the disk, on the pool.
template <typename Response, typename Work>
grpc::ServerUnaryReactor* IngestServiceHandler::OnPool(
    grpc::CallbackServerContext* context, std::string_view method,
    Response* response, Work work) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  intake_.pool().Submit([this, reactor, method, response, work] {
    absl::StatusOr<Response> result = work();
    if (result.ok()) *response = *std::move(result);
    FinishCall(reactor, result.status(), log_, method);
  });
  return reactor;
}

template <typename Response, typename Work>
grpc::ServerUnaryReactor* IngestServiceHandler::ChangeSpeakers(
    grpc::CallbackServerContext* context, std::string_view method,
    Response* response, Work work) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Time deadline =
      std::min(absl::Now() + kSettleWaitMax,
               absl::FromChrono(context->deadline()) - kSettleAnswerTime);
  intake_.pool().Submit([this, reactor, method, response, deadline, work] {
    absl::StatusOr<Response> result = work();
    if (!result.ok()) return FinishCall(reactor, result.status(), log_, method);
    *response = *std::move(result);
    const absl::StatusOr<kit::Revision> revision =
        kit::ParseRevision("revision", response->revision());
    if (!revision.ok()) {  // Nothing was written.
      return FinishCall(reactor, absl::OkStatus(), log_, method);
    }
    settler_.WhenSettled(revision->offset, deadline,
                         [this, reactor, method, response](bool settled) {
                           response->set_pending(!settled);
                           if (settled) {
                             response->set_revision(kit::FormatRevision(
                                 intake_.log().EndRevision()));
                           }
                           FinishCall(reactor, absl::OkStatus(), log_, method);
                         });
  });
  return reactor;
}

grpc::ServerUnaryReactor* IngestServiceHandler::PutSpeaker(
    grpc::CallbackServerContext* context, const v1::PutSpeakerRequest* request,
    v1::PutSpeakerResponse* response) {
  return ChangeSpeakers(context, "PutSpeaker", response,
                        [this, request] { return authority_.Put(*request); });
}

grpc::ServerUnaryReactor* IngestServiceHandler::GetSpeaker(
    grpc::CallbackServerContext* context, const v1::GetSpeakerRequest* request,
    v1::Speaker* response) {
  return OnPool(context, "GetSpeaker", response,
                [this, request]() -> absl::StatusOr<v1::Speaker> {
                  const absl::StatusOr<kit::SpeakerName> name =
                      kit::ParseSpeakerName("name", request->name());
                  if (!name.ok()) return name.status();
                  return intake_.log().ReadSpeaker(name->slug);
                });
}

grpc::ServerUnaryReactor* IngestServiceHandler::ListSpeakers(
    grpc::CallbackServerContext* context,
    const v1::ListSpeakersRequest* request,
    v1::ListSpeakersResponse* response) {
  return OnPool(context, "ListSpeakers", response, [this, request] {
    return ingest::ListSpeakers(intake_.log(), *request);
  });
}

grpc::ServerUnaryReactor* IngestServiceHandler::MergeSpeakers(
    grpc::CallbackServerContext* context,
    const v1::MergeSpeakersRequest* request,
    v1::MergeSpeakersResponse* response) {
  return ChangeSpeakers(context, "MergeSpeakers", response,
                        [this, request] { return authority_.Merge(*request); });
}

grpc::ServerUnaryReactor* IngestServiceHandler::SplitSpeaker(
    grpc::CallbackServerContext* context,
    const v1::SplitSpeakerRequest* request,
    v1::SplitSpeakerResponse* response) {
  return ChangeSpeakers(context, "SplitSpeaker", response,
                        [this, request] { return authority_.Split(*request); });
}

grpc::ServerUnaryReactor* IngestServiceHandler::ImportSpeakers(
    grpc::CallbackServerContext* context,
    const v1::ImportSpeakersRequest* request,
    v1::ImportSpeakersResponse* response) {
  return ChangeSpeakers(context, "ImportSpeakers", response, [this, request] {
    return authority_.Import(*request);
  });
}

grpc::ServerUnaryReactor* IngestServiceHandler::ImportTopics(
    grpc::CallbackServerContext* context,
    const v1::ImportTopicsRequest* request,
    v1::ImportTopicsResponse* response) {
  return OnPool(context, "ImportTopics", response,
                [this, request]() -> absl::StatusOr<v1::ImportTopicsResponse> {
                  if (topics_ == nullptr) {
                    return kit::NotImplemented("ImportTopics");
                  }
                  return topics_->Import(*request);
                });
}

grpc::ServerUnaryReactor* IngestServiceHandler::PromoteTopic(
    grpc::CallbackServerContext* context,
    const v1::PromoteTopicRequest* request,
    v1::PromoteTopicResponse* response) {
  return OnPool(context, "PromoteTopic", response,
                [this, request]() -> absl::StatusOr<v1::PromoteTopicResponse> {
                  if (topics_ == nullptr) {
                    return kit::NotImplemented("PromoteTopic");
                  }
                  return topics_->Promote(*request);
                });
}

// ---- calls that a later version brings

grpc::ServerWriteReactor<v1::BackupResponse>* IngestServiceHandler::Backup(
    grpc::CallbackServerContext*, const v1::BackupRequest*) {
  return new RefusedStream<v1::BackupResponse>(
      EndOfStream(kit::NotImplemented("Backup"), log_, "Backup"));
}

}  // namespace quoth::ingest
