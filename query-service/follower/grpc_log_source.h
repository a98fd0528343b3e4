// The ingest service's change feed over gRPC: the default source.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>

#include "absl/synchronization/mutex.h"
#include "query-service/follower/log_source.h"
#include "quoth/v1/change_feed_service.grpc.pb.h"

namespace quoth::query {

class GrpcLogSource : public LogSource {
 public:
  // `follower`: the name this one goes by, [a-z0-9-]{1,63}.
  GrpcLogSource(std::shared_ptr<grpc::Channel> channel, std::string follower);

  absl::Status Tail(
      const std::string& after,
      const std::function<absl::Status(const quoth::v1::TailResponse&)>&
          receive) override;
  void Stop() override;

 private:
  const std::unique_ptr<quoth::v1::ChangeFeedService::Stub> stub_;
  const std::string follower_;
  absl::Mutex mutex_;
  grpc::ClientContext* call_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace quoth::query
