// Start here. IngestService on the wire: reads the call, asks the intake or the
// record log, converts the answer. Nothing is decided here.
//
//   ingest_documents_call.h  the stream of documents
//   reparse_call.h           the progress of parsing again
//   change_feed_service.h    followers
#pragma once

#include "ingest-service/authority/authority.h"
#include "ingest-service/authority/settler.h"
#include "ingest-service/intake/intake.h"
#include "ingest-service/record_log/record_log.h"
#include "ingest-service/topic_authority/topic_authority.h"
#include "quoth/v1/ingest_service.grpc.pb.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

class IngestServiceHandler final : public v1::IngestService::CallbackService {
 public:
  // All outlive the server this is added to. Without `topics` its calls are
  // UNIMPLEMENTED.
  IngestServiceHandler(Intake& intake, Authority& authority, Settler& settler,
                       kit::Log log, TopicAuthority* topics = nullptr);

  grpc::ServerUnaryReactor* IngestDocument(
      grpc::CallbackServerContext* context,
      const v1::IngestDocumentRequest* request,
      v1::IngestDocumentResponse* response) override;

  grpc::ServerBidiReactor<v1::IngestDocumentsRequest,
                          v1::IngestDocumentsResponse>*
  IngestDocuments(grpc::CallbackServerContext* context) override;

  grpc::ServerUnaryReactor* ParseDocument(
      grpc::CallbackServerContext* context,
      const v1::ParseDocumentRequest* request,
      v1::ParseDocumentResponse* response) override;

  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const v1::GetDocumentRequest* request,
                                        v1::Document* response) override;

  grpc::ServerUnaryReactor* DeleteDocument(
      grpc::CallbackServerContext* context,
      const v1::DeleteDocumentRequest* request,
      v1::DeleteDocumentResponse* response) override;

  grpc::ServerWriteReactor<v1::ReparseDocumentsResponse>* ReparseDocuments(
      grpc::CallbackServerContext* context,
      const v1::ReparseDocumentsRequest* request) override;

  grpc::ServerUnaryReactor* PutSpeaker(
      grpc::CallbackServerContext* context,
      const v1::PutSpeakerRequest* request,
      v1::PutSpeakerResponse* response) override;

  grpc::ServerUnaryReactor* GetSpeaker(grpc::CallbackServerContext* context,
                                       const v1::GetSpeakerRequest* request,
                                       v1::Speaker* response) override;

  grpc::ServerUnaryReactor* ListSpeakers(
      grpc::CallbackServerContext* context,
      const v1::ListSpeakersRequest* request,
      v1::ListSpeakersResponse* response) override;

  grpc::ServerUnaryReactor* MergeSpeakers(
      grpc::CallbackServerContext* context,
      const v1::MergeSpeakersRequest* request,
      v1::MergeSpeakersResponse* response) override;

  grpc::ServerUnaryReactor* SplitSpeaker(
      grpc::CallbackServerContext* context,
      const v1::SplitSpeakerRequest* request,
      v1::SplitSpeakerResponse* response) override;

  grpc::ServerUnaryReactor* ImportSpeakers(
      grpc::CallbackServerContext* context,
      const v1::ImportSpeakersRequest* request,
      v1::ImportSpeakersResponse* response) override;

  grpc::ServerUnaryReactor* ImportTopics(
      grpc::CallbackServerContext* context,
      const v1::ImportTopicsRequest* request,
      v1::ImportTopicsResponse* response) override;

  grpc::ServerUnaryReactor* PromoteTopic(
      grpc::CallbackServerContext* context,
      const v1::PromoteTopicRequest* request,
      v1::PromoteTopicResponse* response) override;

  grpc::ServerWriteReactor<v1::BackupResponse>* Backup(
      grpc::CallbackServerContext* context,
      const v1::BackupRequest* request) override;

 private:
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* OnPool(grpc::CallbackServerContext* context,
                                   std::string_view method, Response* response,
                                   Work work);

  // As OnPool, for changes of speakers: waits for documents to follow.
  template <typename Response, typename Work>
  grpc::ServerUnaryReactor* ChangeSpeakers(grpc::CallbackServerContext* context,
                                           std::string_view method,
                                           Response* response, Work work);

  Intake& intake_;
  Authority& authority_;
  Settler& settler_;
  const kit::Log log_;
  TopicAuthority* const topics_;
};

}  // namespace quoth::ingest
