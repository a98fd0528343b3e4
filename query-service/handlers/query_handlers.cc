#include "query-service/handlers/query_handlers.h"

#include <utility>

#include "query-service/handlers/call.h"
#include "query-service/handlers/export_stream.h"
#include "query-service/handlers/lookup_stream.h"
#include "query-service/handlers/watches.h"
#include "query-service/handlers/wire.h"
#include "query-service/lookups/lookup.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using V = quoth::v1::QueryService;

template <typename Base>
using Raw = V::WithRawCallbackMethod_GetDocument<V::WithRawCallbackMethod_GetStatement<
    V::WithRawCallbackMethod_BatchGetStatements<V::WithRawCallbackMethod_ListStatements<
        V::WithRawCallbackMethod_GetSpeaker<V::WithRawCallbackMethod_ListSpeakers<
            V::WithRawCallbackMethod_ResolveSpeaker<
                V::WithRawCallbackMethod_GetTopic<V::WithRawCallbackMethod_ListTopics<
                    V::WithRawCallbackMethod_ResolveTopic<
                        V::WithRawCallbackMethod_CountStatements<
                            V::WithRawCallbackMethod_SearchStatements<
                                V::WithRawCallbackMethod_ListReports<
                                    V::WithRawCallbackMethod_LookupStream<
                                        V::WithRawCallbackMethod_ExportStatements<
                                            V::WithRawCallbackMethod_WatchStatements<
                                                Base>>>>>>>>>>>>>>>>;
using RawMethods = Raw<V::Service>;

// Resources that carry no read_at of their own have it in a header.
enum class ReadAt { kInMessage, kInHeader };
enum class Where { kHere, kPool };

class QueryHandlers final : public RawMethods {
 public:
  QueryHandlers(IndexHolder& holder, HandlerOptions options, kit::Log log)
      : holder_(holder),
        log_(std::move(log)),
        pool_(options.pool_threads),
        watches_(holder, options.watch_threads, options.watchers_max) {}

  ServerUnaryReactor* GetDocument(CallbackServerContext* context,
                                  const ByteBuffer* request,
                                  ByteBuffer* response) override {
    return Unary<quoth::v1::GetDocumentRequest>(
        context, request, response, query::GetDocument, ReadAt::kInHeader,
        Where::kPool);
  }
  ServerUnaryReactor* GetStatement(CallbackServerContext* context,
                                   const ByteBuffer* request,
                                   ByteBuffer* response) override {
    return Unary<quoth::v1::GetStatementRequest>(
        context, request, response, query::GetStatement, ReadAt::kInHeader,
        Where::kHere);
  }
  ServerUnaryReactor* BatchGetStatements(CallbackServerContext* context,
                                         const ByteBuffer* request,
                                         ByteBuffer* response) override {
    return Unary<quoth::v1::BatchGetStatementsRequest>(
        context, request, response, query::BatchGetStatements,
        ReadAt::kInMessage, Where::kHere);
  }
  ServerUnaryReactor* ListStatements(CallbackServerContext* context,
                                     const ByteBuffer* request,
                                     ByteBuffer* response) override {
    return Unary<quoth::v1::ListStatementsRequest>(
        context, request, response, query::ListStatements, ReadAt::kInMessage,
        [](const quoth::v1::ListStatementsRequest& parsed) {
          return IsQuick(parsed) ? Where::kHere : Where::kPool;
        });
  }
  ServerUnaryReactor* GetSpeaker(CallbackServerContext* context,
                                 const ByteBuffer* request,
                                 ByteBuffer* response) override {
    return Unary<quoth::v1::GetSpeakerRequest>(context, request, response,
                                               query::GetSpeaker,
                                               ReadAt::kInHeader, Where::kPool);
  }
  ServerUnaryReactor* ListSpeakers(CallbackServerContext* context,
                                   const ByteBuffer* request,
                                   ByteBuffer* response) override {
    return Unary<quoth::v1::ListSpeakersRequest>(
        context, request, response, query::ListSpeakers, ReadAt::kInMessage,
        Where::kPool);
  }
  ServerUnaryReactor* GetTopic(CallbackServerContext* context,
                               const ByteBuffer* request,
                               ByteBuffer* response) override {
    return Unary<quoth::v1::GetTopicRequest>(context, request, response,
                                             query::GetTopic, ReadAt::kInHeader,
                                             Where::kPool);
  }
  ServerUnaryReactor* ListTopics(CallbackServerContext* context,
                                 const ByteBuffer* request,
                                 ByteBuffer* response) override {
    return Unary<quoth::v1::ListTopicsRequest>(
        context, request, response, query::ListTopics, ReadAt::kInMessage,
        Where::kPool);
  }

  ServerUnaryReactor* ResolveSpeaker(CallbackServerContext* context,
                                     const ByteBuffer* request,
                                     ByteBuffer* response) override {
    return Unary<quoth::v1::ResolveSpeakerRequest>(
        context, request, response, query::ResolveSpeaker, ReadAt::kInMessage,
        Where::kPool);
  }
  ServerUnaryReactor* ResolveTopic(CallbackServerContext* context,
                                   const ByteBuffer* request,
                                   ByteBuffer* response) override {
    return Unary<quoth::v1::ResolveTopicRequest>(
        context, request, response, query::ResolveTopic, ReadAt::kInMessage,
        Where::kPool);
  }
  ServerUnaryReactor* CountStatements(CallbackServerContext* context,
                                      const ByteBuffer* request,
                                      ByteBuffer* response) override {
    return Unary<quoth::v1::CountStatementsRequest>(
        context, request, response, query::CountStatements, ReadAt::kInMessage,
        Where::kPool);
  }
  ServerUnaryReactor* SearchStatements(CallbackServerContext* context,
                                       const ByteBuffer* request,
                                       ByteBuffer* response) override {
    return Unary<quoth::v1::SearchStatementsRequest>(
        context, request, response, query::SearchStatements, ReadAt::kInMessage,
        Where::kPool);
  }
  ServerUnaryReactor* ListReports(CallbackServerContext* context,
                                  const ByteBuffer* request,
                                  ByteBuffer* response) override {
    return Unary<quoth::v1::ListReportsRequest>(
        context, request, response, query::ListReports, ReadAt::kInMessage,
        Where::kPool);
  }
  grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* LookupStream(
      CallbackServerContext* context) override {
    return StartLookupStream(context, holder_, pool_);
  }
  grpc::ServerWriteReactor<ByteBuffer>* ExportStatements(
      CallbackServerContext* context, const ByteBuffer* request) override {
    return StartExport(context, *request, holder_, pool_);
  }
  grpc::ServerWriteReactor<ByteBuffer>* WatchStatements(
      CallbackServerContext* context, const ByteBuffer* request) override {
    return watches_.Start(context, *request);
  }

 private:
  static ServerUnaryReactor* Refuse(CallbackServerContext* context,
                                    std::string_view method) {
    ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(kit::ToGrpc(kit::NotImplemented(method)));
    return reactor;
  }

  template <typename Request>
  using Lookup = Looked (*)(LookupScope&, const Request&);

  // One call on its way; freed when its answer is handed over.
  template <typename Request>
  struct Call {
    CallbackServerContext* context;
    ServerUnaryReactor* reactor;
    ByteBuffer* response;
    Request request;
    Lookup<Request> lookup;
    ReadAt read_at;

    void Fail(const absl::Status& status) const {
      reactor->Finish(kit::ToGrpc(status));
    }
    void Answer(const std::shared_ptr<const Index>& index) const {
      LookupScope scope(*index, Interrupt(DeadlineOf(*context), [this] {
        return context->IsCancelled();
      }));
      Looked looked = lookup(scope, request);
      if (!looked.ok()) return Fail(looked.status());
      if (read_at == ReadAt::kInHeader) {
        context->AddInitialMetadata("quoth-read-at", scope.read_at);
      }
      *response = BufferOf(*std::move(looked));
      reactor->Finish(grpc::Status::OK);
    }
  };

  template <typename Request>
  ServerUnaryReactor* Unary(CallbackServerContext* context,
                            const ByteBuffer* request, ByteBuffer* response,
                            Lookup<Request> lookup, ReadAt read_at,
                            Where where) {
    return Unary<Request>(context, request, response, lookup, read_at,
                          [where](const Request&) { return where; });
  }

  template <typename Request, typename Choose>
  ServerUnaryReactor* Unary(CallbackServerContext* context,
                            const ByteBuffer* request, ByteBuffer* response,
                            Lookup<Request> lookup, ReadAt read_at,
                            const Choose& choose) {
    ServerUnaryReactor* const reactor = context->DefaultReactor();
    Call<Request> call{context, reactor, response, {}, lookup, read_at};
    if (!ParseBuffer(*request, call.request)) {
      call.Fail(kit::WithReason(
          absl::StatusCode::kInvalidArgument, "MALFORMED_MESSAGE",
          "the request is not a message of this method's type"));
      return reactor;
    }
    const std::string& fresh = call.request.at_least_as_fresh();
    if (fresh.empty() && choose(call.request) == Where::kHere) {
      // The common way: nothing is waited for, nothing changes threads.
      absl::StatusOr<std::shared_ptr<const Index>> index = holder_.Serving();
      if (index.ok()) {
        call.Answer(*index);
      } else {
        call.Fail(index.status());
      }
      return reactor;
    }
    auto kept = std::make_shared<Call<Request>>(std::move(call));
    WithIndex(holder_, kept->request.at_least_as_fresh(), DeadlineOf(*context),
              [this, kept](absl::StatusOr<std::shared_ptr<const Index>> index) {
                if (!index.ok()) return kept->Fail(index.status());
                InPool(
                    pool_, [kept, index = *index] { kept->Answer(index); },
                    [&] { kept->Fail(PoolFull()); });
              });
    return reactor;
  }

  IndexHolder& holder_;
  const kit::Log log_;
  WorkPool pool_;
  Watches watches_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeQueryService(IndexHolder& holder,
                                                HandlerOptions options,
                                                kit::Log log) {
  return std::make_unique<QueryHandlers>(holder, options, std::move(log));
}

}  // namespace quoth::query
