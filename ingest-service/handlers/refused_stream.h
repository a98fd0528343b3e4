// A server stream that ends before it begins.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <utility>

namespace quoth::ingest {

template <typename Response>
class RefusedStream final : public grpc::ServerWriteReactor<Response> {
 public:
  explicit RefusedStream(grpc::Status status) {
    this->Finish(std::move(status));
  }
  void OnDone() override { delete this; }
};

}  // namespace quoth::ingest
