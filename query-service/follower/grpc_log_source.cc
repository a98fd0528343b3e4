#include "query-service/follower/grpc_log_source.h"

#include "service-kit/status/grpc_status.h"
#include "service-kit/status/status.h"

namespace quoth::query {

GrpcLogSource::GrpcLogSource(std::shared_ptr<grpc::Channel> channel,
                             std::string follower)
    : stub_(quoth::v1::ChangeFeedService::NewStub(channel)),
      follower_(std::move(follower)) {}

absl::Status GrpcLogSource::Tail(
    const std::string& after,
    const std::function<absl::Status(const quoth::v1::TailResponse&)>&
        receive) {
  grpc::ClientContext context;
  {
    absl::MutexLock lock(&mutex_);
    if (stopped_) return absl::OkStatus();
    call_ = &context;
  }
  quoth::v1::TailRequest request;
  request.set_after(after);
  request.set_follower(follower_);
  const std::unique_ptr<grpc::ClientReader<quoth::v1::TailResponse>> reader =
      stub_->Tail(&context, request);
  absl::Status applied;
  quoth::v1::TailResponse response;
  while (applied.ok() && reader->Read(&response)) applied = receive(response);
  if (!applied.ok()) context.TryCancel();
  const grpc::Status ended = reader->Finish();
  absl::MutexLock lock(&mutex_);
  call_ = nullptr;
  if (!applied.ok()) return applied;
  if (stopped_) return absl::OkStatus();
  return kit::FromGrpc(ended);
}

void GrpcLogSource::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
  if (call_ != nullptr) call_->TryCancel();
}

}  // namespace quoth::query
