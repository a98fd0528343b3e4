#include "query-service/handlers/export_stream.h"

#include <atomic>

#include "query-service/handlers/call.h"
#include "query-service/handlers/wire.h"
#include "query-service/lookups/lookup.h"
#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::query {
namespace {

// Lives until gRPC is done with it. Work is either in the pool or in gRPC,
// never both.
class ExportStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  ExportStream(grpc::CallbackServerContext* context,
               const grpc::ByteBuffer& request, IndexHolder& holder,
               WorkPool& pool)
      : context_(context), holder_(holder), pool_(pool) {
    if (!ParseBuffer(request, request_)) {
      Finish(kit::ToGrpc(kit::WithReason(
          absl::StatusCode::kInvalidArgument, "MALFORMED_MESSAGE",
          "the request is not a message of this method's type")));
      return;
    }
    WithIndex(holder_, request_.at_least_as_fresh(), DeadlineOf(*context_),
              [this](absl::StatusOr<std::shared_ptr<const Index>> index) {
                if (!index.ok()) return Finish(kit::ToGrpc(index.status()));
                Next();
              });
  }

  void OnWriteDone(bool ok) override {
    if (!ok || request_.resume_token().empty()) return Finish(grpc::Status::OK);
    Next();
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  void Next() {
    InPool(
        pool_, [this] { Send(); }, [this] { Finish(kit::ToGrpc(PoolFull())); });
  }
  void Send() {
    absl::StatusOr<std::shared_ptr<const Index>> index = holder_.Serving();
    if (!index.ok()) return Finish(kit::ToGrpc(index.status()));
    LookupScope scope(**index, Interrupt(DeadlineOf(*context_),
                                         [this] { return cancelled_.load(); }));
    absl::StatusOr<ExportPage> page = ExportStatements(scope, request_);
    if (!page.ok()) return Finish(kit::ToGrpc(page.status()));
    request_.set_resume_token(page->resume);
    message_ = BufferOf(std::move(page->message));
    StartWrite(&message_);
  }

  grpc::CallbackServerContext* const context_;
  IndexHolder& holder_;
  WorkPool& pool_;
  quoth::v1::ExportStatementsRequest request_;
  grpc::ByteBuffer message_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* StartExport(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer& request,
    IndexHolder& holder, WorkPool& pool) {
  return new ExportStream(context, request, holder, pool);
}

}  // namespace quoth::query
