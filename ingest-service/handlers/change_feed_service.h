// ChangeFeedService on the wire.
#pragma once

#include "ingest-service/change_feed/change_feed.h"
#include "quoth/v1/change_feed_service.grpc.pb.h"
#include "service-kit/log/log.h"

namespace quoth::ingest {

class ChangeFeedServiceHandler final
    : public v1::ChangeFeedService::CallbackService {
 public:
  // Both outlive the server this is added to. Close the feed when the server
  // drains: its streams never end by themselves.
  ChangeFeedServiceHandler(ChangeFeed& feed, uint64_t epoch, kit::Log log);

  grpc::ServerWriteReactor<v1::TailResponse>* Tail(
      grpc::CallbackServerContext* context,
      const v1::TailRequest* request) override;

  grpc::ServerWriteReactor<v1::CheckpointResponse>* Checkpoint(
      grpc::CallbackServerContext* context,
      const v1::CheckpointRequest* request) override;

 private:
  ChangeFeed& feed_;
  const uint64_t epoch_;
  const kit::Log log_;
};

}  // namespace quoth::ingest
