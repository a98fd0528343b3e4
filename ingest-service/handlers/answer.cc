#include "ingest-service/handlers/answer.h"

#include <chrono>

#include "service-kit/status/grpc_status.h"

namespace quoth::ingest {
namespace {

bool IsOurFault(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

}  // namespace

grpc::Status EndOfStream(const absl::Status& status, const kit::Log& log,
                         std::string_view method) {
  if (IsOurFault(status)) {
    log.Error("call failed", status, {{"method", method}});
  }
  return status.ok() ? grpc::Status::OK : kit::ToGrpc(status);
}

void FinishCall(grpc::ServerUnaryReactor* reactor, const absl::Status& status,
                const kit::Log& log, std::string_view method) {
  reactor->Finish(EndOfStream(status, log, method));
}

StillWanted WantedBy(grpc::CallbackServerContext* context) {
  return [context] {
    return !context->IsCancelled() &&
           std::chrono::system_clock::now() < context->deadline();
  };
}

}  // namespace quoth::ingest
